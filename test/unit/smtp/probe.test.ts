import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Secret } from '../../../src/smtp/credentials/secret.ts';
import { createNodeTransport } from '../../../src/smtp/nodeTransport.ts';
import type { PlanOptions } from '../../../src/smtp/plan.ts';
import type { ProbeCode, StageName } from '../../../src/smtp/types.ts';
import { type CertificateKind, makeCertificates, type TestCertificates } from '../../support/certificates.ts';
import { type FinishedRun, planTo, runProbe } from '../../support/probeRun.ts';
import { playScript, type ScriptedServer, startScriptedServer } from '../../support/scriptedServer.ts';

const PASSWORD = 'correct-horse-7';
/** Long enough for a busy machine; where a server keeps silent on purpose the test sets its own, short time. */
const PATIENT = { greetingMs: 10_000, patienceMs: 5_000, tlsMs: 10_000, commandMs: 10_000, connectMs: 10_000 };
const SILENCE = { greetingMs: 60, patienceMs: 20, tlsMs: 60 };

let certificates: TestCertificates;
before(async () => {
  certificates = await makeCertificates();
});

interface Told {
  readonly run: FinishedRun;
  readonly server: ScriptedServer;
}

/** Probes a server that plays the fixture of that name, or the text itself, and checks what must hold for every run. */
async function against(script: string, options: Parameters<typeof planTo>[1] = {}, kind: CertificateKind = 'valid'): Promise<Told> {
  const certificate = certificates.servers[kind];
  const server = await (script.includes('\n') ? startScriptedServer(script, certificate) : playScript(script, certificate));
  try {
    const { timeouts, ...rest } = options;
    const run = await runProbe(planTo(server.port, { ca: [certificates.ca], timeouts: { ...PATIENT, ...timeouts }, ...rest }));
    await server.allClosed();
    assert.deepEqual(server.mismatches, []);
    assert.ok(!run.transcript.join('\n').includes(PASSWORD), 'the transcript must not hold the password');
    assert.ok(!JSON.stringify(run.events).includes(PASSWORD), 'no event may hold the password');
    return { run, server };
  } finally {
    await server.close();
  }
}

const signIn: PlanOptions = { user: 'app@lab.test', password: new Secret(PASSWORD) };

describe('a relay that takes mail', () => {
  test('passes in clear text and says that nothing was encrypted', async () => {
    const { run, server } = await against('relay');
    assert.equal(run.verdict.ok, true);
    assert.deepEqual(server.received[0], ['EHLO [127.0.0.1]', 'MAIL FROM:<postmaster@[127.0.0.1]>', 'RCPT TO:<postmaster@[127.0.0.1]>', 'RSET', 'QUIT']);
    assert.equal(run.stage('starttls')?.state, 'absent');
    assert.deepEqual(
      run.verdict.notTested.map(({ stage }) => stage),
      ['tls', 'ehlo-tls', 'auth'],
    );
    assert.match(run.verdict.summary, /no TLS, no sign-in/);
  });

  test('passes over STARTTLS and sign-in, and every stage has its own time', async () => {
    const { run, server } = await against('submission', { ...signIn, mode: 'starttls-required' });
    assert.equal(run.verdict.ok, true);
    const passed = run.events.flatMap((event) => (event.type === 'stage' && event.state === 'passed' ? [event] : []));
    assert.deepEqual(
      passed.map(({ stage }) => stage),
      ['resolve', 'connect', 'greeting', 'ehlo', 'starttls', 'tls', 'ehlo-tls', 'auth', 'mail-from', 'rcpt-to', 'quit'],
    );
    for (const { ms } of passed) assert.ok(Number.isInteger(ms) && ms >= 0);
    assert.match(run.verdict.summary, /TLSv1\.3, signed in with PLAIN/);
    const blob = Buffer.from(`\0app@lab.test\0${PASSWORD}`).toString('base64');
    assert.ok(server.received[0]!.includes(`AUTH PLAIN ${blob}`), 'the server must get the real credentials');
    assert.ok(!JSON.stringify(run.events).includes(blob), 'no event may hold the blob');
    assert.ok(run.transcript.includes(' ~> AUTH PLAIN •••• (user name and password)'));
  });

  test('passes over TLS from the first byte', async () => {
    const { run } = await against('submissions', { ...signIn, scheme: 'smtps' });
    assert.equal(run.verdict.ok, true);
    assert.deepEqual(
      run.events.flatMap((event) => (event.type === 'stage' && event.state === 'passed' ? [event.stage] : [])),
      ['resolve', 'connect', 'tls', 'greeting', 'ehlo', 'auth', 'mail-from', 'rcpt-to', 'quit'],
    );
  });

  test('is tested with the sender, recipient and name that the plan says', async () => {
    const { server } = await against('relay', { mailFrom: 'Shop <shop@lab.test>', rcptTo: 'me@lab.test', heloName: 'shop.lab.test' });
    assert.deepEqual(server.received[0]!.slice(0, 3), ['EHLO shop.lab.test', 'MAIL FROM:<shop@lab.test>', 'RCPT TO:<me@lab.test>']);
  });

  test('may be as sloppy as servers are', async () => {
    const { run } = await against('sloppy', { ...signIn, allowClearTextAuth: true });
    assert.equal(run.verdict.ok, true);
    const ehlo = run.stage('ehlo');
    assert.ok(ehlo?.state === 'passed');
    assert.equal(ehlo.facts.capabilities?.size, 2048);
    assert.deepEqual(ehlo.facts.capabilities?.mechanisms, ['LOGIN', 'PLAIN']);
    assert.match(run.transcript.join('\n'), /left without a farewell/);
    assert.match(run.verdict.summary, /but the password travelled in clear text/);
  });

  test('lines are told while the stage still runs', async () => {
    const { run } = await against('submission', { ...signIn, mode: 'starttls-required' });
    const line = run.events.findIndex((event) => event.type === 'line' && event.line.text === 'EHLO [127.0.0.1]');
    const end = run.events.findIndex((event) => event.type === 'stage' && event.stage === 'ehlo' && event.state === 'passed');
    assert.ok(line !== -1 && line < end);
  });
});

