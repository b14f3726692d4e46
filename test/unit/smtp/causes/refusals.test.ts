import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Secret } from '../../../../src/smtp/credentials/secret.ts';
import { sendTestMessage } from '../../../../src/smtp/message.ts';
import { createNodeTransport } from '../../../../src/smtp/nodeTransport.ts';
import type { Cause, Owner, ProbeCode, RelayPlan, SettingPart, StageEvent, StageName } from '../../../../src/smtp/types.ts';
import { makeCertificates, type TestCertificates } from '../../../support/certificates.ts';
import { type FinishedRun, finishedRun, planTo, runProbe } from '../../../support/probeRun.ts';
import { startScriptedServer } from '../../../support/scriptedServer.ts';

/*
 * The failures of sign-in, envelope and message, told apart: for each the code, who must act, and what of the setting is at
 * fault. The letters are those of src/tools/input/failureModes.tsv.
 */

const PASSWORD = 'correct-horse-7';

let certificates: TestCertificates;
before(async () => {
  certificates = await makeCertificates();
});

interface Row {
  readonly what: string;
  readonly script: string;
  readonly plan?: Partial<RelayPlan>;
  /** Send a message instead of probing. */
  readonly sends?: true;
  readonly stage: StageName;
  readonly code: ProbeCode;
  readonly owner: Owner;
  readonly part?: SettingPart;
  readonly confidence?: Cause['confidence'];
  readonly evidence?: RegExp;
  readonly summary?: RegExp;
  readonly steps?: RegExp;
}

/** Greeting and EHLO with these keywords, then the rest; a client that leaves is answered. */
const server = (rest: string, ...keywords: readonly string[]) =>
  `S: 220 lab.test ESMTP\nC: EHLO\n${['lab.test', ...keywords].map((word, at, all) => `S: 250${at === all.length - 1 ? ' ' : '-'}${word}\n`).join('')}${rest}\nC: *\nS: 250 Ok\nC: *\nS: 221 Bye\nCLOSE\n`;

const overTls = (rest: string, before: readonly string[], under: readonly string[]) =>
  server('', ...before, 'STARTTLS').replace(/\nC: \*[\s\S]*$/, '\n') +
  `C: STARTTLS\nS: 220 Go\nTLS\n${server(rest, ...under).replace('S: 220 lab.test ESMTP\n', '')}`;

const user = { user: 'app@lab.test', password: new Secret(PASSWORD), allowClearTextAuth: true };
const refusedWith = (reply: string, keyword = 'AUTH PLAIN') => server(`C: AUTH\nS: ${reply}`, keyword);
const atMail = (reply: string) => server(`C: MAIL\nS: ${reply}`, '8BITMIME');
const atRcpt = (reply: string, ...keywords: readonly string[]) => server(`C: MAIL\nS: 250 Ok\nC: RCPT\nS: ${reply}`, ...keywords, '8BITMIME');
const afterData = (reply: string) =>
  `S: 220 lab.test\nC: EHLO\nS: 250-lab.test\nS: 250 8BITMIME\nC: MAIL\nS: 250 Ok\nC: RCPT\nS: 250 Ok\nC: DATA\nS: 354 Go on\nUNTIL .\n${reply}\n`;

