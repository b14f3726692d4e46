import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cleanedHost } from '../../../../src/smtp/hostName.ts';
import { createNodeTransport } from '../../../../src/smtp/nodeTransport.ts';
import { isPrivateAddress } from '../../../../src/smtp/reach/lookups.ts';
import { NOBODYS_LABEL } from '../../../../src/smtp/reach/names.ts';
import type { ProbeCode } from '../../../../src/smtp/types.ts';
import { startFakeDns } from '../../../support/fakeDns.ts';
import { createFakeTransport, type FakeNetwork } from '../../../support/fakeTransport.ts';
import { planTo, runProbe } from '../../../support/probeRun.ts';
import { playScript, startScriptedServer } from '../../../support/scriptedServer.ts';

const HOST = 'mail.lab.test';

interface Row {
  readonly what: string;
  readonly host?: string;
  readonly network: FakeNetwork;
  readonly plan?: Partial<ReturnType<typeof planTo>>;
  readonly code: ProbeCode;
  readonly owner: string;
  readonly evidence?: RegExp;
  readonly step?: RegExp;
  readonly confidence?: string;
}

const rows: readonly Row[] = [
  {
    what: 'a name that does not exist, in a domain that does',
    network: { resolve: 'ENOTFOUND', records: { 'NS lab.test': 'ENODATA' } },
    code: 'dns/not-found',
    owner: 'you',
    evidence: /the domain "lab\.test" exists, only this host in it does not/,
  },
  {
    what: 'a name whose whole domain does not exist',
    network: { resolve: 'ENOTFOUND' },
    code: 'dns/not-found',
    owner: 'you',
    evidence: /the domain "lab\.test" does not exist, either/,
  },
  {
    what: 'a name that is a typing error away from a known provider',
    host: 'smtp.gmial.com',
    network: { resolve: 'ENOTFOUND' },
    code: 'dns/not-found',
    owner: 'you',
    evidence: /"smtp\.gmail\.com" is only a typing error away/,
    step: /Write "smtp\.gmail\.com"/,
  },
  {
    what: 'a name without a dot, as containers have',
    host: 'mailpit',
    network: { resolve: 'ENOTFOUND' },
    code: 'dns/local-name',
    owner: 'you',
    step: /where the app runs/,
    confidence: 'likely',
  },
  {
    what: "a name that is a service of the project's containers",
    host: 'mail.internal',
    network: { resolve: 'ENOTFOUND' },
    plan: { containerNames: ['mail.internal'] },
    code: 'dns/local-name',
    owner: 'you',
    confidence: 'certain',
  },
  {
    what: 'a mail domain in the place of a host',
    host: 'lab.test',
    network: { resolve: 'ENODATA', mx: ['mx1.lab.test'] },
    code: 'dns/mail-domain',
    owner: 'you',
    evidence: /mail for "lab\.test" goes to mx1\.lab\.test/,
  },
  {
    what: 'a mail domain whose service is known',
    host: 'lab.test',
    network: { resolve: 'ENODATA', mx: ['aspmx.l.google.com.'] },
    code: 'dns/mail-domain',
    owner: 'you',
    step: /smtp\.gmail\.com/,
  },
  { what: 'a name without any records that help', network: { resolve: 'ENODATA' }, code: 'dns/no-address', owner: 'you' },
  {
    what: 'a null MX in the place of a host',
    host: 'lab.test',
    network: { resolve: 'ENODATA', mx: [''] },
    code: 'dns/null-mx',
    owner: 'you',
    step: /another host/,
  },
  { what: 'a broken zone', network: { resolve: 'ESERVFAIL' }, code: 'dns/server-failure', owner: 'dns' },
  { what: 'a resolver that refuses this machine', network: { resolve: 'EREFUSED' }, code: 'dns/refused', owner: 'network', step: /VPN/ },
  { what: 'a resolver that garbles questions', network: { resolve: 'EFORMERR' }, code: 'dns/resolver-fault', owner: 'network' },
  {
    what: 'a resolver that is silent about everything',
    network: { resolve: 'ETIMEDOUT', records: { 'NS .': 'ETIMEDOUT' } },
    code: 'dns/timeout',
    owner: 'network',
  },
  {
    what: 'a resolver that is silent about this zone alone',
    network: { resolve: 'ETIMEDOUT', records: { 'NS .': ['a.root-servers.net'] } },
    code: 'dns/server-failure',
    owner: 'dns',
    evidence: /the resolver answers for other names/,
  },
  { what: 'no resolver where one should be', network: { resolve: 'ECONNREFUSED' }, code: 'dns/no-resolver', owner: 'network', step: /local resolver/ },
  {
    what: 'a name that the operating system denies while DNS can not be asked',
    network: { resolve: 'ENOTFOUND', dns: 'ECONNREFUSED' },
    code: 'dns/not-found',
    owner: 'you',
  },
  {
    what: 'a name that DNS knows and the operating system does not',
    network: { resolve: 'ENOTFOUND', dns: ['192.0.2.1'] },
    code: 'dns/os-lookup',
    owner: 'network',
    step: /nsswitch/,
  },
  {
    what: 'a name that a filter sends nowhere',
    network: { resolve: ['0.0.0.0'], dns: ['192.0.2.1'] },
    evidence: /DNS says 192\.0\.2\.1/,
    code: 'dns/sinkhole',
    owner: 'network',
    step: /hosts file/,
  },
  {
    what: 'a hosts entry that leads a public name to this machine',
    network: { resolve: ['127.0.0.1'], dns: ['192.0.2.1'], connect: { '127.0.0.1': 'ECONNREFUSED' } },
    code: 'dns/overridden',
    owner: 'network',
    evidence: /the operating system says 127\.0\.0\.1, DNS says 192\.0\.2\.1/,
    confidence: 'certain',
  },
  {
    what: 'a known provider that leads to a private address',
    host: 'smtp.gmail.com',
    network: { resolve: ['10.0.0.7'], connect: { '10.0.0.7': 'ECONNREFUSED' } },
    code: 'dns/overridden',
    owner: 'network',
    confidence: 'likely',
  },
  {
    what: 'a zone that answers for any name',
    network: { resolve: ['192.0.2.9'], names: { [`${NOBODYS_LABEL}.lab.test`]: ['192.0.2.9'] }, connect: { '192.0.2.9': 'ECONNREFUSED' } },
    code: 'dns/any-name',
    owner: 'you',
    evidence: /any other name beside "mail\.lab\.test" leads to the same address/,
  },
  {
    what: 'an IMAP host in the place of the SMTP host',
    host: 'imap.gmail.com',
    network: { resolve: ['192.0.2.9'], connect: { '192.0.2.9': 'ECONNREFUSED' } },
    code: 'tcp/refused',
    owner: 'you',
    evidence: /"imap\.gmail\.com" serves IMAP; the SMTP host of that provider is "smtp\.gmail\.com"/,
  },
];