interface Row {
  readonly what: string;
  readonly script: string;
  readonly options?: Parameters<typeof planTo>[1];
  readonly kind?: CertificateKind;
  readonly code: ProbeCode;
  readonly stage: StageName;
  /** Must be found in the evidence. */
  readonly evidence?: RegExp;
  readonly also?: (told: Told) => void;
}

const afterEhlo = (rest: string, ehlo = 'S: 250-lab.test\nS: 250 8BITMIME') =>
  `S: 220 lab.test ESMTP\nC: EHLO\n${ehlo}\n${rest}\nC: *\nS: 221 2.0.0 Bye\nCLOSE\n`;
const AUTH_PLAIN = 'S: 250-lab.test\nS: 250 AUTH PLAIN';
const clear = { ...signIn, allowClearTextAuth: true } satisfies PlanOptions;

const rows: readonly Row[] = [
  {
    what: 'plain text spoken to a port that waits for TLS',
    script: 'implicit-tls-port',
    options: { timeouts: { greetingMs: 60, patienceMs: 20 } },
    code: 'greeting/tls-expected',
    stage: 'greeting',
    evidence: /TLS handshake on a new connection succeeded/,
  },
  {
    what: 'plain text spoken to a TLS port that closes',
    script: 'implicit-tls-port-closes',
    code: 'greeting/tls-expected',
    stage: 'greeting',
    evidence: /closed the connection without a word/,
  },
  {
    what: 'plain text answered by a TLS alert',
    script: 'tls-alert',
    code: 'greeting/tls-expected',
    stage: 'greeting',
    evidence: /under TLS the server greets: "220/,
  },
  {
    what: 'a server that never greets',
    script: 'silent',
    code: 'greeting/timeout',
    stage: 'greeting',
    options: { timeouts: SILENCE },
    also: ({ run }) => assert.match(run.verdict.cause!.ruledOut.join(), /TLS from the first byte/),
  },
  { what: 'a connection closed before the greeting', script: 'closed-before-greeting', code: 'greeting/closed', stage: 'greeting', evidence: /without a word/ },
  {
    what: 'a greeting that turns the client away',
    script: 'greeting-554',
    code: 'greeting/blocked',
    stage: 'greeting',
    evidence: /blocked using dnsbl\.test/,
  },
  { what: 'a greeting that asks to come back later', script: 'greeting-421', code: 'greeting/too-many', stage: 'greeting', evidence: /too many connections/ },
  { what: 'an IMAP server', script: 'imap', code: 'greeting/not-smtp', stage: 'greeting', evidence: /IMAP/ },
  { what: 'an SSH server', script: 'ssh', code: 'greeting/not-smtp', stage: 'greeting', evidence: /SSH/ },
  {
    what: 'no STARTTLS where the plan demands it',
    script: 'no-starttls',
    options: { mode: 'starttls-required' },
    code: 'starttls/not-offered',
    stage: 'starttls',
  },
  {
    what: 'a firewall that hides STARTTLS',
    script: 'masked-starttls',
    options: { mode: 'starttls-required' },
    code: 'starttls/stripped',
    stage: 'starttls',
    evidence: /XXXXXXXA/,
    also: ({ run }) => assert.equal(run.verdict.cause!.owner, 'network'),
  },
  { what: 'STARTTLS that is not available now', script: 'starttls-454', code: 'starttls/temporary', stage: 'starttls', evidence: /454 4\.7\.0/ },
  { what: 'STARTTLS that is refused', script: 'starttls-502', code: 'starttls/rejected', stage: 'starttls', evidence: /502/ },
  { what: 'STARTTLS followed by clear text', script: 'starttls-then-clear-text', code: 'starttls/clear-text', stage: 'tls', evidence: /went on in clear text/ },
  { what: 'STARTTLS followed by the end', script: 'starttls-then-close', code: 'tls/closed', stage: 'tls', evidence: /then closed the connection/ },
  {
    what: 'TLS spoken to a port that begins in clear text',
    script:
      'CLOSE\n==\nS: 220 lab.test ESMTP\nC: EHLO\nS: 250-lab.test\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 Go\nTLS\nC: EHLO\nS: 250 lab.test\nC: QUIT\nS: 221 Bye\nCLOSE\n',
    options: { scheme: 'smtps' },
    code: 'tls/plain-server',
    stage: 'tls',
    evidence: /after EHLO it offers STARTTLS/,
  },
  {
    what: 'TLS answered by a greeting',
    script: 'S: 220 lab.test ESMTP\nBYTES\nCLOSE\n==\nS: 220 lab.test ESMTP\nC: EHLO\nS: 250 lab.test\nC: QUIT\nS: 221 Bye\nCLOSE\n',
    options: { scheme: 'smtps' },
    code: 'tls/plain-server',
    stage: 'tls',
    evidence: /offers no STARTTLS/,
    also: ({ run }) => assert.match(run.verdict.cause!.nextStep, /offers no TLS at all/),
  },
  {
    what: 'TLS answered by a refusal',
    script: 'S: 554 5.7.1 no entry\nCLOSE\n',
    options: { scheme: 'smtps' },
    code: 'greeting/rejected',
    stage: 'tls',
    evidence: /554 5\.7\.1 no entry/,
  },
  {
    what: 'TLS answered by a busy server',
    script: 'S: 421 4.7.0 too busy\nCLOSE\n',
    options: { scheme: 'smtps' },
    code: 'greeting/temporary',
    stage: 'tls',
    evidence: /421/,
  },
  { what: 'TLS spoken to an IMAP server', script: 'imap', options: { scheme: 'smtps' }, code: 'greeting/not-smtp', stage: 'tls', evidence: /IMAP/ },
  {
    what: 'TLS spoken to an HTTP server',
    script: 'BYTES\nS: HTTP/1.1 400 Bad Request\nCLOSE\n',
    options: { scheme: 'smtps', timeouts: { greetingMs: 60 } },
    code: 'tls/plain-server',
    stage: 'tls',
  },
  {
    what: 'an expired certificate',
    script: 'submissions',
    kind: 'expired',
    options: { ...signIn, scheme: 'smtps' },
    code: 'tls/expired',
    stage: 'tls',
    evidence: /valid until/,
  },
  {
    what: 'an expired intermediate',
    script: 'submissions',
    kind: 'expired-intermediate',
    options: { ...signIn, scheme: 'smtps' },
    code: 'tls/expired-intermediate',
    stage: 'tls',
    evidence: /Stale Intermediate/,
  },
  {
    what: 'a certificate for later',
    script: 'submissions',
    kind: 'not-yet-valid',
    options: { ...signIn, scheme: 'smtps' },
    code: 'tls/not-yet-valid',
    stage: 'tls',
    evidence: /valid from/,
  },
  {
    what: 'a self-signed certificate',
    script: 'submissions',
    kind: 'self-signed',
    options: { ...signIn, scheme: 'smtps' },
    code: 'tls/self-signed',
    stage: 'tls',
  },
  {
    what: 'a certificate of an unknown authority',
    script: 'submissions',
    kind: 'foreign-root',
    options: { ...signIn, scheme: 'smtps' },
    code: 'tls/untrusted',
    stage: 'tls',
    evidence: /Foreign Root/,
  },
  {
    what: 'a chain without its intermediate',
    script: 'submissions',
    kind: 'without-intermediate',
    options: { ...signIn, scheme: 'smtps' },
    code: 'tls/untrusted',
    stage: 'tls',
    evidence: /Test Intermediate/,
    also: ({ run }) => assert.match(run.verdict.cause!.nextStep, /intermediate/),
  },
  {
    what: 'a certificate for another name',
    script: 'submissions',
    kind: 'wrong-name',
    options: { ...signIn, scheme: 'smtps' },
    code: 'tls/wrong-name',
    stage: 'tls',
    evidence: /other\.test, mail\.other\.test/,
  },
  {
    what: 'EHLO refused for the name',
    script: 'S: 220 lab.test ESMTP\nC: EHLO\nS: 550 5.7.1 bad helo name\nC: QUIT\nS: 221 Bye\nCLOSE\n',
    code: 'ehlo/rejected',
    stage: 'ehlo',
  },
  { what: 'no sign-in offered', script: afterEhlo(''), options: clear, code: 'auth/not-offered', stage: 'auth' },
  {
    what: 'sign-in offered under TLS only',
    script: afterEhlo('', 'S: 250-lab.test\nS: 250 STARTTLS'),
    options: { ...clear, mode: 'none' },
    code: 'auth/needs-tls',
    stage: 'auth',
  },
  {
    what: 'no mechanism in common',
    script: afterEhlo('', 'S: 250-lab.test\nS: 250 AUTH XOAUTH2 GSSAPI'),
    options: clear,
    code: 'auth/no-common-mechanism',
    stage: 'auth',
  },
  {
    what: 'a password that would travel in clear text',
    script: afterEhlo('', AUTH_PLAIN),
    options: { ...signIn, allowClearTextAuth: false },
    code: 'auth/clear-text-refused',
    stage: 'auth',
    also: ({ server }) => assert.ok(server.received[0]!.every((line) => !/auth/i.test(line))),
  },
  {
    what: '530 to AUTH',
    script: afterEhlo('C: AUTH PLAIN\nS: 530 5.7.0 Must issue a STARTTLS command first', AUTH_PLAIN),
    options: clear,
    code: 'auth/needs-tls',
    stage: 'auth',
  },
  {
    what: '538 to AUTH',
    script: afterEhlo('C: AUTH PLAIN\nS: 538 5.7.11 Encryption required', AUTH_PLAIN),
    options: clear,
    code: 'auth/needs-tls',
    stage: 'auth',
  },
  {
    what: '535 to AUTH',
    script: afterEhlo('C: AUTH PLAIN\nS: 535 5.7.8 Error: authentication failed', AUTH_PLAIN),
    options: clear,
    code: 'auth/credentials',
    stage: 'auth',
    evidence: /535 5\.7\.8/,
  },
  {
    what: '454 to AUTH',
    script: afterEhlo('C: AUTH PLAIN\nS: 454 4.7.0 Temporary authentication failure', AUTH_PLAIN),
    options: clear,
    code: 'auth/temporary',
    stage: 'auth',
  },
  {
    what: '504 to AUTH',
    script: afterEhlo('C: AUTH PLAIN\nS: 504 5.5.4 Unrecognized authentication type', AUTH_PLAIN),
    options: clear,
    code: 'auth/no-common-mechanism',
    stage: 'auth',
  },
  {
    what: '503 to AUTH',
    script: afterEhlo('C: AUTH PLAIN\nS: 503 5.5.1 Error: authentication not enabled', AUTH_PLAIN),
    options: clear,
    code: 'auth/not-offered',
    stage: 'auth',
  },
  {
    what: '535 for an account without SMTP sign-in',
    script: afterEhlo('C: AUTH PLAIN\nS: 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.', AUTH_PLAIN),
    options: clear,
    code: 'auth/disabled',
    stage: 'auth',
  },
  {
    what: '530 at MAIL for lack of TLS',
    script: afterEhlo('C: MAIL\nS: 530 5.7.0 Must issue a STARTTLS command first'),
    code: 'mail/needs-tls',
    stage: 'mail-from',
  },
  { what: '530 at MAIL for lack of sign-in', script: afterEhlo('C: MAIL\nS: 530 5.7.0 Authentication Required'), code: 'auth/required', stage: 'mail-from' },
  {
    what: 'a sender that is not accepted',
    script: afterEhlo('C: MAIL\nS: 553 5.7.1 Sender address rejected: not owned by user'),
    code: 'mail/sender-not-allowed',
    stage: 'mail-from',
  },
  { what: 'a rate limit at MAIL', script: afterEhlo('C: MAIL\nS: 450 4.7.1 Error: too much mail from 192.0.2.1'), code: 'limit/rate', stage: 'mail-from' },
  {
    what: '421 at MAIL',
    script: `S: 220 lab.test\nC: EHLO\nS: 250 lab.test\nC: MAIL\nS: 421 4.3.2 Service shutting down\nCLOSE\n`,
    code: 'limit/temporary',
    stage: 'mail-from',
  },
  {
    what: 'relaying denied',
    script: afterEhlo('C: MAIL\nS: 250 Ok\nC: RCPT\nS: 554 5.7.1 <a@b>: Relay access denied\nC: RSET\nS: 250 Ok'),
    code: 'rcpt/relay-denied',
    stage: 'rcpt-to',
  },
  {
    what: 'relaying deferred',
    script: afterEhlo('C: MAIL\nS: 250 Ok\nC: RCPT\nS: 454 4.7.1 <a@b>: Relay access denied\nC: RSET\nS: 250 Ok'),
    code: 'rcpt/relay-denied',
    stage: 'rcpt-to',
  },
  {
    what: 'an unknown recipient',
    script: afterEhlo('C: MAIL\nS: 250 Ok\nC: RCPT\nS: 550 5.1.1 <a@b>: User unknown\nC: RSET\nS: 250 Ok'),
    code: 'rcpt/unknown-user',
    stage: 'rcpt-to',
  },
  {
    what: 'greylisting',
    script: afterEhlo('C: MAIL\nS: 250 Ok\nC: RCPT\nS: 450 4.2.0 <a@b>: Recipient address rejected: Greylisted\nC: RSET\nS: 250 Ok'),
    code: 'limit/greylisted',
    stage: 'rcpt-to',
  },
  {
    what: 'too many recipients',
    script: afterEhlo('C: MAIL\nS: 250 Ok\nC: RCPT\nS: 452 4.5.3 Too many recipients\nC: RSET\nS: 250 Ok'),
    code: 'limit/recipients',
    stage: 'rcpt-to',
  },
  {
    what: 'a rate limit that calls itself permanent',
    script: afterEhlo('C: MAIL\nS: 250 Ok\nC: RCPT\nS: 550 5.7.0 Requested action not taken: too many emails per second\nC: RSET\nS: 250 Ok'),
    code: 'limit/rate',
    stage: 'rcpt-to',
  },
  {
    what: 'a client name that is refused at RCPT',
    script: afterEhlo('C: MAIL\nS: 250 Ok\nC: RCPT\nS: 504 5.5.2 <x>: Helo command rejected: need fully-qualified hostname\nC: RSET\nS: 250 Ok'),
    code: 'ehlo/rejected',
    stage: 'rcpt-to',
  },
  { what: 'a server that hangs up in the dialogue', script: 'S: 220 lab.test\nC: EHLO\nCLOSE\n', code: 'protocol/closed', stage: 'ehlo' },
  {
    what: 'a server that stops answering',
    script: 'S: 220 lab.test\nC: EHLO\nSILENCE\n',
    options: { timeouts: { commandMs: 50 } },
    code: 'protocol/timeout',
    stage: 'ehlo',
  },
  { what: 'nonsense in the dialogue', script: 'S: 220 lab.test\nC: EHLO\nS: what?\nCLOSE\n', code: 'protocol/unexpected', stage: 'ehlo' },
  { what: 'a greeting with the code of another reply', script: 'S: 250 hello\nC: QUIT\nS: 221 Bye\nCLOSE\n', code: 'protocol/unexpected', stage: 'greeting' },
];