const rows: readonly Row[] = [
  {
    what: 'A1: the sign-in is only offered under TLS',
    script: server('', 'STARTTLS').replace('C: *\nS: 250 Ok\n', ''),
    plan: { ...user, mode: 'none' },
    stage: 'auth',
    code: 'auth/needs-tls',
    owner: 'you',
    part: 'security',
    evidence: /sign-in methods offered: none/,
  },
  {
    what: 'A1: what is offered before TLS and under it is told',
    script: overTls('C: AUTH PLAIN\nS: 535 5.7.8 no', ['SIZE 1000'], ['AUTH PLAIN LOGIN']),
    plan: user,
    stage: 'auth',
    code: 'auth/credentials',
    owner: 'provider',
    evidence: /sign-in methods offered before TLS: none; under TLS: PLAIN, LOGIN/,
  },
  {
    what: 'A2: no sign-in at all',
    script: server('', '8BITMIME').replace('C: *\nS: 250 Ok\n', ''),
    plan: user,
    stage: 'auth',
    code: 'auth/not-offered',
    owner: 'you',
    part: 'port',
  },
  {
    what: 'A3: only methods of a Windows domain',
    script: server('', 'AUTH NTLM GSSAPI').replace('C: *\nS: 250 Ok\n', ''),
    plan: user,
    stage: 'auth',
    code: 'auth/no-common-mechanism',
    owner: 'provider',
    part: 'mechanism',
    steps: /Windows domain/,
  },
  {
    what: 'A3: only tokens',
    script: server('', 'AUTH XOAUTH2 OAUTHBEARER').replace('C: *\nS: 250 Ok\n', ''),
    plan: user,
    stage: 'auth',
    code: 'auth/oauth-only',
    owner: 'provider',
    part: 'mechanism',
    steps: /OAuth 2\.0/,
  },
  {
    what: 'A3: the method that the configuration names is not there',
    script: server('', 'AUTH PLAIN').replace('C: *\nS: 250 Ok\n', ''),
    plan: { ...user, mechanism: 'CRAM-MD5' },
    stage: 'auth',
    code: 'auth/no-common-mechanism',
    owner: 'you',
    part: 'mechanism',
    evidence: /names CRAM-MD5 and no other/,
  },
  {
    what: 'A3: a method that is offered and then refused',
    script: refusedWith('504 5.7.4 Unrecognized authentication type'),
    plan: user,
    stage: 'auth',
    code: 'auth/no-common-mechanism',
    owner: 'provider',
  },
  {
    what: 'A4: nobody signed in',
    script: atMail('530 5.7.0 Authentication Required'),
    stage: 'mail-from',
    code: 'auth/required',
    owner: 'you',
    part: 'user',
    steps: /Set user name and password/,
  },
  {
    what: 'A4: TLS comes before sign-in and mail',
    script: atMail('530 5.7.7 Email sending without SSL/TLS encryption is not allowed'),
    stage: 'mail-from',
    code: 'mail/needs-tls',
    owner: 'you',
    part: 'security',
  },
  {
    what: 'A5: an API key in place of the SMTP key',
    script: refusedWith('535 5.7.8 Authentication failed'),
    plan: { ...user, provider: 'brevo', password: new Secret(`xkeysib-${'0123456789abcdef'.repeat(4)}-aaaabbbbccccdddd`) },
    stage: 'auth',
    code: 'auth/secret-kind',
    owner: 'you',
    part: 'password',
    confidence: 'certain',
    summary: /Brevo.*this is a Brevo API key; SMTP takes a Brevo SMTP key, which begins with "xsmtpsib-" \(535 5\.7\.8 Authentication failed\)/,
  },
  {
    what: 'A5: a provider that wants an app password',
    script: refusedWith('534 5.7.9 Application-specific password required.'),
    plan: { ...user, provider: 'gmail' },
    stage: 'auth',
    code: 'auth/secret-kind',
    owner: 'provider',
    part: 'password',
    steps: /myaccount\.google\.com\/apppasswords/,
  },
  {
    what: 'A6: one more step in the browser',
    script: refusedWith('534 5.7.14 Please log in via your web browser and then try again.'),
    plan: user,
    stage: 'auth',
    code: 'auth/extra-step',
    owner: 'provider',
    steps: /browser/,
  },
  {
    what: 'A7: password sign-in is switched off',
    script: refusedWith('535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.'),
    plan: { ...user, provider: 'm365' },
    stage: 'auth',
    code: 'auth/disabled',
    owner: 'provider',
    summary: /Microsoft 365.*SMTP AUTH is switched off for the whole organisation/,
    steps: /Set-CASMailbox/,
  },
  {
    what: 'A8: the sign-in service is out of order',
    script: refusedWith('454 4.7.0 Temporary authentication failure: Connection lost to authentication server'),
    plan: user,
    stage: 'auth',
    code: 'auth/temporary',
    owner: 'server',
  },
  {
    what: 'A8: this client is held back',
    script: refusedWith('450 4.7.1 Error: too many AUTH commands from 192.0.2.7'),
    plan: user,
    stage: 'auth',
    code: 'auth/throttled',
    owner: 'provider',
  },
  {
    what: 'A9: the account is locked after failures',
    script: refusedWith('535 5.7.0 (#AUTH005) Too many bad auth attempts.'),
    plan: { ...user, provider: 'yahoo' },
    stage: 'auth',
    code: 'auth/locked-out',
    owner: 'provider',
    steps: /wait some hours/,
  },
  {
    what: 'A10: credentials that the server can not read',
    script: refusedWith('535 5.7.8 Error: authentication failed: Invalid format.'),
    plan: user,
    stage: 'auth',
    code: 'auth/malformed',
    owner: 'you',
    part: 'password',
  },
  {
    what: 'A10: a refused password that has a line end in it',
    script: refusedWith('535 5.7.8 Error: authentication failed'),
    plan: { ...user, password: new Secret(`${PASSWORD}\r`) },
    stage: 'auth',
    code: 'auth/credentials',
    owner: 'you',
    part: 'password',
    confidence: 'likely',
    evidence: /holds a line end/,
  },
  {
    what: 'A11: a user name that can not be right',
    script: refusedWith('535 Authentication failed: Bad username / password'),
    plan: { ...user, provider: 'sendgrid' },
    stage: 'auth',
    code: 'auth/user-name',
    owner: 'you',
    part: 'user',
    evidence: /always "apikey"/,
  },
  {
    what: 'A12: the account may not send',
    script: server('C: AUTH\nS: 235 Ok\nC: MAIL\nS: 502 5.7.0 Your SMTP account is not yet activated', 'AUTH PLAIN'),
    plan: user,
    stage: 'mail-from',
    code: 'account/inactive',
    owner: 'provider',
  },
  {
    what: 'A13: a token that the server explains away',
    script: server(
      `C: AUTH XOAUTH2\nS: 334 ${Buffer.from('{"status":"401","scope":"https://mail.google.com/"}').toString('base64')}\nC: \nS: 535 5.7.8 no`,
      'AUTH XOAUTH2',
    ),
    plan: { ...user, secretKind: 'token' },
    stage: 'auth',
    code: 'auth/token',
    owner: 'provider',
    part: 'password',
    evidence: /says about the token: status 401, scope https:\/\/mail\.google\.com\//,
  },
  {
    what: 'A13: a server that asks on and on',
    script: server('C: AUTH LOGIN\nS: 334 VXNlcg==\nC: *\nS: 334 UGFzcw==\nC: *\nS: 334 bW9yZQ==\nC: *\nS: 501 5.7.0 aborted', 'AUTH LOGIN'),
    plan: user,
    stage: 'auth',
    code: 'protocol/unexpected',
    owner: 'server',
  },
  {
    what: 'A server that forges its proof in SCRAM',
    script: server('C: AUTH SCRAM-SHA-256\nS: 235 welcome', 'AUTH SCRAM-SHA-256').replace('C: *\nS: 250 Ok\n', ''),
    plan: user,
    stage: 'auth',
    code: 'auth/server-proof',
    owner: 'server',
  },
  {
    what: 'R1: a sender that belongs to somebody else',
    script: atMail('553 5.7.1 <shop@lab.test>: Sender address rejected: not owned by user app'),
    stage: 'mail-from',
    code: 'mail/sender-not-allowed',
    owner: 'you',
    part: 'from',
  },
  {
    what: 'R2: relaying denied',
    script: atRcpt('554 5.7.1 <me@lab.test>: Relay access denied'),
    stage: 'rcpt-to',
    code: 'rcpt/relay-denied',
    owner: 'you',
    part: 'user',
    steps: /not the MX/,
  },
  {
    what: 'R3: no such user',
    script: atRcpt('550 5.1.1 <me@lab.test>: Recipient address rejected: User unknown'),
    stage: 'rcpt-to',
    code: 'rcpt/unknown-user',
    owner: 'you',
  },
  {
    what: 'R3: no such domain',
    script: atRcpt('556 5.1.10 Recipient address has null MX'),
    stage: 'rcpt-to',
    code: 'rcpt/bad-domain',
    owner: 'you',
  },
  {
    what: 'R4: greylisting',
    script: atRcpt('450 4.2.0 <me@lab.test>: Recipient address rejected: Greylisted'),
    stage: 'rcpt-to',
    code: 'limit/greylisted',
    owner: 'server',
  },
  {
    what: 'R4: the deep tests of postscreen',
    script: atRcpt('450 4.3.2 Service currently unavailable'),
    stage: 'rcpt-to',
    code: 'limit/greylisted',
    owner: 'server',
  },
  {
    what: 'R5: a limit in time',
    script: atRcpt('451 4.7.1 Sending rate exceeded'),
    stage: 'rcpt-to',
    code: 'limit/rate',
    owner: 'provider',
  },
  {
    what: 'R5: a limit in time that calls itself permanent',
    script: atRcpt('550 5.7.0 Requested action not taken: too many emails per second'),
    stage: 'rcpt-to',
    code: 'limit/rate',
    owner: 'provider',
    evidence: /says for ever, the words say for now/,
  },
  { what: 'R6: too many recipients', script: atRcpt('452 4.5.3 Error: too many recipients'), stage: 'rcpt-to', code: 'limit/recipients', owner: 'you' },
  {
    what: 'R7: a message that is too big',
    script: atMail('552 5.3.4 Message size exceeds fixed limit'),
    stage: 'mail-from',
    code: 'limit/size',
    owner: 'you',
  },
  {
    what: 'R8: an address outside ASCII',
    script: server('', '8BITMIME').replace('C: *\nS: 250 Ok\n', ''),
    plan: { mailFrom: 'gr\u00fc\u00dfe@lab.test' },
    stage: 'mail-from',
    code: 'mail/needs-smtputf8',
    owner: 'you',
    part: 'from',
  },
  {
    what: 'R8: a server that only notices at the recipient',
    script: atRcpt('553 5.6.7 Must declare SMTPUTF8 to send unicode address'),
    stage: 'rcpt-to',
    code: 'mail/needs-smtputf8',
    owner: 'you',
  },
  {
    what: 'R9: a cascade is not told as its own fault: only the first refusal is',
    script: atRcpt('550 5.7.1 Relaying denied'),
    stage: 'rcpt-to',
    code: 'rcpt/relay-denied',
    owner: 'you',
  },
  {
    what: 'R10: SPF and DKIM do not stand behind the message',
    sends: true,
    script: afterData('S: 550 5.7.26 Unauthenticated email from lab.test is not accepted due to domain DMARC policy'),
    stage: 'message',
    code: 'message/domain-policy',
    owner: 'dns',
  },
  {
    what: 'R11: the message itself is refused',
    sends: true,
    script: afterData('S: 550 5.6.11 Message contains bare line feeds'),
    stage: 'message',
    code: 'message/content',
    owner: 'you',
  },
  {
    what: 'R12: a sandbox shows after the message',
    sends: true,
    script: afterData('S: 554 Sandbox subdomains are for test purposes only. Please add the address to authorized recipients.'),
    plan: { provider: 'mailgun' },
    stage: 'message',
    code: 'limit/sandbox',
    owner: 'provider',
  },
  {
    what: 'R12: a sender that is not verified shows after the message',
    sends: true,
    script: afterData('S: 554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1'),
    plan: { provider: 'amazon-ses' },
    stage: 'message',
    code: 'mail/sender-not-allowed',
    owner: 'provider',
    steps: /sandbox/,
  },
  {
    what: 'R13: a block list',
    script: atRcpt('554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org'),
    stage: 'rcpt-to',
    code: 'client/blocklisted',
    owner: 'network',
  },
  {
    what: 'R13: no reverse name',
    script: atRcpt('450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.7]'),
    stage: 'rcpt-to',
    code: 'client/no-reverse-dns',
    owner: 'dns',
  },
  {
    what: 'R14: TLS is demanded after the message',
    sends: true,
    script: afterData('S: 550 5.7.29 Your email has been blocked because it was not sent over a TLS connection'),
    stage: 'message',
    code: 'mail/needs-tls',
    owner: 'you',
    part: 'security',
  },
  {
    what: 'R15: the dialogue is out of step',
    script: atRcpt('503 5.5.1 RCPT command expected'),
    stage: 'rcpt-to',
    code: 'protocol/out-of-step',
    owner: 'server',
  },
];

