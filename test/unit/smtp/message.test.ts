import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Secret } from '../../../src/smtp/credentials/secret.ts';
import { type MessageOptions, sendTestMessage } from '../../../src/smtp/message.ts';
import { createNodeTransport } from '../../../src/smtp/nodeTransport.ts';
import type { ProbeCode, RelayPlan, StageEvent, StageName } from '../../../src/smtp/types.ts';
import { type CertificateKind, makeCertificates, type TestCertificates } from '../../support/certificates.ts';
import { createFakeTransport } from '../../support/fakeTransport.ts';
import { type FinishedRun, finishedRun, planTo } from '../../support/probeRun.ts';
import { type ScriptedServer, startScriptedServer } from '../../support/scriptedServer.ts';

const PASSWORD = 'correct-horse-7';
const BLOB = Buffer.from(`\0app@lab.test\0${PASSWORD}`).toString('base64');

let certificates: TestCertificates;
before(async () => {
  certificates = await makeCertificates();
});

const EHLO = 'S: 220 lab.test\nC: EHLO\nS: 250-lab.test\n';
const ENVELOPE = 'C: MAIL FROM:<shop@lab.test>\nS: 250 2.1.0 Ok\nC: RCPT TO:<me@lab.test>\nS: 250 2.1.5 Ok\nC: DATA\nS: 354 Go on\n';
/** Header and body end with a line that holds a dot (RFC 5321 §4.1.1.4). */
const TAKEN = 'UNTIL .\nS: 250 2.0.0 Ok: queued as 4F2A\nC: QUIT\nS: 221 Bye\nCLOSE\n';

async function send(script: string, options: Parameters<typeof planTo>[1] = {}, kind: CertificateKind = 'valid', extra: Partial<MessageOptions> = {}) {
  const server = await startScriptedServer(script, certificates.servers[kind]);
  try {
    const plan = planTo(server.port, { ca: [certificates.ca], mailFrom: 'shop@lab.test', rcptTo: 'me@lab.test', ...options });
    const run = await sendTo(plan, extra);
    await server.allClosed();
    assert.deepEqual(server.mismatches, []);
    return { run, server };
  } finally {
    await server.close();
  }
}

async function sendTo(plan: RelayPlan, extra: Partial<MessageOptions> = {}): Promise<FinishedRun> {
  const events: StageEvent[] = [];
  for await (const event of sendTestMessage(plan, { confirmed: true, transport: createNodeTransport(), ...extra })) events.push(event);
  const text = JSON.stringify(events);
  assert.ok(!text.includes(PASSWORD) && !text.includes(BLOB), 'no event may hold the password');
  return finishedRun(plan, events);
}

const login = { user: 'app@lab.test', password: new Secret(PASSWORD) };

describe('a test message', () => {
  test('goes out over STARTTLS with sign-in, and the queue id is told', async () => {
    const script = `${EHLO}S: 250 STARTTLS\nC: STARTTLS\nS: 220 Go\nTLS\nC: EHLO\nS: 250-lab.test\nS: 250 AUTH PLAIN\nC: AUTH PLAIN ${BLOB}\nS: 235 Ok\n${ENVELOPE}${TAKEN}`;
    const { run, server } = await send(script, { ...login, mode: 'starttls-required' });
    assert.equal(run.verdict.ok, true);
    assert.match(run.verdict.summary, /took the test message for <me@lab\.test>: 250 2\.0\.0 Ok: queued as 4F2A/);
    const received = server.received[0]!;
    assert.ok(received.includes('Subject: Test message from Relay Doctor'));
    assert.ok(received.some((line) => line.startsWith('Message-ID: <')));
    assert.ok(run.transcript.includes(' ~> AUTH PLAIN ••••'), run.transcript.join('\n'));
  });

  test('goes out in clear text where the plan has no TLS and no sign-in', async () => {
    const { run } = await send(`${EHLO}S: 250 STARTTLS\n${ENVELOPE}${TAKEN}`, { mode: 'none' });
    assert.equal(run.verdict.ok, true);
    assert.ok(run.transcript.every((line) => !line.includes('~')));
  });

  test('says what the person wrote', async () => {
    const { server } = await send(`${EHLO}S: 250 8BITMIME\n${ENVELOPE}${TAKEN}`, {}, 'valid', { subject: 'Hello there', text: 'One line.' });
    assert.ok(server.received[0]!.includes('Subject: Hello there'));
    assert.ok(server.received[0]!.includes('One line.'));
  });

  test('with LOGIN shows neither user name nor password', async () => {
    const script = `${EHLO}S: 250 AUTH LOGIN\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: *\nS: 334 UGFzc3dvcmQ6\nC: *\nS: 235 Ok\n${ENVELOPE}${TAKEN}`;
    const { run } = await send(script, { ...login, allowClearTextAuth: true });
    assert.equal(run.verdict.ok, true);
    assert.equal(run.transcript.filter((line) => line === ' -> ••••').length, 2);
  });
});

interface Row {
  readonly what: string;
  readonly script: string;
  readonly options?: Parameters<typeof planTo>[1];
  readonly kind?: CertificateKind;
  readonly code: ProbeCode;
  readonly stage: StageName;
}

