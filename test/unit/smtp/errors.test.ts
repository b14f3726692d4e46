import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { certificateCode, codeForFailure, normaliseCode } from '../../../src/smtp/errors.ts';
import { certificateProblem } from '../../../src/smtp/tls/judgeCertificate.ts';
import type { Phase } from '../../../src/smtp/transport.ts';
import type { CertificateFacts, ProbeCode, TlsFacts } from '../../../src/smtp/types.ts';

/** What Node 18 to 24 with OpenSSL and a BoringSSL runtime say for one and the same event, as measured. */
const families: readonly { what: string; codes: readonly string[]; phase: Phase; want: ProbeCode }[] = [
  { what: 'text instead of TLS', codes: ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_UNKNOWN_PROTOCOL'], phase: 'tls', want: 'tls/plain-server' },
  {
    what: 'junk in a TLS record',
    codes: ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'ERR_SSL_DATA_LENGTH_TOO_LONG', 'ERR_SSL_ENCRYPTED_LENGTH_TOO_LONG'],
    phase: 'tls',
    want: 'tls/plain-server',
  },
  { what: 'alert 40', codes: ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'], phase: 'tls', want: 'tls/handshake' },
  { what: 'alert 70', codes: ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'], phase: 'tls', want: 'tls/protocol-version' },
  { what: 'an old ServerHello', codes: ['ERR_SSL_UNSUPPORTED_PROTOCOL'], phase: 'tls', want: 'tls/protocol-version' },
  { what: 'alert 112', codes: ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'ERR_SSL_TLSV1_ALERT_UNRECOGNIZED_NAME'], phase: 'tls', want: 'tls/unknown-name' },
  {
    what: 'alert 116',
    codes: ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ERR_SSL_TLSV1_ALERT_CERTIFICATE_REQUIRED'],
    phase: 'stream',
    want: 'tls/client-certificate',
  },
  { what: 'a hang-up in the handshake', codes: ['ECONNRESET', 'EPIPE'], phase: 'tls', want: 'tls/closed' },
  { what: 'a resolver that does not answer', codes: ['ETIMEOUT', 'ETIMEDOUT'], phase: 'resolve', want: 'dns/timeout' },
  { what: 'a lost SYN', codes: ['ETIMEDOUT'], phase: 'connect', want: 'tcp/timeout' },
  { what: 'no route', codes: ['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'], phase: 'connect', want: 'tcp/unreachable' },
];

for (const { what, codes, phase, want } of families) {
  test(`${what} has one name in all runtimes`, () => {
    for (const code of codes) assert.equal(codeForFailure(phase, normaliseCode({ code })), want, code);
    if (phase !== 'connect' && codes.length > 1 && !codes.includes('EPIPE')) assert.equal(new Set(codes.map((code) => normaliseCode({ code }))).size, 1);
  });
}

test('one code means different things at different times', () => {
  assert.deepEqual(
    (['connect', 'tls', 'stream'] as const).map((phase) => codeForFailure(phase, 'ECONNRESET')),
    ['tcp/reset', 'tls/closed', 'protocol/closed'],
  );
});

test('an AggregateError is its first cause, as its own message is empty', () => {
  const error = new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })], '');
  assert.equal(normaliseCode(error), 'ECONNREFUSED');
});

test('only UNSPECIFIED is read from its text', () => {
  assert.equal(normaliseCode({ code: 'UNSPECIFIED', message: 'EE certificate key too weak' }), 'KEY_TOO_WEAK');
  assert.equal(normaliseCode({ code: 'UNSPECIFIED', message: 'CA signature digest algorithm too weak' }), 'SIGNATURE_TOO_WEAK');
  assert.equal(normaliseCode({ code: 'EPIPE', message: 'key too weak' }), 'EPIPE');
});

test('what is no error has no code', () => {
  for (const thing of [undefined, null, 'text', {}, { code: 7 }]) assert.equal(normaliseCode(thing), 'UNKNOWN');
});

describe('certificate codes', () => {
  const rows: readonly (readonly [string, ProbeCode | undefined])[] = [
    ['CERT_HAS_EXPIRED', 'tls/expired'],
    ['CERT_NOT_YET_VALID', 'tls/not-yet-valid'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls/self-signed'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls/untrusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls/untrusted'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls/untrusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls/wrong-name'],
    ['KEY_TOO_WEAK', 'tls/weak-certificate'],
    ['ECONNRESET', undefined],
    ['CERTIFICATE_REQUIRED', undefined],
  ];
  for (const [code, want] of rows) test(code, () => assert.equal(certificateCode(code), want));
});

describe('judging a certificate', () => {
  const certificate = (subject: string, issuer: string): CertificateFacts => ({
    subject,
    issuer,
    names: [],
    validFrom: '',
    validTo: '',
    daysLeft: 1,
    fingerprint256: subject,
  });
  const leaf = certificate('CN=a', 'CN=root');
  const tls = (facts: Partial<TlsFacts>): TlsFacts => ({ protocol: 'TLSv1.3', cipher: '', chain: [leaf], trusted: true, nameMatches: true, ...facts });

  const rows: readonly { what: string; facts: Partial<TlsFacts>; want: ProbeCode | undefined }[] = [
    { what: 'a good one', facts: {}, want: undefined },
    { what: 'a good chain for another name', facts: { nameMatches: false }, want: 'tls/wrong-name' },
    {
      what: 'a bad chain for another name: the chain is said first',
      facts: { trusted: false, problem: 'CERT_HAS_EXPIRED', nameMatches: false },
      want: 'tls/expired',
    },
    { what: 'a lone leaf of an unknown issuer', facts: { trusted: false, problem: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, want: 'tls/untrusted' },
    {
      what: 'a self-signed leaf as BoringSSL puts it',
      facts: { trusted: false, problem: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', chain: [certificate('CN=a', 'CN=a')] },
      want: 'tls/self-signed',
    },
    {
      what: 'a leaf with an untrusted root',
      facts: { trusted: false, problem: 'SELF_SIGNED_CERT_IN_CHAIN', chain: [leaf, certificate('CN=root', 'CN=root')] },
      want: 'tls/untrusted',
    },
    { what: 'a reason that nobody knows', facts: { trusted: false }, want: 'tls/untrusted' },
  ];
  for (const { what, facts, want } of rows) test(what, () => assert.equal(certificateProblem(tls(facts)), want));
});
