import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type * as tls from 'node:tls';
import { createNodeTransport } from '../../../../src/smtp/nodeTransport.ts';
import { certificateDoubts } from '../../../../src/smtp/tls/judgeCertificate.ts';
import type { CertificateFacts, ProbeCode, StageName, TlsFacts } from '../../../../src/smtp/types.ts';
import { type CertificateKind, makeCertificates, type ServerCertificate, type TestCertificates } from '../../../support/certificates.ts';
import { createFakeTransport } from '../../../support/fakeTransport.ts';
import { type FinishedRun, planTo, runProbe } from '../../../support/probeRun.ts';
import { type ScriptedServer, startScriptedServer } from '../../../support/scriptedServer.ts';

/*
 * STARTTLS, the handshake and the certificate, where a scripted server can do what a real one will not: break off
 * at a chosen byte, or have another clock. See test/servers/smtpTls.test.ts for real servers.
 */

const PATIENT = { greetingMs: 10_000, patienceMs: 5_000, tlsMs: 5_000, commandMs: 10_000, connectMs: 10_000 };
const DAY_MS = 24 * 60 * 60 * 1000;

let certificates: TestCertificates;
before(async () => {
  certificates = await makeCertificates();
});

type Options = Parameters<typeof planTo>[1] & {
  readonly tlsOptions?: tls.TlsOptions;
  readonly systemRoots?: readonly string[] /** The plan says 587; the scripted server is dialled on its own port. */;
  readonly isPort587?: boolean;
};

interface Told {
  readonly run: FinishedRun;
  readonly server: ScriptedServer;
}

async function against(script: string, certificate: ServerCertificate, options: Options = {}): Promise<Told> {
  const { tlsOptions, systemRoots = [], isPort587 = false, timeouts, ...rest } = options;
  const server = await startScriptedServer(script, certificate, tlsOptions);
  try {
    const plan = planTo(isPort587 ? 587 : server.port, { ca: [certificates.ca], timeouts: { ...PATIENT, ...timeouts }, mode: 'starttls-required', ...rest });
    // Any name leads to the scripted server.
    const transport = createFakeTransport({ over: createNodeTransport({ systemRoots }), overPort: server.port });
    const run = await runProbe(plan, transport);
    assert.deepEqual(server.mismatches, []);
    assert.ok(server.received.length <= 4, 'at most three extra connections');
    return { run, server };
  } finally {
    await server.close();
  }
}

const LEAF: CertificateFacts = {
  subject: 'CN=a',
  issuer: 'CN=b',
  names: ['a'],
  validFrom: '',
  validTo: '',
  daysLeft: 1,
  fingerprint256: '',
  keyType: 'RSA',
  keyBits: 2048,
  signature: 'RSA with SHA-256',
};
const TRUSTED: TlsFacts = { protocol: 'TLSv1.3', cipher: '', chain: [], trusted: true, nameMatches: true };

const HELLO = 'S: 220 lab.test ESMTP\nC: EHLO\nS: 250-lab.test\nS: 250 STARTTLS\n';
const BARE_HELLO = 'S: 220 lab.test ESMTP\nC: EHLO\nS: 250 lab.test\nC: QUIT\nS: 221 Bye\nCLOSE\n';
const READY = `${HELLO}C: STARTTLS\nS: 220 Go\n`;
const SECURED = `${READY}TLS\nC: *\nS: 250-lab.test\nS: 250 AUTH PLAIN\nC: QUIT\nS: 221 Bye\nCLOSE\n`;
const LEAVES = `${READY}TLS\nC: QUIT\nS: 221 Bye\nCLOSE\n`;

interface Row {
  readonly what: string;
  readonly script: string;
  readonly kind?: CertificateKind;
  readonly options?: Options;
  readonly code: ProbeCode;
  readonly stage?: StageName;
  readonly evidence?: RegExp;
  readonly ruledOut?: RegExp;
  readonly also?: (told: Told) => void;
}

