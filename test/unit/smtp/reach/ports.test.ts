import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Secret } from '../../../../src/smtp/credentials/secret.ts';
import { createNodeTransport } from '../../../../src/smtp/nodeTransport.ts';
import { planForTarget } from '../../../../src/smtp/plan.ts';
import { probe } from '../../../../src/smtp/probe.ts';
import { siblingPorts } from '../../../../src/smtp/reach/siblings.ts';
import type { ProbeCode, StageEvent } from '../../../../src/smtp/types.ts';
import { makeCertificates, type TestCertificates } from '../../../support/certificates.ts';
import { createFakeTransport, type FakeNetwork } from '../../../support/fakeTransport.ts';
import { type FinishedRun, planTo, runProbe } from '../../../support/probeRun.ts';
import { type ScriptedServer, startScriptedServer } from '../../../support/scriptedServer.ts';

const LEAVE = 'C: QUIT\nS: 221 Bye\nCLOSE\n';
const TLS_FIRST = `TLS\nS: 220 lab.test ESMTP\nC: EHLO\nS: 250-lab.test\nS: 250 AUTH PLAIN LOGIN\n${LEAVE}`;
const STARTTLS = `S: 220 lab.test ESMTP\nC: EHLO\nS: 250-lab.test\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 Go\nTLS\nC: EHLO\nS: 250-lab.test\nS: 250 AUTH PLAIN\n${LEAVE}`;
const NO_TLS = `S: 220 lab.test ESMTP\nC: EHLO\nS: 250 lab.test\n${LEAVE}`;
const HOST = 'localhost.lab.test';
const LOST = { '192.0.2.1': 'hang' };
const QUICK = { connectMs: 600, greetingMs: 2_000, patienceMs: 2_000 };

let certificates: TestCertificates;
before(async () => {
  certificates = await makeCertificates();
});

type Listeners = Readonly<Record<number, { readonly script: string; readonly kind?: 'valid' | 'expired' }>>;

/** Runs a probe while scripts listen on other ports of the same host, as far as the probe can tell. */
async function beside(listeners: Listeners, network: FakeNetwork, options: Parameters<typeof planTo>[1] & { port?: number } = {}) {
  const { port = 25, timeouts, ...rest } = options;
  const servers = new Map<number, ScriptedServer>();
  for (const [key, { script, kind = 'valid' }] of Object.entries(listeners))
    servers.set(Number(key), await startScriptedServer(script, certificates.servers[kind]));
  const ports = { ...network.ports, ...Object.fromEntries([...servers].map(([key, server]) => [key, server.port])) };
  const transport = createFakeTransport({ resolve: ['192.0.2.1'], connect: LOST, ...network, ports });
  try {
    const plan = planTo(port, { host: HOST, serverName: 'localhost', ca: [certificates.ca], timeouts: { ...QUICK, ...timeouts }, ...rest });
    const run = await runProbe({ ...plan, ...(options.controlHost ? { controlHost: options.controlHost } : {}) }, transport);
    for (const server of servers.values()) {
      assert.deepEqual(server.mismatches, []);
      assert.ok(
        server.received.flat().every((line) => !/^(AUTH|MAIL|RCPT|DATA)/.test(line)),
        'no other port is given credentials or mail',
      );
    }
    assert.ok(transport.asked.length <= 3, 'no more than three extra connections');
    return { run, transport };
  } finally {
    for (const server of servers.values()) await server.close();
  }
}

const causeOf = ({ run }: { run: FinishedRun }) => run.verdict.cause!;
const factsOf = (run: FinishedRun, stage: 'connect' | 'starttls' | 'auth' | 'greeting') => {
  const ended = run.stage(stage);
  return ended && 'facts' in ended ? ended.facts : {};
};
const credentials = { user: 'app@lab.test', password: new Secret('correct-horse-7') };