describe('a name, told apart', () => {
  for (const { what, host = HOST, network, plan, code, owner, evidence, step, confidence } of rows) {
    test(`${what} is told as ${code}`, async () => {
      const run = await runProbe({ ...planTo(587, { host }), ...plan }, createFakeTransport(network));
      const { cause } = run.verdict;
      assert.equal(cause?.code, code, JSON.stringify(cause));
      assert.equal(cause?.owner, owner);
      if (evidence) assert.match(cause!.evidence.join('\n'), evidence);
      if (step) assert.match(cause!.nextStep, step);
      if (confidence) assert.equal(cause?.confidence, confidence);
      assert.equal(cause?.nextStep, cause?.nextSteps[0]);
      assert.ok(cause!.nextSteps.length > 1 || code === 'tcp/refused', 'there is more than one thing to do');
    });
  }

  test('a name in a hosts file that DNS does not know is dialled, and the difference is told', async () => {
    const server = await playScript('relay');
    try {
      const run = await runProbe(planTo(server.port, { host: HOST }), createFakeTransport({ dns: 'ENOTFOUND', over: createNodeTransport() }));
      assert.equal(run.verdict.ok, true);
      const stage = run.stage('connect');
      assert.ok(stage?.state === 'passed');
      assert.match(stage.facts.lookupsDiffer ?? '', /only the operating system knows the name \(127\.0\.0\.1\)/);
    } finally {
      await server.close();
    }
  });

  test('a system that can not look up just now does not stop the test when DNS answers', async () => {
    const server = await playScript('relay');
    try {
      const run = await runProbe(
        planTo(server.port, { host: HOST }),
        createFakeTransport({ resolve: 'EAI_AGAIN', dns: ['127.0.0.1'], over: createNodeTransport() }),
      );
      assert.equal(run.verdict.ok, true);
      assert.ok(run.transcript.some((line) => line.includes('EAI_AGAIN')));
    } finally {
      await server.close();
    }
  });

  test('a slow DNS does not hold up what the operating system knows', async () => {
    const server = await playScript('relay');
    try {
      const run = await runProbe(planTo(server.port, { host: HOST }), createFakeTransport({ dns: 'hang', over: createNodeTransport() }));
      assert.equal(run.verdict.ok, true);
    } finally {
      await server.close();
    }
  });

  test('an answer with records of another type only counts as none', async () => {
    const dns = await startFakeDns();
    try {
      assert.deepEqual(await createNodeTransport({ dnsServers: [dns.address] }).query('nodata.lab.test', 'MX'), { code: 'ENODATA' });
    } finally {
      await dns.close();
    }
  });
});

