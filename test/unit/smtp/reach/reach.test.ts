import assert from 'node:assert/strict';
import { type AddressInfo, createServer } from 'node:net';
import { before, describe, test } from 'node:test';
import { createNodeTransport } from '../../../../src/smtp/nodeTransport.ts';
import { probe } from '../../../../src/smtp/probe.ts';
import type { ProbeCode } from '../../../../src/smtp/types.ts';
import { makeCertificates, type TestCertificates } from '../../../support/certificates.ts';
import { startFakeDns } from '../../../support/fakeDns.ts';
import { createFakeTransport } from '../../../support/fakeTransport.ts';
import { planTo, runProbe } from '../../../support/probeRun.ts';
import { playScript, startScriptedServer } from '../../../support/scriptedServer.ts';

let certificates: TestCertificates;
before(async () => {
  certificates = await makeCertificates();
});

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('names', () => {
  const rows: readonly { what: string; name: string; code: ProbeCode; detail: string }[] = [
    { what: 'a name that does not exist', name: 'nx.lab.test', code: 'dns/not-found', detail: 'ENOTFOUND' },
    { what: 'a name without an address', name: 'nodata.lab.test', code: 'dns/no-address', detail: 'ENODATA' },
    { what: 'a zone that is broken', name: 'servfail.lab.test', code: 'dns/server-failure', detail: 'ESERVFAIL' },
    { what: 'a resolver that refuses', name: 'refused.lab.test', code: 'dns/refused', detail: 'EREFUSED' },
    { what: 'a resolver that does not understand the question', name: 'formerr.lab.test', code: 'dns/resolver-fault', detail: 'EFORMERR' },
    { what: 'a resolver that can not answer such questions', name: 'notimp.lab.test', code: 'dns/resolver-fault', detail: 'ENOTIMP' },
  ];
  for (const { what, name, code, detail } of rows) {
    test(`${what} is told as ${code}`, async () => {
      const dns = await startFakeDns();
      try {
        const run = await runProbe(planTo(25, { host: name }), createNodeTransport({ dnsServers: [dns.address] }));
        assert.equal(run.verdict.cause?.code, code);
        const stage = run.stage('resolve');
        assert.ok(stage?.state === 'failed');
        assert.equal(stage.failure.detail, detail);
        assert.ok(run.verdict.summary.includes(name));
      } finally {
        await dns.close();
      }
    });
  }

  test('no resolver at all is told as dns/no-resolver', async () => {
    const dns = await startFakeDns();
    await dns.close();
    const run = await runProbe(planTo(25, { host: 'any.lab.test' }), createNodeTransport({ dnsServers: [dns.address] }));
    assert.equal(run.verdict.cause?.code, 'dns/no-resolver');
  });

  test('a lookup that takes too long is told as dns/timeout', async () => {
    const run = await runProbe(planTo(25, { host: 'slow.lab.test', timeouts: { resolveMs: 20 } }), createFakeTransport({ resolve: 'hang' }));
    assert.equal(run.verdict.cause?.code, 'dns/timeout');
  });

  test('a name that the system knows is dialled', async () => {
    const server = await playScript('relay');
    try {
      const run = await runProbe(planTo(server.port, { host: 'localhost' }));
      assert.equal(run.verdict.ok, true);
    } finally {
      await server.close();
    }
  });

  test('what can be no host name is not even looked up', async () => {
    const transport = createFakeTransport({});
    const plan = { ...planTo(25, { timeouts: { greetingMs: 20 } }), host: 'smtp://u:p@mail.lab.test' };
    const run = await runProbe(plan, transport);
    assert.equal(run.verdict.cause?.code, 'dns/bad-name');
    assert.ok(!transport.resolved.some((name) => name.includes('u:p')));
    assert.ok(!JSON.stringify(run.events).includes('u:p'));
  });

  test('the mail exchanger is dialled where Postfix would look it up', async () => {
    const transport = createFakeTransport({ mx: ['mx1.lab.test', 'mx2.lab.test'], connect: { '127.0.0.1': 'ECONNREFUSED' } });
    const run = await runProbe({ ...planTo(25), host: 'lab.test', lookupMx: true }, transport);
    assert.deepEqual(transport.resolved, ['mx1.lab.test', 'mx2.lab.test']);
    assert.match(run.verdict.summary, /mx1\.lab\.test/);
    assert.ok(run.transcript.some((line) => line.includes('MX of lab.test: mx1.lab.test, mx2.lab.test')));
  });

  test('a domain without a mail exchanger is dialled itself, one with a null MX not at all', async () => {
    const plain = createFakeTransport({ mx: [], connect: { '127.0.0.1': 'ECONNREFUSED' } });
    await runProbe({ ...planTo(25), host: 'lab.test', lookupMx: true }, plain);
    assert.deepEqual(plain.resolved, ['lab.test']);
    const run = await runProbe({ ...planTo(25), host: 'lab.test', lookupMx: true }, createFakeTransport({ mx: [''] }));
    assert.equal(run.verdict.cause?.code, 'dns/null-mx');
  });
});

