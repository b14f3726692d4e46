import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createNodeTransport } from '../../src/smtp/nodeTransport.ts';
import type { TlsFacts } from '../../src/smtp/types.ts';
import { CERTIFICATE_KINDS, type CertificateKind, makeCertificates, type TestCertificates } from '../support/certificates.ts';
import { runProgram } from '../support/oracles.ts';
import { isInstalled } from '../support/postfixInstance.ts';
import { planTo, runProbe } from '../support/probeRun.ts';
import { startScriptedServer } from '../support/scriptedServer.ts';

/*
 * Three sets of roots are asked about one chain without another handshake, by building paths ourselves. Here
 * `openssl verify` is asked the same of the same chains and the same sets.
 */

const skip = isInstalled('openssl') ? false : 'openssl is not installed: sudo apt-get install -y openssl';
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----\n?/g;

let certificates: TestCertificates;
let folder: string;
before(async () => {
  certificates = await makeCertificates();
  folder = mkdtempSync(join(tmpdir(), 'relay-doctor-trust-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** X509_V_ERR numbers of openssl-verification-options(1) by our codes. */
const NUMBERS: Readonly<Record<string, readonly number[]>> = {
  UNABLE_TO_GET_ISSUER_CERT: [2],
  CERT_NOT_YET_VALID: [9],
  CERT_HAS_EXPIRED: [10],
  DEPTH_ZERO_SELF_SIGNED_CERT: [18],
  SELF_SIGNED_CERT_IN_CHAIN: [19],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [20],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [20, 21],
};

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The error number of `openssl verify`, 0 when the chain is good. */
async function opensslVerify(chain: string, anchors: string): Promise<number> {
  const [leaf = '', ...others] = chain.match(CERTIFICATE) ?? [];
  const untrusted = others.length > 0 ? ['-untrusted', write('untrusted.pem', others.join(''))] : [];
  const args = ['verify', '-no-CApath', '-no-CAstore', '-CAfile', write('anchors.pem', anchors), ...untrusted, write('leaf.pem', leaf)];
  const { exitCode, stdout } = await runProgram('openssl', args);
  return exitCode === 0 ? 0 : Number(/error (\d+) at/.exec(stdout)?.[1] ?? -1);
}

async function factsOf(kind: CertificateKind, systemRoots: readonly string[], ca: readonly string[] = []): Promise<TlsFacts> {
  const server = await startScriptedServer('TLS\nSILENCE\n', certificates.servers[kind]);
  try {
    const plan = planTo(server.port, { mode: 'implicit-tls', host: 'localhost', ca, timeouts: { greetingMs: 50, patienceMs: 50 } });
    const ended = (await runProbe(plan, createNodeTransport({ systemRoots }))).stage('tls');
    assert.ok(ended && 'facts' in ended && ended.facts.tls);
    return ended.facts.tls;
  } finally {
    await server.close();
  }
}

describe('trust without another handshake', { skip }, () => {
  for (const kind of CERTIFICATE_KINDS) {
    test(`${kind}: openssl verify comes to the same verdict for each set`, async () => {
      const { cert } = certificates.servers[kind];
      const sets = { 'the root': certificates.ca, 'the leaf itself': cert.match(CERTIFICATE)![0]!, 'the end of the chain': cert.match(CERTIFICATE)!.at(-1)! };
      for (const [name, anchors] of Object.entries(sets)) {
        const facts = await factsOf(kind, [anchors]);
        const said = facts.trust?.find(({ store }) => store === 'system');
        const number = await opensslVerify(cert, anchors);
        assert.equal(said?.trusted, number === 0, `${name}: openssl says ${number}, we say ${JSON.stringify(said)}`);
        if (number !== 0) assert.ok(NUMBERS[said?.problem ?? '']?.includes(number), `${name}: openssl says ${number}, we say ${said?.problem}`);
        assert.equal(facts.trust?.find(({ store }) => store === 'node')?.trusted, false);
      }
    });
  }

  test('a link that only the CA file may have given proves nothing about other sets', async () => {
    const intermediate = certificates.servers['with-intermediate'].cert.match(CERTIFICATE)![1]!;
    const facts = await factsOf('without-intermediate', [certificates.ca], [intermediate, certificates.ca]);
    assert.equal(facts.trusted, true);
    assert.deepEqual(facts.trust, [
      { store: 'node', trusted: false, problem: 'SELF_SIGNED_CERT_IN_CHAIN' },
      { store: 'system', problem: 'UNCLEAR' },
      { store: 'file', trusted: true },
    ]);
  });
});