const QUICK = { timeouts: { greetingMs: 80, connectMs: 5_000 } };
const rows: readonly Row[] = [
  {
    what: 'a message refused after DATA',
    script: `${EHLO}S: 250 8BITMIME\n${ENVELOPE}UNTIL .\nS: 550 5.7.1 The from address does not match a verified Sender Identity\nC: QUIT\nCLOSE\n`.replace(
      'C: QUIT\n',
      '',
    ),
    code: 'mail/sender-not-allowed',
    stage: 'message',
  },
  {
    what: 'relaying denied',
    script: `${EHLO}S: 250 8BITMIME\nC: MAIL\nS: 250 Ok\nC: RCPT\nS: 554 5.7.1 <me@lab.test>: Relay access denied\nBYTES\nCLOSE\n`,
    code: 'rcpt/relay-denied',
    stage: 'rcpt-to',
  },
  {
    what: '535',
    script: `${EHLO}S: 250 AUTH PLAIN\nC: AUTH\nS: 535 5.7.8 ${PASSWORD} is wrong\nBYTES\nCLOSE\n`,
    options: { ...login, allowClearTextAuth: true },
    code: 'auth/credentials',
    stage: 'auth',
  },
  { what: 'a greeting that turns away', script: 'S: 554 5.7.1 no\nCLOSE\n', code: 'greeting/rejected', stage: 'greeting' },
  { what: 'a silent server', script: 'SILENCE\n', options: QUICK, code: 'greeting/timeout', stage: 'greeting' },
  { what: 'a server that hangs up', script: 'CLOSE\n', code: 'greeting/closed', stage: 'greeting' },
  { what: 'TLS spoken to a plain port', script: 'S: 220 lab.test\nBYTES\nCLOSE\n', options: { scheme: 'smtps' }, code: 'tls/plain-server', stage: 'tls' },
  { what: 'an expired certificate', script: 'TLS\nSILENCE\n', options: { scheme: 'smtps' }, kind: 'expired', code: 'tls/expired', stage: 'tls' },
  { what: 'a certificate for another name', script: 'TLS\nSILENCE\n', options: { scheme: 'smtps' }, kind: 'wrong-name', code: 'tls/wrong-name', stage: 'tls' },
  { what: 'a self-signed certificate', script: 'TLS\nSILENCE\n', options: { scheme: 'smtps' }, kind: 'self-signed', code: 'tls/self-signed', stage: 'tls' },
  {
    what: 'STARTTLS that is not there',
    script: `${EHLO}S: 250 8BITMIME\nC: STARTTLS\nS: 502 5.5.1 no\nCLOSE\n`,
    options: { mode: 'starttls-required' },
    code: 'starttls/rejected',
    stage: 'starttls',
  },
];

describe('a message that fails has the same causes as a probe', () => {
  for (const { what, script, options, kind, code, stage } of rows) {
    test(what, async () => {
      const { run } = await send(script, options, kind);
      assert.equal(run.verdict.cause?.code, code);
      assert.equal(run.verdict.cause?.stage, stage);
    });
  }

  test('a refused connection', async () => {
    const server = await startScriptedServer('CLOSE\n');
    const { port } = server;
    await server.close();
    assert.equal((await sendTo(planTo(port))).verdict.cause?.code, 'tcp/refused');
  });

  test('a failed lookup of the mail exchanger', async () => {
    const transport = createFakeTransport({ mx: [''], connect: {} });
    const run = await sendTo({ ...planTo(25), host: 'lab.test', lookupMx: true }, { transport });
    assert.equal(run.verdict.cause?.code, 'dns/null-mx');
  });

  test('a password that would travel in clear text is not sent at all', async () => {
    const run = await sendTo(planTo(25, { ...login, mode: 'none', allowClearTextAuth: false }));
    assert.equal(run.verdict.cause?.code, 'auth/clear-text-refused');
  });

  test('a password over opportunistic TLS needs TLS', async () => {
    const { run } = await send(`${EHLO}S: 250 AUTH PLAIN\nC: STARTTLS\nS: 502 5.5.1 no\nCLOSE\n`, { ...login, allowClearTextAuth: false });
    assert.equal(run.verdict.cause?.code, 'starttls/rejected');
  });
});

describe('leaving a message', () => {
  const waiting = (check: (server: ScriptedServer, plan: RelayPlan) => Promise<void>) => async () => {
    const server = await startScriptedServer(`${EHLO}S: 250 8BITMIME\nC: MAIL\nSILENCE\n`);
    try {
      await check(server, planTo(server.port));
      await server.allClosed();
    } finally {
      await server.close();
    }
  };

  test(
    'by signal ends it with a verdict',
    waiting(async (server, plan) => {
      const stop = new AbortController();
      const run = sendTo(plan, { signal: stop.signal });
      await server.silent;
      stop.abort();
      assert.equal((await run).verdict.cause?.code, 'cancelled');
    }),
  );

  test(
    'by leaving the loop closes the socket',
    waiting(async (server, plan) => {
      for await (const event of sendTestMessage(plan, { confirmed: true, transport: createNodeTransport() })) {
        if (event.type === 'line' && event.line.text.startsWith('MAIL')) break;
      }
      assert.ok(server.port > 0);
    }),
  );
});