describe('addresses', () => {
  test('a port where nothing listens is refused', async () => {
    const run = await runProbe(planTo(await closedPort()));
    assert.equal(run.verdict.cause?.code, 'tcp/refused');
    assert.match(run.verdict.cause!.evidence.join(), /ECONNREFUSED after \d+ ms/);
  });

  test('a loopback address that refuses makes one think of containers', async () => {
    const run = await runProbe(planTo(await closedPort(), { host: 'localhost' }));
    assert.equal(run.verdict.cause?.code, 'tcp/refused');
    assert.match(run.verdict.cause!.nextSteps.join('\n'), /Inside a container "localhost" is the container itself/);
  });

  const rows: readonly { what: string; connect: Record<string, string>; code: ProbeCode }[] = [
    { what: 'silence', connect: { '192.0.2.1': 'hang', '2001:db8::1': 'hang' }, code: 'tcp/timeout' },
    { what: 'no route', connect: { '192.0.2.1': 'EHOSTUNREACH', '2001:db8::1': 'ENETUNREACH' }, code: 'tcp/unreachable' },
    { what: 'a reset', connect: { '192.0.2.1': 'ECONNRESET', '2001:db8::1': 'ECONNRESET' }, code: 'tcp/reset' },
    { what: 'a network without IPv6 and a refusal', connect: { '192.0.2.1': 'ECONNREFUSED', '2001:db8::1': 'ENETUNREACH' }, code: 'tcp/refused' },
    { what: 'silence and no route', connect: { '192.0.2.1': 'hang', '2001:db8::1': 'ENETUNREACH' }, code: 'tcp/timeout' },
  ];
  for (const { what, connect, code } of rows) {
    test(`${what} on every address is told as ${code}, with a line for each`, async () => {
      const transport = createFakeTransport({ resolve: ['2001:db8::1', '192.0.2.1'], connect });
      const run = await runProbe(planTo(587, { host: 'mail.lab.test', timeouts: { connectMs: 20 } }), transport);
      assert.equal(run.verdict.cause?.code, code);
      assert.deepEqual(transport.dialled, ['2001:db8::1', '192.0.2.1']);
      assert.deepEqual(
        transport.aborted,
        transport.dialled.filter((address) => connect[address] === 'hang'),
      );
      const evidence = run.verdict.cause!.evidence.join('\n');
      assert.match(evidence, /\[2001:db8::1\]:587: E/);
      assert.match(evidence, /192\.0\.2\.1:587: E/);
    });
  }

  test('a host with IPv6 addresses only, where there is no IPv6, is told as tcp/no-ipv6', async () => {
    const transport = createFakeTransport({
      resolve: ['2001:db8::1', '2001:db8::2'],
      connect: { '2001:db8::1': 'ENETUNREACH', '2001:db8::2': 'EHOSTUNREACH' },
    });
    const run = await runProbe(planTo(587, { host: 'mail.lab.test' }), transport);
    assert.equal(run.verdict.cause?.code, 'tcp/no-ipv6');
    assert.equal(run.verdict.cause?.owner, 'network');
  });

  test('IPv6 that fails beside IPv4 that works is said in the verdict', async () => {
    const server = await playScript('relay');
    try {
      const transport = createFakeTransport({ resolve: ['2001:db8::1', '127.0.0.1'], connect: { '2001:db8::1': 'ENETUNREACH' }, over: createNodeTransport() });
      const run = await runProbe(planTo(server.port, { host: 'mail.lab.test' }), transport);
      assert.equal(run.verdict.ok, true);
      assert.match(run.verdict.summary, /but its address 2001:db8::1 does not answer \(ENETUNREACH\), which costs an app that tries it first time or mail/);
    } finally {
      await server.close();
    }
  });

  test('a silent address holds the next one up for a moment only, and keeps its own timer', async () => {
    const server = await playScript('relay');
    try {
      const transport = createFakeTransport({ resolve: ['192.0.2.1', '127.0.0.1'], connect: { '192.0.2.1': 'hang' }, over: createNodeTransport() });
      const run = await runProbe(planTo(server.port, { host: 'mail.lab.test', timeouts: { connectMs: 3_600_000 } }), transport);
      assert.equal(run.verdict.ok, true);
      assert.deepEqual(transport.aborted, ['192.0.2.1']);
      const stage = run.stage('connect');
      assert.ok(stage?.state === 'passed');
      assert.deepEqual(
        stage.facts.attempts?.map(({ address }) => address),
        ['127.0.0.1'],
      );
    } finally {
      await server.close();
    }
  });

  test('the first good address is used, and what the others said is kept', async () => {
    const server = await playScript('relay');
    try {
      const transport = createFakeTransport({
        resolve: ['2001:db8::1', '127.0.0.1', '127.0.0.2'],
        connect: { '2001:db8::1': 'ENETUNREACH' },
        over: createNodeTransport(),
      });
      const run = await runProbe(planTo(server.port, { host: 'mail.lab.test' }), transport);
      assert.equal(run.verdict.ok, true);
      const stage = run.stage('connect');
      assert.ok(stage?.state === 'passed');
      assert.deepEqual(
        stage.facts.attempts?.map(({ address, ok, code }) => ({ address, ok, code })),
        [
          { address: '2001:db8::1', ok: false, code: 'ENETUNREACH' },
          { address: '127.0.0.1', ok: true, code: undefined },
        ],
      );
    } finally {
      await server.close();
    }
  });
});