test('a zone that answers for any name is no more than evidence where a mail server answers on another port', async () => {
  const server = await startScriptedServer('S: 220 lab.test ESMTP\nC: EHLO\nS: 250 lab.test\nC: QUIT\nS: 221 Bye\nCLOSE\n');
  try {
    const network: FakeNetwork = {
      resolve: ['192.0.2.9'],
      names: { [`${NOBODYS_LABEL}.lab.test`]: ['192.0.2.9'] },
      connect: { '192.0.2.9': 'ECONNREFUSED' },
      ports: { 587: server.port },
    };
    const { cause } = (await runProbe(planTo(25, { host: HOST }), createFakeTransport(network))).verdict;
    assert.equal(cause?.code, 'tcp/refused');
    assert.equal(cause?.confidence, 'certain');
    assert.equal(cause?.proven?.port, 587);
    assert.match(cause!.evidence.join('\n'), /any other name beside/);
  } finally {
    await server.close();
  }
});

describe('mail exchangers', () => {
  const domain = { ...planTo(25), host: 'lab.test', lookupMx: true };

  test('one without an address is left out, with a word, and the next is dialled', async () => {
    const server = await playScript('relay');
    try {
      const network: FakeNetwork = {
        mx: ['mx1.lab.test', 'mx2.lab.test'],
        names: { 'mx1.lab.test': 'ENOTFOUND' },
        over: createNodeTransport(),
        overPort: server.port,
      };
      const run = await runProbe(domain, createFakeTransport(network));
      assert.equal(run.verdict.ok, true);
      assert.match(run.verdict.summary, /^mx2\.lab\.test/);
      assert.ok(run.transcript.some((line) => line.includes('the MX "mx1.lab.test" has no address (ENOTFOUND)')));
    } finally {
      await server.close();
    }
  });

  test('the second is dialled when the first does not answer, as Postfix does', async () => {
    const server = await playScript('relay');
    try {
      const run = await runProbe(
        domain,
        createFakeTransport({
          mx: ['mx1.lab.test', 'mx2.lab.test'],
          names: { 'mx1.lab.test': ['192.0.2.1'], 'mx2.lab.test': ['192.0.2.2'] },
          connect: { '192.0.2.1': 'ECONNREFUSED' },
          over: createNodeTransport(),
          overPort: server.port,
        }),
      );
      assert.match(run.verdict.summary, /^mx2\.lab\.test/);
    } finally {
      await server.close();
    }
  });

  const broken: readonly { what: string; network: FakeNetwork; evidence: RegExp }[] = [
    { what: 'without an address', network: { mx: ['mx1.lab.test'], names: { 'mx1.lab.test': 'ENODATA' } }, evidence: /has no address \(ENODATA\)/ },
    { what: 'that are addresses', network: { mx: ['192.0.2.1'] }, evidence: /DNS wants a name there/ },
  ];
  for (const { what, network, evidence } of broken) {
    test(`exchangers ${what} are told as dns/mx-broken`, async () => {
      const { cause } = (await runProbe(domain, createFakeTransport(network))).verdict;
      assert.equal(cause?.code, 'dns/mx-broken');
      assert.equal(cause?.owner, 'dns');
      assert.match(cause!.evidence.join(), evidence);
    });
  }

  test('an exchanger that is an alias is dialled, with a word about it', async () => {
    const run = await runProbe(
      domain,
      createFakeTransport({ mx: ['mx1.lab.test'], records: { 'CNAME mx1.lab.test': ['real.lab.test'] }, connect: { '127.0.0.1': 'ECONNREFUSED' } }),
    );
    assert.ok(run.transcript.some((line) => line.includes('the MX "mx1.lab.test" is an alias of "real.lab.test"')));
  });
});