const rows: readonly Row[] = [
  {
    what: 'no STARTTLS on two connections in a row',
    script: BARE_HELLO,
    code: 'starttls/not-offered',
    ruledOut: /2 connections got the same offer/,
    also: ({ server }) => assert.equal(server.received.length, 2),
  },
  {
    what: 'STARTTLS on some of several servers',
    script: `${BARE_HELLO}==\n${HELLO.replaceAll('lab.test', 'two.lab.test')}C: QUIT\nS: 221 Bye\nCLOSE\n`,
    code: 'starttls/sometimes',
    evidence: /connection 1: lab\.test ESMTP: no STARTTLS\nconnection 2: two\.lab\.test ESMTP: STARTTLS/,
  },
  {
    what: 'a greeting that a firewall wrote over',
    script: BARE_HELLO.replace('lab.test ESMTP', '*********************'),
    code: 'starttls/stripped',
    evidence: /asterisks/,
    also: ({ server }) => assert.equal(server.received.length, 1),
  },
  {
    what: 'no STARTTLS at a provider that is known to offer it',
    script: BARE_HELLO.replaceAll('lab.test', 'mx.google.com'),
    options: { host: 'smtp.gmail.com', isPort587: true },
    code: 'starttls/stripped',
    evidence: /Gmail.* is known to offer STARTTLS on port 587/,
    also: ({ run }) => assert.equal(run.verdict.cause?.confidence, 'likely'),
  },
  refusedStartTls('500 to STARTTLS', /verb is not known/),
  refusedStartTls('501 to STARTTLS', /argument/),
  refusedStartTls('503 to STARTTLS', /out of order/),
  {
    what: 'STARTTLS that is refused and then announced no more',
    script: `${HELLO}C: STARTTLS\nS: 502 5.5.1 no\nC: EHLO\nS: 250 lab.test\nC: QUIT\nS: 221 Bye\nCLOSE\n`,
    code: 'starttls/rejected',
    evidence: /announces STARTTLS no more/,
  },
  {
    what: 'STARTTLS that is refused before the server hangs up',
    script: `${HELLO}C: STARTTLS\nS: 502 5.5.1 no\nC: EHLO\nCLOSE\n`,
    code: 'starttls/rejected',
  },
  {
    what: 'STARTTLS that a firewall writes over on its way',
    script: `${HELLO}C: STARTTLS\nS: 500 5.5.1 Command unrecognized: "XXXXXXXX"\nC: QUIT\nS: 221 Bye\nCLOSE\n`,
    code: 'starttls/stripped',
    stage: 'starttls',
    evidence: /answers to "XXXXXXXX"/,
  },
  {
    what: 'a reset after the consent to STARTTLS',
    script: `${READY}BYTES\nRESET\n`,
    code: 'tls/reset',
    stage: 'tls',
    evidence: /220 and then the connection was reset/,
  },
  {
    what: 'silence after the consent to STARTTLS',
    script: `${READY}SILENCE\n==\n${READY}SILENCE\n==\n${HELLO}C: NOOP\nS: 250 ok\nC: NOOP xxx\nS: 250 ok\nC: QUIT\nS: 221 Bye\nCLOSE\n`,
    options: { timeouts: { tlsMs: 80 } },
    code: 'tls/timeout',
    stage: 'tls',
    evidence: /did not answer the TLS hello/,
    ruledOut: /the size of the hello/,
  },
  {
    what: 'a hello of TLS 1.3 that is swallowed, and one of TLS 1.2 that is not',
    script: `${READY}SILENCE\n==\n${LEAVES}`,
    options: { timeouts: { tlsMs: 1_000 }, tlsOptions: { maxVersion: 'TLSv1.2' } },
    code: 'tls/hello-blocked',
    stage: 'tls',
    evidence: /limited to TLS 1\.2 the handshake succeeds/,
  },
  {
    what: 'a hello of TLS 1.3 that is cut off on a port where TLS comes first',
    script: 'BYTES\nCLOSE\n==\nCLOSE\n==\nTLS\nS: 220 lab.test\nC: QUIT\nS: 221 Bye\nCLOSE\n',
    options: { mode: 'implicit-tls' },
    code: 'tls/hello-blocked',
  },
  {
    what: 'a server that hangs up on a name it does not know',
    script: `${READY}TLS\n==\n${READY}TLS\n==\n${LEAVES}`,
    kind: 'wrong-name',
    options: {
      host: 'alias.lab.test',
      tlsOptions: { SNICallback: (name, done) => done(new Error(`unknown name ${name}`)) },
    },
    code: 'tls/unknown-name',
    stage: 'tls',
    evidence: /without a name in the hello the handshake succeeds, with a certificate for other\.test, mail\.other\.test/,
  },
  {
    what: 'a client certificate missing, and the alert of TLS 1.3 lost',
    script: `${READY}TLS\nCLOSE\n==\n${READY}TLS mutual\n`,
    code: 'tls/client-certificate',
    stage: 'ehlo-tls',
    evidence: /with TLS 1\.2 the server breaks the handshake off after its own certificate/,
    also: ({ run, server }) => {
      assert.equal(server.received.length, 2);
      assert.equal(run.verdict.cause?.confidence, 'certain');
    },
  },
  {
    what: 'a client certificate missing, and the alert lost where TLS comes first',
    script: 'TLS\nCLOSE\n==\nTLS mutual\n',
    options: { mode: 'implicit-tls' },
    code: 'tls/client-certificate',
    stage: 'greeting',
  },
  {
    what: 'a server that hangs up after TLS and would do without a client certificate',
    script: `${READY}TLS\nCLOSE\n==\n${LEAVES}`,
    code: 'protocol/closed',
    stage: 'ehlo-tls',
    ruledOut: /a client certificate that TLS asks for/,
  },
  {
    what: 'an expired certificate, and a server whose clock agrees',
    script: LEAVES.replace('lab.test ESMTP', `lab.test ESMTP Exim 4.96 ${rfcDate(0)}`),
    kind: 'expired',
    code: 'tls/expired',
    ruledOut: /wrong clock.*the clock here agrees/,
  },
  {
    what: 'a clock that is behind',
    script: LEAVES.replace('lab.test ESMTP', `lab.test ESMTP Exim 4.96 ${rfcDate(10)}`),
    kind: 'not-yet-valid',
    code: 'tls/wrong-clock',
    evidence: /10 days behind\n.*the certificate is valid/,
    also: ({ run }) => assert.match(run.verdict.summary, /seems not valid yet/),
  },
  {
    what: 'a clock that is ahead, where TLS comes first',
    script: `TLS\nS: 220 lab.test ESMTP Sendmail; ${rfcDate(-10)}\nSILENCE\n`,
    kind: 'expired',
    options: { mode: 'implicit-tls' },
    code: 'tls/wrong-clock',
    evidence: /10 days ahead/,
    also: ({ server }) => assert.deepEqual(server.received[0], []),
  },
  {
    what: 'a certificate for later at a server that tells no time',
    script: LEAVES,
    kind: 'not-yet-valid',
    code: 'tls/not-yet-valid',
  },
  {
    what: 'a self-signed certificate on this machine',
    script: LEAVES,
    kind: 'self-signed',
    code: 'tls/self-signed',
    evidence: /on this machine or a private network/,
    also: ({ run }) => assert.deepEqual([run.verdict.cause?.owner, run.verdict.cause?.part], ['you', 'ca']),
  },
  {
    what: 'a private authority that sends its root',
    script: LEAVES,
    kind: 'foreign-root',
    code: 'tls/untrusted',
    evidence: /Node\.js: not trusted \(SELF_SIGNED_CERT_IN_CHAIN\); the operating system: not trusted/,
  },
  { what: 'an unknown issuer that was not sent', script: LEAVES, kind: 'without-intermediate', code: 'tls/untrusted', evidence: /Test Intermediate/ },
  {
    what: 'a forgotten intermediate of a known authority',
    script: LEAVES,
    kind: 'public-intermediate-missing',
    code: 'tls/missing-intermediate',
    also: ({ run }) => {
      assert.match(run.verdict.summary, /"DigiCert Lab TLS CA"/);
      assert.equal(run.verdict.cause?.confidence, 'certain');
    },
  },
  {
    what: 'a forgotten intermediate that could be fetched',
    script: LEAVES,
    kind: 'fetchable-intermediate-missing',
    code: 'tls/missing-intermediate',
    evidence: /http:\/\/pki\.example\.com\/intermediate\.cer/,
    also: ({ run }) => assert.equal(run.verdict.cause?.confidence, 'likely'),
  },
  {
    what: 'an antivirus program in between',
    script: LEAVES,
    kind: 'intercepted',
    code: 'tls/intercepted',
    evidence: /issued by .*Avast Web\/Mail Shield/,
    also: ({ run }) => assert.match(run.verdict.cause!.nextStep, /Avast/),
  },
  {
    what: 'a certificate of another host',
    script: LEAVES,
    kind: 'wrong-name',
    options: { host: 'localhost' },
    code: 'tls/wrong-name',
    evidence: /other\.test, mail\.other\.test/,
  },
];

