import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Secret } from '../../../src/smtp/credentials/secret.ts';
import { createNodeTransport } from '../../../src/smtp/nodeTransport.ts';
import { probe } from '../../../src/smtp/probe.ts';
import type { StageEvent, StageName } from '../../../src/smtp/types.ts';
import { makeCertificates, type TestCertificates } from '../../support/certificates.ts';
import { createFakeTransport } from '../../support/fakeTransport.ts';
import { finishedRun, planTo, runProbe } from '../../support/probeRun.ts';
import { startScriptedServer } from '../../support/scriptedServer.ts';

let certificates: TestCertificates;
before(async () => {
  certificates = await makeCertificates();
});

/** The dialogue of a submission, each part up to the moment in which the server would answer that stage. */
const UNTIL: readonly (readonly [StageName, string])[] = [
  ['greeting', ''],
  ['ehlo', 'S: 220 lab.test\nC: EHLO\n'],
  ['starttls', 'S: 250-lab.test\nS: 250 STARTTLS\nC: STARTTLS\n'],
  ['tls', 'S: 220 Go\nBYTES\n'],
];
const UNDER_TLS: readonly (readonly [StageName, string])[] = [
  ['ehlo', 'TLS\nS: 220 lab.test\nC: EHLO\n'],
  ['auth', 'S: 250-lab.test\nS: 250 AUTH PLAIN\nC: AUTH\n'],
  ['mail-from', 'S: 235 ok\nC: MAIL\n'],
  ['rcpt-to', 'S: 250 ok\nC: RCPT\n'],
  ['quit', 'S: 250 ok\nC: RSET\n'],
];

const cases = [
  ...UNTIL.map(([stage], index) => ({ stage, scheme: 'smtp' as const, script: scriptUntil(UNTIL, index) })),
  ...UNDER_TLS.map(([stage], index) => ({ stage, scheme: 'smtps' as const, script: scriptUntil(UNDER_TLS, index) })),
];

function scriptUntil(parts: readonly (readonly [StageName, string])[], last: number): string {
  return `${parts
    .slice(0, last + 1)
    .map(([, text]) => text)
    .join('')}SILENCE\n`;
}

