import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { makeCertificates } from '../support/certificates.ts';
import { freePorts } from '../support/postfixInstance.ts';
import { planTo, runProbe } from '../support/probeRun.ts';
import { runUnpacked, unpackedObstacle } from '../support/unpackedServer.ts';

/* Refusals in the words of a real OpenSMTPD, which has few of them. */

const skip = unpackedObstacle('smtpd', { users: ['opensmtpd', 'opensmtpq'], folders: ['/var/lib/opensmtpd/empty', '/var/spool/smtpd'] }) ?? false;

describe('a real OpenSMTPD', { skip }, () => {
  let ports: readonly number[];
  let folder: string;
  let stop: () => Promise<void>;
  before(async () => {
    ports = await freePorts(2);
    folder = mkdtempSync(join(tmpdir(), 'relay-doctor-smtpd-'));
    const { cert, key } = (await makeCertificates()).servers.valid;
    const [file, certFile, keyFile] = ['smtpd.conf', 'cert.pem', 'key.pem'].map((name) => join(folder, name)) as [string, string, string];
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key, { mode: 0o600 });
    writeFileSync(
      file,
      `pki lab cert "${certFile}"
pki lab key "${keyFile}"
listen on 127.0.0.1 port ${ports[0]}
listen on 127.0.0.1 port ${ports[1]} tls-require pki lab
action "sink" mda "/bin/true" virtual { "@" = "root" }
match from any for domain "lab.test" action "sink"
`,
      { mode: 0o600 },
    );
    const server = await runUnpacked('smtpd', ['-d', '-f', file], ports[0]!);
    stop = server.stop;
    assert.ok(server.listens, 'OpenSMTPD does not start');
  });
  after(async () => {
    await stop?.();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const probeOf = (at: number, rcptTo: string) => runProbe(planTo(ports[at]!, { mode: 'none', mailFrom: 'shop@lab.test', rcptTo }));

  test('R2: OpenSMTPD calls a recipient invalid that it would not relay to, so signing in is named', async () => {
    const { verdict, transcript } = await probeOf(0, 'you@elsewhere.test');
    assert.equal(verdict.cause?.code, 'rcpt/rejected', transcript.join('\n'));
    assert.match(verdict.cause.nextSteps.join('\n'), /OpenSMTPD/);
  });

  test('R14: OpenSMTPD wants TLS before mail', async () => {
    const { verdict, transcript } = await probeOf(1, 'me@lab.test');
    assert.equal(verdict.cause?.code, 'mail/needs-tls', transcript.join('\n'));
  });

  test('takes mail for its own domain', async () => {
    assert.equal((await probeOf(0, 'me@lab.test')).verdict.ok, true);
  });
});