function refusedStartTls(what: string, evidence: RegExp): Row {
  const code = what.slice(0, 3);
  return {
    what,
    script: `${HELLO}C: STARTTLS\nS: ${code} 5.5.1 no\nC: EHLO\nS: 250-lab.test\nS: 250 STARTTLS\nC: QUIT\nS: 221 Bye\nCLOSE\n`,
    code: 'starttls/rejected',
    evidence,
  };
}

/** So many days from now, as mail servers write it. */
function rfcDate(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toUTCString().replace('GMT', '+0000');
}

describe('one cause in STARTTLS, handshake and certificate', () => {
  for (const { what, script, kind = 'valid', options, code, stage, evidence, ruledOut, also } of rows) {
    test(what, async () => {
      const told = await against(script, certificates.servers[kind], options);
      const { cause } = told.run.verdict;
      assert.equal(cause?.code, code, told.run.transcript.join('\n'));
      if (stage) assert.equal(cause?.stage, stage);
      if (evidence) assert.match(cause!.evidence.join('\n'), evidence);
      if (ruledOut) assert.match(cause!.ruledOut.join('\n'), ruledOut);
      assert.equal(cause!.nextSteps[0], cause!.nextStep);
      also?.(told);
    });
  }
});

describe('a host that the certificate is really for', () => {
  test('is proven by a handshake with that name, and what it offers there is told', async () => {
    const { run, server } = await against(`${LEAVES}==\n${SECURED}`, await certificates.forNames('relay.lab.test'), { host: 'mail.lab.test' });
    assert.equal(run.verdict.cause?.code, 'tls/wrong-name');
    assert.deepEqual(run.verdict.cause?.proven, {
      host: 'relay.lab.test',
      mechanisms: ['PLAIN'],
      evidence: `"relay.lab.test" port ${server.port} answered with TLSv1.3, certificate valid for that name, AUTH PLAIN offered`,
    });
    assert.equal(run.verdict.cause?.part, 'host');
  });

  test('is the host of the provider when the certificate has many names', async () => {
    const certificate = await certificates.forNames('smtp.mailgun.org', 'www.mailgun.org');
    const { run } = await against(`${LEAVES}==\n${SECURED}`, certificate, { host: 'mg.lab.test' });
    assert.equal(run.verdict.cause?.proven?.host, 'smtp.mailgun.org');
  });

  test('is not claimed when it is one of several', async () => {
    const { run } = await against(LEAVES, certificates.servers['wrong-name'], { host: 'mail.lab.test' });
    assert.equal(run.verdict.cause?.proven, undefined);
  });
});