describe('a host value with more than a host in it', () => {
  test('is asked without the rest, and what is seen to work is proven', async () => {
    const server = await startScriptedServer('S: 220 lab.test ESMTP\nC: EHLO\nS: 250 lab.test\nC: QUIT\nS: 221 Bye\nCLOSE\n');
    try {
      const plan = { ...planTo(server.port), host: '"smtp://localhost"' };
      const { cause } = (await runProbe(plan)).verdict;
      assert.equal(cause?.code, 'dns/bad-name');
      assert.equal(cause?.proven?.host, 'localhost');
      assert.equal(cause?.part, 'host');
      assert.match(cause!.nextStep, /^Set host "localhost"/);
    } finally {
      await server.close();
    }
  });

  const values: readonly [text: string, want: ReturnType<typeof cleanedHost>][] = [
    ['smtp://mail.lab.test', { host: 'mail.lab.test' }],
    ['smtps://u:p@mail.lab.test:465/', { host: 'mail.lab.test', port: 465, isImplicitTls: true }],
    ['mail.lab.test:587', { host: 'mail.lab.test', port: 587 }],
    ['"mail.lab.test"', { host: 'mail.lab.test' }],
    [' mail.lab.test ', { host: 'mail.lab.test' }],
    ['[192.0.2.1]:25', { host: '192.0.2.1', port: 25 }],
    ['mail..lab.test', { host: 'mail.lab.test' }],
    ['mail.lab.test', undefined],
    ['"', undefined],
    ['mail.lab.test:99999', { host: 'mail.lab.test' }],
  ];
  for (const [text, want] of values) test(`${JSON.stringify(text)} is read as ${want?.host ?? 'nothing'}`, () => assert.deepEqual(cleanedHost(text), want));
});

test('private addresses are those that no public name leads to', () => {
  for (const address of [
    '10.1.2.3',
    '127.0.0.1',
    '172.16.0.1',
    '172.31.9.9',
    '192.168.1.1',
    '169.254.1.1',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::',
    'fd00::1',
    'fe80::1',
  ])
    assert.ok(isPrivateAddress(address), address);
  for (const address of ['8.8.8.8', '172.32.0.1', '100.128.0.1', '193.168.1.1', '2001:db8::1']) assert.ok(!isPrivateAddress(address), address);
});
