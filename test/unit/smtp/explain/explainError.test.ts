import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { explainError } from '../../../../src/smtp/explain/explainError.ts';

/** Errors that people have shown in public, in their essential form: names and addresses are examples. `\n` is a line end. */
const ROWS = rowsOf('errors').map(([text = '', app = '', code = '', reply = '', source = '']) => ({ text, app, code, reply, source }));

function rowsOf(name: string): string[][] {
  const lines = readFileSync(new URL(`../../../fixtures/explain/${name}.tsv`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1);
  const unescaped = (text: string) => text.replace(/\\(n|t|\\)/g, (_, what: string) => ({ n: '\n', t: '\t' })[what] ?? '\\');
  return lines.map((line) => line.split('\t').map(unescaped));
}

test('there are enough errors, each with its public source, and of all programs', () => {
  assert.ok(ROWS.length >= 60, String(ROWS.length));
  for (const { source } of ROWS) assert.match(source, /^[\w.-]+\/[\w.-]+#\d+$/);
  assert.equal(new Set(ROWS.map(({ app }) => app).filter(Boolean)).size, 14);
});

for (const { text, app, code, reply, source } of ROWS) {
  test(`${source}: ${text.slice(0, 60).replaceAll('\n', ' ')} is ${code}`, () => {
    const explanation = explainError(text);
    assert.equal(explanation?.cause.code, code, JSON.stringify(explanation, null, 1));
    assert.equal(explanation.app ?? '', app);
    const quoted = explanation.reply && [explanation.reply.code, explanation.reply.enhanced].filter((part) => part !== undefined).join(' ');
    assert.equal(quoted ?? '', reply, JSON.stringify(explanation.reply));
    const { summary, nextStep, nextSteps, evidence } = explanation.cause;
    assert.equal(nextStep, nextSteps[0]);
    assert.ok(evidence.length > 0, 'nothing shows it');
    // What a pasted text leaves open must not be filled with the words of an empty plan.
    for (const words of [summary, ...nextSteps, ...evidence]) assert.doesNotMatch(words, /port 0\b|"the mail server"|<the |unknown HELO|undefined|<>/, words);
  });
}

/** What each program says for the same events. */
for (const [text = '', code = ''] of rowsOf('words')) {
  test(`${text.slice(0, 90).replaceAll('\n', ' ')} is ${code}`, () => assert.equal(explainError(text)?.cause.code, code));
}

for (const text of [
  '',
  'hello',
  'It does not work since yesterday.',
  'SMTP connect() failed. https://github.com/PHPMailer/PHPMailer/wiki/Troubleshooting',
  'Completed 500 Internal Server Error in 892ms',
  'Error: 503 Service Unavailable',
  'TypeError: Cannot read properties of undefined (reading "550")',
  'sent 552 messages in 450 ms to 421 recipients',
  'timeout: 500 ms',
  '250 2.0.0 Ok: queued as 4ABC',
  '<- 220 mail.example.com ESMTP\n -> QUIT',
  'at Object.<anonymous> (/app/index.js:535:17)',
]) {
  test(`${JSON.stringify(text.slice(0, 50))} is nothing we know`, () => assert.equal(explainError(text), undefined));
}

test('an explanation says where, and what the provider means by its words', () => {
  const explanation = explainError(
    'to=<user@example.com>, relay=smtp.gmail.com[192.0.2.108]:587, status=deferred (SASL authentication failed; server smtp.gmail.com[192.0.2.108] said: 535-5.7.8 Username and Password not accepted)',
  );
  assert.deepEqual([explanation?.host, explanation?.port, explanation?.reply?.code, explanation?.reply?.enhanced], ['smtp.gmail.com', 587, 535, '5.7.8']);
  assert.match(explanation?.cause.summary ?? '', /^Gmail: the user name or password is wrong/);
  assert.ok(explanation?.cause.evidence.some((line) => line.startsWith('from Gmail this reply means')));
});

test('a reply is sure, words that several causes have are likely', () => {
  const confidenceOf = (text: string) => explainError(text)?.cause.confidence;
  assert.equal(confidenceOf('Error: Invalid login: 535 5.7.8 no'), 'certain');
  assert.equal(confidenceOf('Greeting never received'), 'likely');
  assert.equal(confidenceOf('SSL routines:ssl3_get_record:wrong version number'), 'likely');
  assert.equal(confidenceOf('Error: 550 5.7.1 Message content is not welcome'), 'likely');
  assert.equal(confidenceOf('host mx.example.com[192.0.2.1] said: 550 5.7.1 Message content is not welcome (in reply to end of DATA command)'), 'certain');
});

/** One secret in many dresses: none of them may come out. */
const PASSWORD = 'hunter2-s3cret';
const BLOB = btoa(`\0user\0${PASSWORD}`);

for (const text of [
  `CLIENT -> SERVER: AUTH PLAIN ${BLOB}\nSERVER -> CLIENT: 535 5.7.8 bad AUTH PLAIN ${BLOB}`,
  `535 5.7.8 unknown command "${BLOB}"`,
  `Connection could not be established with host "smtp://user:${PASSWORD}@smtp.example.com:587" (Connection refused)`,
  `{ host: 'smtp.example.com', pass: '${PASSWORD}' } connect ECONNREFUSED 192.0.2.1:587`,
  `MAIL_PASSWORD=${PASSWORD} connect ETIMEDOUT 192.0.2.1:587`,
  `"password": "${PASSWORD}", "error": "getaddrinfo ENOTFOUND smtp.example.com"`,
  `mail.login('user@example.com','${PASSWORD}') smtplib.SMTPAuthenticationError: (535, b'5.7.8 no')`,
  `swaks --auth-user u --auth-password ${PASSWORD} *** No authentication type succeeded`,
  `curl --url smtp://h --user 'u@example.com:${PASSWORD}' curl: (67) Login denied`,
]) {
  test(`the password is not in the explanation of ${text.slice(0, 40)}`, () => {
    const explanation = explainError(text);
    assert.ok(explanation, text);
    const printed = JSON.stringify(explanation);
    for (const secret of [PASSWORD, BLOB]) assert.ok(!printed.includes(secret), printed);
  });
}

test('a paste of any length and kind is read to an end', () => {
  for (const piece of ['535-', '<', 'a', ' ', '\n', '"', 'pass', 'a.', 'tls', 'Connection ', '1.1.', 'connect ', 'https://', 'Error: '])
    assert.doesNotThrow(() => explainError(piece.repeat(100_000)), piece);
});