describe('a certificate that passes here', () => {
  const PASSES = `${SECURED.slice(0, SECURED.indexOf('C: QUIT'))}C: MAIL\nS: 250 ok\nC: RCPT\nS: 250 ok\nC: RSET\nS: 250 ok\nC: QUIT\nS: 221 Bye\nCLOSE\n`;

  test('with a common name only fails in other software', async () => {
    const { run } = await against(PASSES, certificates.servers['common-name-only'], { host: 'localhost' });
    assert.equal(run.verdict.ok, true);
    assert.match(run.verdict.summary, /common name only/);
  });

  test('a weak certificate that this runtime accepts is told all the same', () => {
    const doubts = certificateDoubts({ ...TRUSTED, chain: [{ ...LEAF, keyType: 'RSA', keyBits: 1024 }] });
    assert.match(doubts.join(), /RSA key of only 1024 bits/);
    assert.match(certificateDoubts({ ...TRUSTED, chain: [{ ...LEAF, signature: 'RSA with SHA-1' }] }).join(), /signature by RSA with SHA-1/);
    assert.deepEqual(certificateDoubts({ ...TRUSTED, chain: [LEAF] }), []);
  });

  test('is told with key, signature and three kinds of trust', async () => {
    const { run } = await against(PASSES, certificates.servers.valid, { host: 'localhost', systemRoots: [certificates.ca] });
    const ended = run.stage('tls');
    const facts = ended && 'facts' in ended ? ended.facts.tls : undefined;
    assert.deepEqual([facts?.chain[0]?.keyType, facts?.chain[0]?.keyBits, facts?.chain[0]?.signature], ['EC', 256, 'ECDSA with SHA-256']);
    assert.deepEqual(facts?.trust, [
      { store: 'node', trusted: false, problem: 'SELF_SIGNED_CERT_IN_CHAIN' },
      { store: 'system', trusted: true },
      { store: 'file', trusted: true },
    ]);
  });
});

test('a certificate that only the operating system trusts works elsewhere on this machine', async () => {
  const { cert } = certificates.servers['foreign-root'];
  const { run } = await against(LEAVES, certificates.servers['foreign-root'], { systemRoots: [cert] });
  assert.equal(run.verdict.cause?.code, 'tls/system-only');
  assert.match(run.verdict.cause!.evidence.join('\n'), /trusted by the operating system, not by Node\.js: mail programs here work, an app on Node\.js fails/);
  assert.match(run.verdict.cause!.nextSteps.join(' '), /NODE_EXTRA_CA_CERTS.*--use-system-ca/);
});