describe('when a port gives no answer, the others of the host are asked', () => {
  test('and the one that works is proven, with port, mode and mechanisms', async () => {
    const told = await beside({ 465: { script: TLS_FIRST } }, {}, credentials);
    const cause = causeOf(told);
    assert.equal(cause.code, 'tcp/timeout');
    assert.deepEqual(cause.proven, {
      port: 465,
      mode: 'implicit-tls',
      mechanisms: ['PLAIN', 'LOGIN'],
      evidence: '465 with implicit TLS answered, certificate valid, AUTH PLAIN LOGIN offered',
    });
    assert.equal(cause.part, 'port');
    assert.match(cause.nextStep, /^Set port 465, TLS from the first byte: 465 with implicit TLS answered/);
    assert.match(cause.ruledOut.join(), /a host that is down/);
    assert.deepEqual(
      factsOf(told.run, 'connect').ports?.map(({ port, kind }) => [port, kind]),
      [
        [587, 'refused'],
        [465, 'tls'],
        [2525, 'refused'],
      ],
    );
  });

  test('and the mode of the configuration is kept where it works as well', async () => {
    const cause = causeOf(await beside({ 465: { script: TLS_FIRST }, 587: { script: STARTTLS } }, {}, { ...credentials, mode: 'starttls-required' }));
    assert.deepEqual(cause.proven, {
      port: 587,
      mode: 'starttls-required',
      mechanisms: ['PLAIN'],
      evidence: '587 with STARTTLS answered, certificate valid, AUTH PLAIN offered',
    });
  });

  test('and one whose certificate does not hold is told, but not proven', async () => {
    const told = await beside({ 465: { script: TLS_FIRST, kind: 'expired' } }, {}, credentials);
    assert.equal(causeOf(told).proven, undefined);
    assert.match(causeOf(told).evidence.join('\n'), /port 465 answers: TLS from the first byte, certificate not valid/);
  });

  test('and one without TLS is never proven to who wants TLS', async () => {
    const told = await beside({ 587: { script: NO_TLS } }, {}, { mode: 'starttls-required' });
    assert.equal(causeOf(told).proven, undefined);
    assert.match(causeOf(told).evidence.join('\n'), /port 587 answers: no TLS/);
  });

  test('and one without a sign-in is not proven to who has credentials', async () => {
    const script = `TLS\nS: 220 lab.test ESMTP\nC: EHLO\nS: 250 lab.test\n${LEAVE}`;
    assert.equal(causeOf(await beside({ 465: { script } }, {}, credentials)).proven, undefined);
  });

  test('and all of them silent is evidence, too', async () => {
    const cause = causeOf(await beside({}, { ports: { 465: 'hang', 587: 'hang', 2525: 'hang' } }));
    assert.equal(cause.code, 'tcp/timeout');
    assert.match(cause.evidence.join('\n'), /port 465: no answer, either/);
  });

  const rows: readonly {
    what: string;
    network: FakeNetwork;
    script?: string;
    port: number;
    mode?: 'starttls-required' | 'none';
    user?: true;
    code: ProbeCode;
  }[] = [
    { what: 'a refused connection', network: { connect: { '192.0.2.1': 'ECONNREFUSED' } }, port: 25, code: 'tcp/refused' },
    { what: 'a reset', network: { connect: { '192.0.2.1': 'ECONNRESET' } }, port: 25, code: 'tcp/reset' },
    { what: 'no STARTTLS', network: {}, script: NO_TLS, port: 25, mode: 'starttls-required', code: 'starttls/not-offered' },
    { what: 'no sign-in', network: {}, script: NO_TLS, port: 25, user: true, code: 'auth/not-offered' },
    { what: 'another protocol', network: {}, script: 'S: * OK IMAP4rev1 ready\nCLOSE\n', port: 993, code: 'greeting/not-smtp' },
    {
      what: 'a block list on the port between servers',
      network: {},
      script: `S: 554 5.7.1 [192.0.2.7] is listed at zen.spamhaus.org\n${LEAVE}`,
      port: 25,
      code: 'greeting/blocked',
    },
  ];
  for (const { what, network, script, port, mode, user, code } of rows) {
    test(`after ${what}, too`, async () => {
      const own = script === undefined ? undefined : await startScriptedServer(script);
      const over = own ? { over: createNodeTransport(), overPort: own.port, connect: {} } : {};
      try {
        const told = await beside(
          { 465: { script: TLS_FIRST } },
          { ...network, ...over },
          { port, ...(mode ? { mode } : {}), ...(user ? { ...credentials, allowClearTextAuth: true } : {}) },
        );
        const cause = causeOf(told);
        assert.equal(cause.code, code, JSON.stringify(cause));
        assert.equal(cause.proven?.port, 465);
        assert.equal(cause.proven?.mode, 'implicit-tls');
      } finally {
        await own?.close();
      }
    });
  }

  test('and no submission port is advised when none of them answers', async () => {
    const own = await startScriptedServer('S: * OK IMAP4rev1 ready\nCLOSE\n');
    try {
      const cause = causeOf(await beside({}, { over: createNodeTransport(), overPort: own.port, connect: {} }, { port: 993 }));
      assert.equal(cause.code, 'greeting/not-smtp');
      assert.match(cause.nextStep, /^Check the host: on this one neither port 587 nor port 465 answers/);
    } finally {
      await own.close();
    }
  });

  test('not when the port works and the sign-in fails', async () => {
    const own = await startScriptedServer(`S: 220 lab.test\nC: EHLO\nS: 250-lab.test\nS: 250 AUTH PLAIN\nC: AUTH\nS: 535 5.7.8 no\n${LEAVE}`);
    try {
      const told = await beside({}, { over: createNodeTransport(), overPort: own.port, connect: {} }, { ...credentials, allowClearTextAuth: true });
      assert.equal(causeOf(told).code, 'auth/credentials');
      assert.deepEqual(told.transport.asked, []);
    } finally {
      await own.close();
    }
  });

  test('and cancelling calls them off', async () => {
    const transport = createFakeTransport({
      resolve: ['192.0.2.1'],
      connect: { '192.0.2.1': 'ECONNREFUSED' },
      ports: { 465: 'hang', 587: 'hang', 2525: 'hang' },
    });
    const stop = new AbortController();
    const events: StageEvent[] = [];
    for await (const event of probe(planTo(25, { host: HOST }), transport, stop.signal)) {
      events.push(event);
      if (event.type === 'line' && event.line.text.includes('what does port 2525 say?')) stop.abort();
    }
    const last = events.at(-1);
    assert.ok(last?.type === 'verdict');
    assert.equal(last.cause?.code, 'cancelled');
    assert.deepEqual([...transport.aborted].sort(), ['192.0.2.1:2525', '192.0.2.1:465', '192.0.2.1:587']);
  });

  test('three connections are all there is, whatever they are spent on', async () => {
    const own = await startScriptedServer('SILENCE\n');
    try {
      const told = await beside(
        {},
        { over: createNodeTransport(), overPort: own.port, connect: {} },
        { port: 2526, timeouts: { greetingMs: 60, patienceMs: 20, tlsMs: 60 } },
      );
      assert.equal(causeOf(told).code, 'greeting/timeout');
      // The connection itself, a TLS hello, bytes that are no SMTP; then one other port.
      assert.equal(own.received.length, 3);
      assert.equal(told.transport.asked.length, 1);
    } finally {
      await own.close();
    }
  });

  test('those of a known provider come first, its recommendation before all', () => {
    assert.deepEqual(siblingPorts(planTo(25), 'mail.lab.test').slice(0, 3), [587, 465, 2525]);
    assert.deepEqual(siblingPorts(planTo(587), 'mail.lab.test').slice(0, 3), [465, 25, 2525]);
    assert.equal(siblingPorts(planTo(1026), 'localhost')[0], 1025);
    const gmail = siblingPorts(planTo(25), 'smtp.gmail.com');
    assert.ok(gmail.length > 0 && gmail.every((port) => [465, 587].includes(port)));
  });
});

