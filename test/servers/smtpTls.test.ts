import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createNodeTransport } from '../../src/smtp/nodeTransport.ts';
import type { ProbeCode, RelayPlan, StageName, TlsVersionAnswer } from '../../src/smtp/types.ts';
import { makeCertificates, type TestCertificates } from '../support/certificates.ts';
import { createFakeTransport } from '../support/fakeTransport.ts';
import { startOpensslServer } from '../support/opensslServer.ts';
import { runProgram } from '../support/oracles.ts';
import { isInstalled, type PostfixInstance, type PostfixService, postfixObstacle, startPostfix } from '../support/postfixInstance.ts';
import { type FinishedRun, planTo, runProbe } from '../support/probeRun.ts';

/*
 * What breaks TLS itself, against a real Postfix and `openssl s_server`: versions, ciphers, keys, names and client
 * certificates. `openssl s_client` says which versions a server accepts.
 */

const TLS = { smtpd_tls_security_level: 'encrypt' };
/** Debian's OpenSSL only offers TLS 1.0 and 1.1 at security level 0. */
const LENIENT = { ...TLS, smtpd_tls_mandatory_ciphers: 'medium', tls_medium_cipherlist: 'DEFAULT:@SECLEVEL=0' };

const SERVICES = {
  modern: { ...TLS, smtpd_tls_mandatory_protocols: '>=TLSv1.2' },
  only13: { ...TLS, smtpd_tls_mandatory_protocols: '>=TLSv1.3' },
  only12: { ...TLS, smtpd_tls_mandatory_protocols: '>=TLSv1.2, <=TLSv1.2' },
  upTo12: { ...LENIENT, smtpd_tls_mandatory_protocols: '>=TLSv1, <=TLSv1.2' },
  old: { ...LENIENT, smtpd_tls_mandatory_protocols: '>=TLSv1, <=TLSv1.1' },
  mutual: { ...TLS, smtpd_tls_req_ccert: 'yes' },
  mutual12: { ...TLS, smtpd_tls_req_ccert: 'yes', smtpd_tls_mandatory_protocols: '>=TLSv1.2, <=TLSv1.2' },
  wrapped: { smtpd_tls_wrappermode: 'yes', smtpd_tls_mandatory_protocols: '>=TLSv1.2' },
} as const;
type ServiceName = keyof typeof SERVICES;

const skip = postfixObstacle() ?? (isInstalled('openssl') ? false : 'openssl is not installed: sudo apt-get install -y openssl');

let certificates: TestCertificates;
let postfix: PostfixInstance<ServiceName>;
let folder: string;

before(async () => {
  if (skip) return;
  certificates = await makeCertificates();
  folder = mkdtempSync(join(tmpdir(), 'relay-doctor-tls-'));
  const certificate = certificates.servers.valid;
  const entries = Object.entries(SERVICES).map(([name, parameters]): [string, PostfixService] => [name, { parameters, certificate }]);
  const services = Object.fromEntries(entries) as Record<ServiceName, PostfixService>;
  postfix = await startPostfix({ services });
});