async function runRow({ script, plan = {}, sends }: Row): Promise<FinishedRun> {
  const played = await startScriptedServer(script, certificates.servers.valid);
  try {
    const base: RelayPlan = { ...planTo(played.port, { ca: [certificates.ca], mailFrom: 'shop@lab.test', rcptTo: 'me@lab.test' }), ...plan };
    if (!sends) return await runProbe(base);
    const events: StageEvent[] = [];
    for await (const event of sendTestMessage(base, { confirmed: true, transport: createNodeTransport() })) events.push(event);
    return finishedRun(base, events);
  } finally {
    await played.close();
  }
}

describe('a refusal', () => {
  for (const row of rows) {
    test(row.what, async () => {
      const run = await runRow(row);
      const { cause } = run.verdict;
      assert.equal(cause?.code, row.code, run.transcript.join('\n'));
      assert.equal(cause.stage, row.stage);
      assert.equal(cause.owner, row.owner);
      if (row.part) assert.equal(cause.part, row.part);
      assert.equal(cause.confidence, row.confidence ?? cause.confidence);
      if (row.evidence) assert.match(cause.evidence.join('\n'), row.evidence);
      if (row.summary) assert.match(cause.summary, row.summary);
      if (row.steps) assert.match(cause.nextSteps.join('\n'), row.steps);
      assert.equal(cause.provider, row.plan?.provider);
      assert.equal(cause.nextStep, cause.nextSteps[0]);
      assert.ok(!cause.summary.includes('\n'));
      const secret = row.plan?.password?.reveal() ?? PASSWORD;
      assert.ok(!JSON.stringify(run.events).includes(secret), 'no event may hold the password');
    });
  }

  test('R9: after a refused recipient no message is begun', async () => {
    const played = await startScriptedServer(atRcpt('550 5.7.1 Relaying denied'));
    try {
      await runProbe(planTo(played.port, {}));
      assert.ok(played.received.flat().every((line) => !/^DATA/i.test(line)));
    } finally {
      await played.close();
    }
  });
});