describe('one root cause, told apart', () => {
  for (const { what, script, options, kind, code, stage, evidence, also } of rows) {
    test(what, async () => {
      const told = await against(script, options, kind);
      const { cause, ok, summary } = told.run.verdict;
      assert.equal(ok, false);
      assert.equal(cause?.code, code);
      assert.equal(cause?.stage, stage);
      assert.equal(summary, cause?.summary);
      if (evidence) assert.match(cause!.evidence.join('\n'), evidence);
      assert.equal(told.run.stage(stage)?.state, 'failed');
      also?.(told);
    });
  }
});

describe('what follows from the first failure', () => {
  test('is skipped, with the failed stage as reason, and is no finding', async () => {
    const { run } = await against('greeting-421');
    const later = run.verdict.notTested;
    assert.deepEqual(
      later.map(({ stage }) => stage),
      ['ehlo', 'starttls', 'tls', 'ehlo-tls', 'auth', 'mail-from', 'rcpt-to'],
    );
    assert.ok(later.every(({ reason }) => reason === 'greeting failed'));
  });

  test('a polite QUIT is still said while the dialogue is in step', async () => {
    const { server, run } = await against('greeting-554');
    assert.deepEqual(server.received[0], ['QUIT']);
    assert.equal(run.stage('quit')?.state, 'passed');
  });
});