describe('the wrong mode on the right port', () => {
  test('is proven by a handshake where TLS comes first', async () => {
    const server = await startScriptedServer(`SILENCE\n==\n${TLS_FIRST}`, certificates.servers.valid);
    try {
      const run = await runProbe(
        planTo(server.port, {
          serverName: 'localhost',
          ca: [certificates.ca],
          mode: 'starttls-required',
          timeouts: { greetingMs: 60, patienceMs: 20, commandMs: 2_000 },
        }),
      );
      const { cause } = run.verdict;
      assert.equal(cause?.code, 'greeting/tls-expected');
      assert.equal(cause?.part, 'security');
      assert.equal(cause?.proven?.mode, 'implicit-tls');
      assert.equal(cause?.proven?.port, undefined);
    } finally {
      await server.close();
    }
  });

  test('is proven by STARTTLS where clear text comes first', async () => {
    const server = await startScriptedServer(`CLOSE\n==\n${STARTTLS}`, certificates.servers.valid);
    try {
      const run = await runProbe(planTo(server.port, { scheme: 'smtps', serverName: 'localhost', ca: [certificates.ca] }));
      const { cause } = run.verdict;
      assert.equal(cause?.code, 'tls/plain-server');
      assert.deepEqual(cause?.proven?.mode, 'starttls-required');
      assert.match(cause!.nextStep, /^Set STARTTLS required: \d+ with STARTTLS answered, certificate valid/);
    } finally {
      await server.close();
    }
  });
});