after(() => {
  if (skip) return;
  postfix.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Options = Parameters<typeof planTo>[1];

const tlsPlan = (port: number, options: Options = {}): RelayPlan =>
  planTo(port, { ca: [certificates.ca], host: 'localhost', mode: 'starttls-required', ...options });

function probePostfix(service: ServiceName): Promise<FinishedRun> {
  const overrides = service === 'wrapped' ? { mode: 'implicit-tls' as const } : {};
  return runProbe(tlsPlan(postfix.ports[service], overrides));
}

describe('TLS of a real Postfix', { skip }, () => {
  const rows: readonly { what: string; service: ServiceName; code: ProbeCode; stage: StageName; evidence: RegExp }[] = [
    {
      what: 'a server that knows old versions only',
      service: 'old',
      code: 'tls/protocol-version',
      stage: 'tls',
      evidence: /speaks TLSv1(\.1)?, which is switched off/,
    },
    {
      what: 'a client certificate missing under TLS 1.2',
      service: 'mutual12',
      code: 'tls/client-certificate',
      stage: 'ehlo-tls',
      evidence: /No client certificate presented/,
    },
    {
      what: 'a client certificate missing under TLS 1.3',
      service: 'mutual',
      code: 'tls/client-certificate',
      stage: 'ehlo-tls',
      evidence: /No client certificate presented/,
    },
  ];
  for (const { what, service, code, stage, evidence } of rows) {
    test(what, async () => {
      const run = await probePostfix(service);
      const { cause } = run.verdict;
      assert.equal(cause?.code, code, run.transcript.join('\n'));
      assert.equal(cause?.stage, stage);
      assert.equal(cause?.confidence, 'certain');
      assert.match(cause!.evidence.join('\n'), evidence);
    });
  }
});

describe('TLS of openssl s_server', { skip }, () => {
  const small = () => {
    const file = join(folder, 'dh.pem');
    writeFileSync(file, DH_1024);
    return file;
  };
  const rows: readonly { what: string; args: () => readonly string[]; kind?: 'rsa-1024' | 'sha-1' | 'rsa'; code: ProbeCode; evidence?: RegExp }[] = [
    {
      what: 'no cipher in common',
      args: () => ['-tls1_2', '-cipher', 'ECDHE-RSA-AES128-GCM-SHA256'],
      code: 'tls/no-common-cipher',
      evidence: /before it sent a certificate/,
    },
    {
      what: 'a client certificate missing, told by an alert in the handshake',
      args: () => ['-tls1_2', '-Verify', '1'],
      code: 'tls/client-certificate',
      evidence: /HANDSHAKE_FAILURE/,
    },
    {
      what: 'a client certificate missing, told by an alert after the handshake',
      args: () => ['-tls1_3', '-Verify', '1'],
      code: 'tls/client-certificate',
      evidence: /CERTIFICATE_REQUIRED/,
    },
    { what: 'TLS 1.1 at most', args: () => ['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0'], code: 'tls/protocol-version', evidence: /speaks TLSv1\.1/ },
    {
      what: 'a certificate with a weak key',
      args: () => ['-cipher', 'ALL:@SECLEVEL=0'],
      kind: 'rsa-1024',
      code: 'tls/weak-certificate',
      evidence: /RSA key of only 1024 bits/,
    },
    {
      what: 'Diffie-Hellman parameters that are too small',
      args: () => ['-tls1_2', '-dhparam', small(), '-cipher', 'DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0'],
      kind: 'rsa',
      code: 'tls/weak-key',
    },
  ];
  for (const { what, args, kind, code, evidence } of rows) {
    test(what, async () => {
      const certificate = kind === undefined ? certificates.servers.valid : (await certificates.weak())[kind === 'rsa' ? 'rsa-1024' : kind];
      const server = await startOpensslServer(certificate, args());
      try {
        const run = await runProbe(tlsPlan(server.port, { mode: 'implicit-tls', timeouts: { greetingMs: 500, patienceMs: 500, tlsMs: 5_000 } }));
        assert.equal(run.verdict.cause?.code, code, run.transcript.join('\n'));
        if (evidence) assert.match(run.verdict.cause!.evidence.join('\n'), evidence);
      } finally {
        server.stop();
      }
    });
  }

  test('a name that the server has no certificate for, and the host that it has one for', async () => {
    const own = await certificates.forNames('relay.lab.test');
    const file = join(folder, 'own.pem');
    writeFileSync(file, `${own.key}\n${own.cert}`);
    const server = await startOpensslServer(own, ['-servername', 'relay.lab.test', '-servername_fatal', '-cert2', file, '-key2', file]);
    try {
      const transport = createFakeTransport({ over: createNodeTransport() });
      const plan = tlsPlan(server.port, { mode: 'implicit-tls', host: 'alias.lab.test', timeouts: { greetingMs: 300, patienceMs: 300 } });
      const { verdict, transcript } = await runProbe(plan, transport);
      assert.equal(verdict.cause?.code, 'tls/unknown-name', transcript.join('\n'));
      assert.match(verdict.cause!.evidence.join('\n'), /without a name in the hello the handshake succeeds, with a certificate for relay\.lab\.test/);
      assert.equal(verdict.cause?.proven?.host, 'relay.lab.test');
    } finally {
      server.stop();
    }
  });
});

const CLIENT_FLAGS = { TLSv1: '-tls1', 'TLSv1.1': '-tls1_1', 'TLSv1.2': '-tls1_2', 'TLSv1.3': '-tls1_3' } as const;

describe('TLS versions on request', { skip }, () => {
  const rows: readonly { service: ServiceName; want: readonly string[] }[] = [
    { service: 'modern', want: ['TLSv1.2', 'TLSv1.3'] },
    { service: 'only13', want: ['TLSv1.3'] },
    { service: 'only12', want: ['TLSv1.2'] },
    { service: 'upTo12', want: ['TLSv1', 'TLSv1.1', 'TLSv1.2'] },
    { service: 'old', want: ['TLSv1', 'TLSv1.1'] },
    { service: 'wrapped', want: ['TLSv1.2', 'TLSv1.3'] },
  ];
  for (const { service, want } of rows) {
    test(`${service}: openssl s_client accepts the same ones`, async () => {
      const port = postfix.ports[service];
      const run = await runProbe(tlsPlan(port, { enumerateTls: true, ...(service === 'wrapped' ? { mode: 'implicit-tls' as const } : {}) }));
      const ended = run.stage('tls-versions');
      assert.equal(ended?.state, 'passed', run.transcript.join('\n'));
      const answers: readonly TlsVersionAnswer[] = (ended && 'facts' in ended && ended.facts.tlsVersions) || [];
      assert.deepEqual(
        answers.filter(({ offered }) => offered).map(({ version }) => version),
        want,
        JSON.stringify(answers),
      );
      assert.ok(
        answers.every(({ offered }) => offered !== undefined),
        JSON.stringify(answers),
      );
      for (const { version, offered, cipher } of answers) {
        const startTls = service === 'wrapped' ? [] : ['-starttls', 'smtp'];
        const args = ['s_client', '-connect', `127.0.0.1:${port}`, CLIENT_FLAGS[version], '-cipher', 'ALL:@SECLEVEL=0', ...startTls];
        const { stdout } = await runProgram('openssl', args, 'QUIT\n');
        const agreed = /Cipher is (\S+)/.exec(stdout)?.[1];
        assert.equal(agreed !== undefined && agreed !== '(NONE)', offered, stdout);
        if (version === 'TLSv1.3' && offered) assert.equal(agreed, cipher);
      }
    });
  }
});

/** `openssl dhparam 1024`: no secret, and too small on purpose. */
const DH_1024 = `-----BEGIN DH PARAMETERS-----
MIGHAoGBAP6vIlP7i7nH7OKVAI7YxuOSTmwdU+UKg88yDnHLGO+/Vnbx7IeNP6Bw
2di4fqn6rW3KPSAt0D4LgdWcp4JShWhKwmryVlwhonDTdeZn23mkCJIHJHurIz4h
cc9yEk/anGZUAqirDDaGwvBRlCE1/0BggkheYwdha5MDSxf/IY0HAgEC
-----END DH PARAMETERS-----
`;