test('A2: a test message is not sent unsigned where the sign-in is missing', async () => {
  const script = `S: 220 lab.test\nC: EHLO\nS: 250-lab.test\nS: 250 8BITMIME\nC: *\nS: 250 Ok\nCLOSE\n`;
  const run = await runRow({ what: '', sends: true, script, plan: user, stage: 'auth', code: 'auth/not-offered', owner: 'you' });
  assert.equal(run.verdict.cause?.code, 'auth/not-offered', run.transcript.join('\n'));
});

test('A10: a refused test message says as well what is odd about the password', async () => {
  const script = `S: 220 lab.test\nC: EHLO\nS: 250-lab.test\nS: 250 AUTH PLAIN\nC: AUTH PLAIN\nS: 535 5.7.8 no\nC: *\nS: 250 Ok\nCLOSE\n`;
  const plan = { ...user, password: new Secret(`${PASSWORD}\t`) };
  const run = await runRow({ what: '', sends: true, script, plan, stage: 'auth', code: 'auth/credentials', owner: 'you' });
  assert.match(run.verdict.cause!.evidence.join(), /holds a tab/);
});

test('R12: an accepted recipient is not the last word at a provider that judges after the message', async () => {
  const script = server('C: MAIL\nS: 250 Ok\nC: RCPT\nS: 250 Ok', '8BITMIME');
  const said = async (provider: string) =>
    (await runRow({ what: '', script, plan: { provider }, stage: 'rcpt-to', code: 'internal', owner: 'you' })).transcript.join('\n');
  assert.match(await said('sendgrid'), /judges sender and account only after the message/);
  assert.doesNotMatch(await said('gmail'), /only after the message/);
});