describe('a control host', () => {
  const control = (code: string | undefined): FakeNetwork => ({
    names: { 'control.lab.test': ['127.0.0.9'] },
    connect: { '192.0.2.1': 'hang', ...(code ? { '127.0.0.9': code } : {}) },
  });

  test('is not asked unless the plan names one', async () => {
    const { transport } = await beside({}, control(undefined));
    assert.deepEqual(transport.dialled, ['192.0.2.1']);
  });

  test('that is as silent shows that this network blocks the port, for certain when other ports answer', async () => {
    const told = await beside({ 587: { script: STARTTLS } }, control('hang'), { controlHost: 'control.lab.test' });
    const cause = causeOf(told);
    assert.equal(cause.code, 'tcp/port-blocked');
    assert.equal(cause.owner, 'network');
    assert.equal(cause.confidence, 'certain');
    assert.match(cause.summary, /port 25 is blocked from this network/);
    assert.equal(cause.proven?.port, 587);
    assert.equal(told.transport.asked.length, 2);
  });

  test('that is as silent as everything else leaves it likely', async () => {
    const cause = causeOf(await beside({}, { ...control('hang'), ports: { 465: 'hang', 587: 'hang' } }, { controlHost: 'control.lab.test' }));
    assert.equal(cause.code, 'tcp/port-blocked');
    assert.equal(cause.confidence, 'likely');
  });

  test('that answers shows that only the other host is silent', async () => {
    const listener = await startScriptedServer('SILENCE\n');
    try {
      const told = await beside({}, { ...control(undefined), over: createNodeTransport(), overPort: listener.port }, { controlHost: 'control.lab.test' });
      const cause = causeOf(told);
      assert.equal(cause.code, 'tcp/host-silent');
      assert.equal(cause.owner, 'server');
      assert.equal(cause.confidence, 'certain');
      assert.deepEqual(listener.received[0], []);
    } finally {
      await listener.close();
    }
  });

  test('that refuses or does not exist proves nothing', async () => {
    const refused = await beside({}, control('ECONNREFUSED'), { controlHost: 'control.lab.test' });
    assert.equal(causeOf(refused).code, 'tcp/timeout');
    const unknown = await beside({}, { ...control(undefined), names: { 'control.lab.test': 'ENOTFOUND' } }, { controlHost: 'control.lab.test' });
    assert.equal(causeOf(unknown).code, 'tcp/timeout');
  });

  test('is named before anything is asked', () => {
    const result = planForTarget('smtp://mail.lab.test:25', { controlHost: 'control.lab.test' });
    assert.ok(result?.ok);
    assert.match(result.consent.sentence, /ask "control\.lab\.test", which belongs to somebody else/);
  });
});

describe('the policy of a hosting platform', () => {
  test('explains a timeout on a port that it blocks', async () => {
    const cause = causeOf(await beside({ 587: { script: STARTTLS } }, {}, { platform: 'google-cloud' }));
    assert.equal(cause.code, 'tcp/platform-policy');
    assert.equal(cause.owner, 'network');
    assert.match(cause.summary, /Google Cloud drops connections to port 25/);
    assert.equal(cause.proven?.port, 587);
  });

  test('says nothing about a port that it lets through, or about another failure', async () => {
    assert.equal(causeOf(await beside({}, {}, { port: 587, platform: 'google-cloud' })).code, 'tcp/timeout');
    assert.equal(causeOf(await beside({}, { connect: { '192.0.2.1': 'ECONNREFUSED' } }, { platform: 'google-cloud' })).code, 'tcp/refused');
  });

  test('names the way to have the port opened', async () => {
    const cause = causeOf(await beside({}, {}, { port: 465, platform: 'hetzner-cloud' }));
    assert.match(cause.nextSteps.join('\n'), /Use port 587[\s\S]*To have port 465 opened/);
  });
});