describe('the wire', () => {
  test('nothing is ever written before the greeting', async () => {
    for (const script of ['silent', 'implicit-tls-port']) {
      const { server } = await against(script, { timeouts: SILENCE });
      assert.deepEqual(server.received[0], []);
    }
  });

  test('a late greeting is awaited, with a word about it', async () => {
    const { run } = await against('silent', { timeouts: SILENCE });
    assert.ok(run.transcript.some((line) => line.startsWith('=== No greeting after 20 ms, still waiting')));
  });

  test('bytes injected between STARTTLS and TLS are dropped and told', async () => {
    // RFC 3207 §6: an attacker who can write into the clear text must not get his words read as the server's.
    const { run } = await against('starttls-injection');
    assert.equal(run.verdict.ok, true);
    const tls = run.stage('tls');
    assert.ok(tls?.state === 'passed');
    assert.equal(tls.facts.droppedBytes, '250-evil.test\r\n250 AUTH PLAIN\r\n'.length);
    assert.match(run.verdict.summary, /31 bytes were injected before TLS/);
    assert.ok(!JSON.stringify(run.stage('ehlo-tls')).includes('evil'));
  });

  test('an untrusted certificate stops the sign-in', async () => {
    const { server } = await against('submissions', { ...signIn, scheme: 'smtps' }, 'self-signed');
    assert.deepEqual(server.received[0], []);
  });

  test('an untrusted certificate does not stop it where the configuration switches checking off, and is told', async () => {
    const { run } = await against('submissions', { ...signIn, scheme: 'smtps', verifyCertificate: false }, 'self-signed');
    assert.equal(run.verdict.ok, true);
    assert.match(run.verdict.summary, /the certificate would not stand a check/);
  });

  test('after a bad certificate over STARTTLS the server is told QUIT under TLS and nothing else', async () => {
    const script = 'S: 220 lab.test\nC: EHLO\nS: 250-lab.test\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 Go\nTLS\nC: QUIT\nS: 221 Bye\nCLOSE\n';
    const { run, server } = await against(script, signIn, 'wrong-name');
    assert.equal(run.verdict.cause?.code, 'tls/wrong-name');
    assert.deepEqual(server.received[0]!.slice(-1), ['QUIT']);
  });

  test('a chain with its intermediate is trusted', async () => {
    const { run } = await against('submissions', { ...signIn, scheme: 'smtps' }, 'with-intermediate');
    assert.equal(run.verdict.ok, true);
  });

  test('an echo of the credentials is masked in every form', async () => {
    const blob = Buffer.from(`\0app@lab.test\0${PASSWORD}`).toString('base64');
    const script = afterEhlo(`C: AUTH PLAIN\nS: 535-5.7.8 cannot use ${PASSWORD}\nS: 535 5.7.8 in AUTH PLAIN ${blob}`, AUTH_PLAIN);
    const { run } = await against(script, clear);
    assert.ok(!JSON.stringify(run.events).includes(blob));
    assert.match(run.verdict.cause!.evidence.join(), /cannot use ••••/);
  });

  test('HELO is tried where EHLO is unknown', async () => {
    const script =
      'S: 220 old.test\nC: EHLO\nS: 502 5.5.2 unknown command\nC: HELO\nS: 250 old.test\nC: MAIL\nS: 250 ok\nC: RCPT\nS: 250 ok\nC: RSET\nS: 250 ok\nC: QUIT\nS: 221 bye\nCLOSE\n';
    const { run, server } = await against(script);
    assert.equal(run.verdict.ok, true);
    assert.ok(server.received[0]!.includes('HELO [127.0.0.1]'));
  });

  test('a long password is sent after the challenge, as the command line is limited', async () => {
    const long = new Secret('x'.repeat(600));
    const script = afterEhlo('C: AUTH PLAIN\nS: 334 \nC: AHV4\nS: 535 5.7.8 no', AUTH_PLAIN);
    const { server } = await against(script.replace('AHV4', Buffer.from('\0u').toString('base64').slice(0, 2)), {
      user: 'u',
      password: long,
      allowClearTextAuth: true,
    });
    assert.ok(server.received[0]!.includes('AUTH PLAIN'));
  });

  test('LOGIN answers both prompts, CRAM-MD5 proves without the password', async () => {
    const login = afterEhlo('C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: *\nS: 334 UGFzc3dvcmQ6\nC: *\nS: 535 no', 'S: 250-lab.test\nS: 250 AUTH LOGIN');
    const { server } = await against(login, clear);
    assert.deepEqual(server.received[0]!.slice(1, 4), ['AUTH LOGIN', Buffer.from('app@lab.test').toString('base64'), Buffer.from(PASSWORD).toString('base64')]);

    // The example of RFC 2195 §2.
    const cram = afterEhlo(
      'C: AUTH CRAM-MD5\nS: 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+\nC: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw\nS: 535 no',
      'S: 250-lab.test\nS: 250 AUTH CRAM-MD5 PLAIN',
    );
    const told = await against(cram, { user: 'tim', password: new Secret('tanstaaftanstaaf'), allowClearTextAuth: true });
    assert.ok(!JSON.stringify(told.run.events).includes('b913a602c7eda7a495b4e6e7334d3890'));
  });

  test('an echo of the digest is masked, as passwords can be guessed from it', async () => {
    const script = afterEhlo(
      'C: AUTH CRAM-MD5\nS: 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+\nC: dGlt\nS: 535 not b913a602c7eda7a495b4e6e7334d3890',
      'S: 250-lab.test\nS: 250 AUTH CRAM-MD5',
    );
    const { run } = await against(script, { user: 'tim', password: new Secret('tanstaaftanstaaf'), allowClearTextAuth: true });
    assert.match(run.verdict.summary, /535 not ••••/);
    assert.ok(!JSON.stringify(run.events).includes('b913a602'));
  });

  test('a server that asks for more than a mechanism has is told to cancel', async () => {
    const script = afterEhlo('C: AUTH PLAIN\nS: 334 bW9yZQ==\nC: *\nS: 501 5.7.0 Authentication aborted', AUTH_PLAIN);
    const { server } = await against(script, clear);
    assert.ok(server.received[0]!.includes('*'));
  });

  test('exactly one sign-in is tried', async () => {
    const script = afterEhlo('C: AUTH PLAIN\nS: 535 5.7.8 no', 'S: 250-lab.test\nS: 250 AUTH PLAIN LOGIN CRAM-MD5').replace(
      'AUTH PLAIN\nS: 535',
      'AUTH CRAM-MD5\nS: 535',
    );
    const { server } = await against(script, clear);
    assert.equal(server.received.flat().filter((line) => line.startsWith('AUTH')).length, 1);
  });

  test('no probe opens more than three extra connections', async () => {
    const { server } = await against('closed-before-greeting');
    assert.ok(server.received.length <= 4);
  });

  test('a value with a line end never becomes a second command', async () => {
    const server = await playScript('relay');
    try {
      const plan = { ...planTo(server.port, { timeouts: PATIENT }), rcptTo: 'a@b.test>\r\nDATA' };
      const run = await runProbe(plan, createNodeTransport());
      assert.equal(run.verdict.cause?.code, 'internal');
      assert.ok(server.received.flat().every((line) => !line.startsWith('DATA')));
    } finally {
      await server.close();
    }
  });
});