describe('after the message', () => {
  const script = afterData('SILENCE');

  test('R16: silence warns that it may arrive all the same', async () => {
    const played = await startScriptedServer(script);
    try {
      const plan = planTo(played.port, { mailFrom: 'shop@lab.test', rcptTo: 'me@lab.test' });
      const events: StageEvent[] = [];
      for await (const event of sendTestMessage(plan, { confirmed: true, transport: createNodeTransport(), idleMs: 150 })) events.push(event);
      const { cause } = finishedRun(plan, events).verdict;
      assert.equal(cause?.code, 'message/timeout');
      assert.match(cause.nextStep, /twice/);
      assert.match(cause.evidence.join(), /may have been accepted/);
    } finally {
      await played.close();
    }
  });

  test('R17: an accepted message tells its id and where to look for it', async () => {
    const run = await runRow({
      what: '',
      sends: true,
      script: afterData('S: 250 2.0.0 Ok: queued as 4F2A91'),
      stage: 'message',
      code: 'internal',
      owner: 'you',
    });
    assert.equal(run.verdict.ok, true);
    assert.match(run.transcript.join('\n'), /accepted is not yet delivered.*suppression list.*"4F2A91"/);
  });

  test('R17: a recipient on the suppression list is told though the server says yes', async () => {
    const script254 = afterData('S: 254 2.0.0 Recipient is on the Suppression list');
    const run = await runRow({ what: '', sends: true, script: script254, plan: { provider: 'oci-email' }, stage: 'message', code: 'internal', owner: 'you' });
    assert.match(run.transcript.join('\n'), /accepted, and never sent/);
  });
});

test('what is odd about a password is said before the one sign-in is spent', async () => {
  const row: Row = {
    what: '',
    script: refusedWith('535 5.7.8 no'),
    plan: { ...user, password: new Secret(` ${PASSWORD}`), secretDoubts: ['"SMTP_PASSWORD": a doubt'] },
    stage: 'auth',
    code: 'auth/credentials',
    owner: 'you',
  };
  const { transcript } = await runRow(row);
  const said = transcript.findIndex((line) => line.includes('a blank at one of its ends'));
  const tried = transcript.findIndex((line) => line.includes('AUTH PLAIN') && line.startsWith(' ->'));
  assert.ok(said !== -1 && said < tried, transcript.join('\n'));
  assert.ok(transcript.findIndex((line) => line.includes('a doubt')) < tried);
  assert.equal(transcript.filter((line) => / [-~]> AUTH/.test(line)).length, 1);
});