describe('a port where TLS comes first by convention', () => {
  test('is asked for TLS as soon as the greeting is late, not after the whole timeout', async () => {
    const server = await playScript('implicit-tls-port', certificates.servers.valid);
    try {
      const transport = createFakeTransport({ over: createNodeTransport(), overPort: server.port });
      const plan = planTo(465, { mode: 'none', timeouts: { greetingMs: 3_600_000, patienceMs: 20 } });
      const run = await runProbe(plan, transport);
      assert.equal(run.verdict.cause?.code, 'greeting/tls-expected');
      assert.match(run.verdict.cause!.evidence.join(), /no greeting in clear text after 20 ms/);
    } finally {
      await server.close();
    }
  });

  test('is asked only once, and the greeting is still awaited when it speaks no TLS', async () => {
    const server = await startScriptedServer('SILENCE\n==\nBYTES\nS: 500 what\nCLOSE\n', certificates.servers.valid);
    try {
      const transport = createFakeTransport({ over: createNodeTransport(), overPort: server.port });
      const run = await runProbe(planTo(465, { mode: 'none', timeouts: { greetingMs: 400, patienceMs: 20 } }), transport);
      assert.equal(run.verdict.cause?.code, 'greeting/timeout');
      assert.match(run.verdict.cause!.ruledOut.join(), /TLS from the first byte/);
      assert.equal(server.received.length, 3);
      assert.equal(run.transcript.filter((line) => line.includes('does this port speak TLS')).length, 1);
    } finally {
      await server.close();
    }
  });

  test('elsewhere nobody speaks before the greeting has failed, as some servers ban who speaks early', async () => {
    const server = await playScript('silent');
    try {
      const transport = createFakeTransport({ over: createNodeTransport(), overPort: server.port });
      for await (const event of probe(planTo(25, { timeouts: { greetingMs: 3_600_000, patienceMs: 10 } }), transport)) {
        if (event.type === 'line' && event.line.text.includes('still waiting')) break;
      }
      assert.equal(transport.dialled.length, 1);
    } finally {
      await server.close();
    }
  });
});