describe('cancelling', () => {
  for (const { stage, scheme, script } of cases) {
    const title = scheme === 'smtps' ? `${stage} under TLS` : stage;

    test(`by signal while ${title} waits ends the run with a verdict and closes the socket`, async () => {
      const server = await startScriptedServer(script, certificates.servers.valid);
      try {
        const stop = new AbortController();
        const plan = planTo(server.port, { scheme, ca: [certificates.ca], user: 'u', password: new Secret('pass-word-1') });
        const events: StageEvent[] = [];
        for await (const event of probe(plan, createNodeTransport(), stop.signal)) {
          events.push(event);
          // Both sides have come to this point: the client waits, and the server will not answer.
          if (event.type === 'stage' && event.stage === stage && event.state === 'started') {
            await server.silent;
            stop.abort();
          }
        }
        const { verdict, stage: ended } = finishedRun(plan, events);
        assert.equal(verdict.cause?.code, 'cancelled');
        assert.equal(verdict.cause?.stage, stage);
        assert.equal(ended(stage)?.state, 'failed');
        assert.ok(verdict.notTested.every(({ reason }) => reason === 'cancelled'));
        await server.allClosed();
      } finally {
        await server.close();
      }
    });

    test(`by leaving the loop while ${title} begins closes the socket`, async () => {
      const server = await startScriptedServer(script, certificates.servers.valid);
      try {
        const plan = planTo(server.port, { scheme, ca: [certificates.ca], user: 'u', password: new Secret('pass-word-1') });
        for await (const event of probe(plan, createNodeTransport())) {
          if (event.type === 'stage' && event.stage === stage && event.state === 'started') break;
        }
        await server.allClosed();
        assert.equal(server.openSockets(), 0);
      } finally {
        await server.close();
      }
    });
  }

  test('while a name is looked up', async () => {
    const stop = new AbortController();
    const events = [];
    for await (const event of probe(planTo(25), createFakeTransport({ resolve: 'hang' }), stop.signal)) {
      events.push(event);
      stop.abort();
    }
    const { verdict } = finishedRun(planTo(25), events);
    assert.equal(verdict.cause?.code, 'cancelled');
    assert.equal(verdict.cause?.stage, 'resolve');
  });

  test('while an address is dialled, and the others are left alone', async () => {
    const stop = new AbortController();
    const transport = createFakeTransport({ resolve: ['192.0.2.1', '192.0.2.2'], connect: { '192.0.2.1': 'hang' } });
    const events = [];
    for await (const event of probe(planTo(25), transport, stop.signal)) {
      events.push(event);
      if (event.type === 'stage' && event.stage === 'connect') stop.abort();
    }
    const { verdict } = finishedRun(planTo(25), events);
    assert.equal(verdict.cause?.code, 'cancelled');
    assert.equal(verdict.cause?.stage, 'connect');
    assert.deepEqual(transport.dialled, ['192.0.2.1']);
  });

  test('before anything has begun does nothing at all', async () => {
    const stop = new AbortController();
    stop.abort();
    const transport = createFakeTransport({});
    const run = await runProbe(planTo(25), transport, stop.signal);
    assert.equal(run.verdict.cause?.code, 'cancelled');
    assert.deepEqual(transport.resolved, []);
  });

  test('while the control host is dialled calls the attempt off', async () => {
    const stop = new AbortController();
    const names = { 'lab.test': ['192.0.2.1'], 'control.lab.test': ['192.0.2.9'] };
    const transport = createFakeTransport({ names, connect: { '192.0.2.1': 'ETIMEDOUT', '192.0.2.9': 'hang' } });
    const plan = { ...planTo(587, { host: 'lab.test' }), controlHost: 'control.lab.test' };
    const events: StageEvent[] = [];
    for await (const event of probe(plan, transport, stop.signal)) {
      events.push(event);
      if (transport.dialled.includes('192.0.2.9')) stop.abort();
    }
    assert.equal(finishedRun(plan, events).verdict.cause?.code, 'cancelled');
    assert.deepEqual(transport.aborted, ['192.0.2.9']);
  });

  const PASSES = 'TLS\nS: 220 lab.test\nC: EHLO\nS: 250 lab.test\nC: MAIL\nS: 250 ok\nC: RCPT\nS: 250 ok\nC: RSET\nS: 250 ok\nC: QUIT\nS: 221 Bye\nCLOSE\n';
  const REFUSED = 'S: 220 lab.test\nC: EHLO\nS: 250-lab.test\nS: 250 STARTTLS\nC: STARTTLS\nS: 502 5.5.1 no\nC: EHLO\nSILENCE\n';
  interface Question {
    readonly what: string;
    readonly script: string;
    readonly scheme?: 'smtp' | 'smtps';
    readonly mode?: 'starttls-required';
    readonly enumerateTls?: boolean;
  }
  const questions: readonly Question[] = [
    { what: 'TLS on a port that hung up', script: 'CLOSE\n==\nBYTES\nSILENCE\n' },
    { what: 'the first line of a port that speaks no TLS', script: 'BYTES\nCLOSE\n==\nSILENCE\n', scheme: 'smtps' },
    { what: 'a client certificate', script: 'TLS\nCLOSE\n==\nBYTES\nSILENCE\n', scheme: 'smtps' },
    { what: 'the offer after a refused STARTTLS', script: REFUSED, mode: 'starttls-required' },
    { what: 'one TLS version after the other', script: `${PASSES}==\nBYTES\nSILENCE\n`, scheme: 'smtps', enumerateTls: true },
  ];
  for (const { what, script, scheme = 'smtp', mode, enumerateTls = false } of questions) {
    test(`while it asks about ${what} closes every socket`, async () => {
      const server = await startScriptedServer(script, certificates.servers.valid);
      try {
        const stop = new AbortController();
        const plan = { ...planTo(server.port, { scheme, ca: [certificates.ca], ...(mode ? { mode } : {}) }), enumerateTls };
        const run = runProbe(plan, createNodeTransport(), stop.signal);
        await server.silent;
        stop.abort();
        assert.equal((await run).verdict.cause?.code, 'cancelled');
        await server.allClosed();
      } finally {
        await server.close();
      }
    });
  }
});
