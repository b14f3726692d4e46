import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as tls from 'node:tls';
import { createNodeTransport } from '../../../../src/smtp/nodeTransport.ts';
import { tlsStackOf, versionOptions } from '../../../../src/smtp/tls/tlsOptions.ts';
import { TLS_VERSIONS } from '../../../../src/smtp/tls/tlsVersions.ts';
import { makeCertificates } from '../../../support/certificates.ts';
import { planTo, runProbe } from '../../../support/probeRun.ts';
import { startScriptedServer } from '../../../support/scriptedServer.ts';

describe('the TLS library of a runtime', () => {
  const rows = [
    { what: 'Node 24', versions: { openssl: '3.5.8' }, features: { openssl_is_boringssl: false }, want: 'openssl' },
    { what: 'Node 20', versions: { openssl: '3.0.19' }, features: {}, want: 'openssl' },
    { what: 'a runtime that says it is BoringSSL', versions: { openssl: '1.1.0' }, features: { openssl_is_boringssl: true }, want: 'boringssl' },
    { what: 'Electron with an older Node', versions: { openssl: '1.1.1', electron: '25.8.0' }, features: {}, want: 'boringssl' },
    { what: 'BoringSSL by its version alone', versions: { openssl: '1.1.0' }, features: {}, want: 'boringssl' },
  ] as const;
  for (const { what, versions, features, want } of rows) test(what, () => assert.equal(tlsStackOf({ versions, features }), want));

  test('is that of this process', () => assert.equal(createNodeTransport().tlsStack, tlsStackOf(process)));
});

describe('options for TLS versions', () => {
  test('hold no ciphers and no security level on BoringSSL, which would throw', () => {
    for (const version of TLS_VERSIONS)
      assert.deepEqual(versionOptions({ min: version, max: version }, 'boringssl'), { minVersion: version, maxVersion: version });
  });

  test('hold a security level on OpenSSL only for versions that need it', () => {
    assert.equal(versionOptions({ min: 'TLSv1', max: 'TLSv1.1' }, 'openssl').ciphers, 'DEFAULT@SECLEVEL=0');
    assert.equal(versionOptions({ min: 'TLSv1.2', max: 'TLSv1.3' }, 'openssl').ciphers, undefined);
  });

  test('are accepted by this runtime', () => {
    const stack = tlsStackOf(process);
    for (const version of TLS_VERSIONS) assert.doesNotThrow(() => tls.createSecureContext({ ...versionOptions({ min: version, max: version }, stack) }));
  });
});

test('an option that the library refuses at once is a failed handshake, not a crash', async () => {
  const { servers } = await makeCertificates();
  const server = await startScriptedServer('TLS\nSILENCE\n', servers.valid);
  try {
    const connection = await createNodeTransport().connect({ address: '127.0.0.1', family: 4 }, server.port, new AbortController().signal);
    // The wrong way round, so that createSecureContext or the handshake has to refuse it.
    const request = { serverName: 'localhost', versions: { min: 'SSLv3' as 'TLSv1', max: 'TLSv1.2' as const } };
    await assert.rejects(connection.startTls(request), { name: 'TransportError', phase: 'tls', code: 'ERR_TLS_INVALID_PROTOCOL_VERSION' });
    connection.destroy();
  } finally {
    await server.close();
  }
});

test('versions are enumerated with the options of BoringSSL as well', async () => {
  const certificates = await makeCertificates();
  const server = await startScriptedServer('TLS\nS: 220 lab.test\nC: *\nS: 221 Bye\nCLOSE\n', certificates.servers.valid);
  try {
    const plan = { ...planTo(server.port, { mode: 'implicit-tls', ca: [certificates.ca], host: 'localhost' }), enumerateTls: true };
    const run = await runProbe(plan, createNodeTransport({ tlsStack: 'boringssl' }));
    const ended = run.stage('tls-versions');
    const answers = (ended && 'facts' in ended && ended.facts.tlsVersions) || [];
    assert.deepEqual(
      answers.filter(({ offered }) => offered).map(({ version }) => version),
      ['TLSv1.2', 'TLSv1.3'],
    );
    assert.equal(server.received.length, 1 + TLS_VERSIONS.length);
  } finally {
    await server.close();
  }
});
