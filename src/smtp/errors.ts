import type { Phase } from './transport.ts';
import type { ProbeCode } from './types.ts';

/** Three runtimes have three names for one event (OpenSSL 1.1, OpenSSL 3, BoringSSL); this is ours. */
const SYNONYMS: Readonly<Record<string, string>> = {
  ETIMEOUT: 'ETIMEDOUT',
  PACKET_LENGTH_TOO_LONG: 'LENGTH_TOO_LONG',
  DATA_LENGTH_TOO_LONG: 'LENGTH_TOO_LONG',
  ENCRYPTED_LENGTH_TOO_LONG: 'LENGTH_TOO_LONG',
  UNKNOWN_PROTOCOL: 'WRONG_VERSION_NUMBER',
};

/** OpenSSL refuses weak certificates without a code of their own, so here, and only here, the text must tell. */
const UNSPECIFIED_KEYWORDS: readonly (readonly [RegExp, string])[] = [
  [/key too (weak|small)/i, 'KEY_TOO_WEAK'],
  [/digest algorithm too weak|md too weak/i, 'SIGNATURE_TOO_WEAK'],
];

/**
 * The one name we use for a failure that Node reports: `ERR_SSL_` and the alert prefixes go, synonyms become
 * one, an AggregateError yields its first cause (its own message is empty).
 */
export function normaliseCode(error: unknown): string {
  const { code, message, errors } = (error ?? {}) as { code?: unknown; message?: unknown; errors?: unknown };
  if (Array.isArray(errors) && errors.length > 0) return normaliseCode(errors[0]);
  if (typeof code !== 'string' || code === '') return 'UNKNOWN';
  if (code === 'UNSPECIFIED') return UNSPECIFIED_KEYWORDS.find(([pattern]) => pattern.test(String(message)))?.[1] ?? code;
  const bare = code.replace(/^ERR_SSL_/, '').replace(/^(SSLV3|SSL\/TLS|TLSV13|TLSV1)_(ALERT_)?/, '');
  return SYNONYMS[bare] ?? bare;
}

const RESOLVE_CODES: Readonly<Record<string, ProbeCode>> = {
  ENOTFOUND: 'dns/not-found',
  ENODATA: 'dns/no-address',
  ESERVFAIL: 'dns/server-failure',
  EREFUSED: 'dns/refused',
  // The name itself has been found well-formed, so what stands in between does not speak DNS as it should.
  ENOTIMP: 'dns/resolver-fault',
  EFORMERR: 'dns/resolver-fault',
  EBADRESP: 'dns/resolver-fault',
  EBADNAME: 'dns/bad-name',
  ETIMEDOUT: 'dns/timeout',
  // Nothing listens where the resolver should be.
  ECONNREFUSED: 'dns/no-resolver',
  EAI_AGAIN: 'dns/timeout',
};

const CONNECT_CODES: Readonly<Record<string, ProbeCode>> = {
  ECONNREFUSED: 'tcp/refused',
  ETIMEDOUT: 'tcp/timeout',
  ECONNRESET: 'tcp/reset',
  EPIPE: 'tcp/reset',
};

const TLS_CODES: Readonly<Record<string, ProbeCode>> = {
  WRONG_VERSION_NUMBER: 'tls/plain-server',
  LENGTH_TOO_LONG: 'tls/plain-server',
  ETIMEDOUT: 'tls/timeout',
  ECONNRESET: 'tls/closed',
  EPIPE: 'tls/closed',
  RESET_BY_PEER: 'tls/reset',
  CERTIFICATE_REQUIRED: 'tls/client-certificate',
  UNRECOGNIZED_NAME: 'tls/unknown-name',
  DH_KEY_TOO_SMALL: 'tls/weak-key',
  UNSUPPORTED_PROTOCOL: 'tls/protocol-version',
  PROTOCOL_VERSION: 'tls/protocol-version',
};

const STREAM_CODES: Readonly<Record<string, ProbeCode>> = {
  // The alert that TLS 1.3 sends after the client believes to be connected.
  CERTIFICATE_REQUIRED: 'tls/client-certificate',
  ECONNRESET: 'protocol/closed',
  EPIPE: 'protocol/closed',
  ETIMEDOUT: 'protocol/timeout',
  EHOSTUNREACH: 'protocol/closed',
  ENETUNREACH: 'protocol/closed',
};

/** The probe code for a normalised network code, by the phase it arose in. */
export function codeForFailure(phase: Phase, code: string): ProbeCode {
  switch (phase) {
    case 'resolve':
      return RESOLVE_CODES[code] ?? 'dns/server-failure';
    case 'connect':
      return CONNECT_CODES[code] ?? 'tcp/unreachable';
    case 'tls':
      return TLS_CODES[code] ?? 'tls/handshake';
    case 'stream':
      // What is no socket error here is a TLS alert that came late, as TLS 1.3 does for a missing client certificate.
      return STREAM_CODES[code] ?? 'tls/handshake';
  }
}

const CERTIFICATE_CODES: Readonly<Record<string, ProbeCode>> = {
  CERT_HAS_EXPIRED: 'tls/expired',
  CERT_NOT_YET_VALID: 'tls/not-yet-valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls/self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls/wrong-name',
  KEY_TOO_WEAK: 'tls/weak-certificate',
  SIGNATURE_TOO_WEAK: 'tls/weak-certificate',
};

/** Node's other codes for a certificate that does not stand the check (nodejs.org/api/tls.html, "X509 certificate error codes"). */
const OTHER_CERTIFICATE_CODE =
  /^(CERT_|CRL_|UNABLE_TO|ERROR_IN_CERT|INVALID_(CA|PURPOSE)|PATH_LENGTH|HOSTNAME_MISMATCH)|SELF_SIGNED|^(KEY|SIGNATURE)_TOO_WEAK$/;

/** The probe code for a certificate error, or undefined when the code is none. */
export function certificateCode(code: string): ProbeCode | undefined {
  return CERTIFICATE_CODES[code] ?? (OTHER_CERTIFICATE_CODE.test(code) ? 'tls/untrusted' : undefined);
}
