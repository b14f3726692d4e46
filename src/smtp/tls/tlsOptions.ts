import type { TlsStack, TlsVersionRange } from '../transport.ts';

/** What `process` says about its TLS library. */
export interface RuntimeFacts {
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly features: object;
}

/**
 * Which TLS library a runtime is built with. BoringSSL says so in newer runtimes; before that it gave itself an
 * OpenSSL version, 1.1.0, that no supported Node has.
 */
export function tlsStackOf({ versions, features }: RuntimeFacts): TlsStack {
  if ('openssl_is_boringssl' in features) return features.openssl_is_boringssl === true ? 'boringssl' : 'openssl';
  return versions.electron !== undefined || /^(0\.0\.|1\.1\.0)/.test(versions.openssl ?? '') ? 'boringssl' : 'openssl';
}

export interface VersionOptions {
  readonly minVersion: TlsVersionRange['min'];
  readonly maxVersion: TlsVersionRange['max'];
  readonly ciphers?: string;
}

/**
 * Options that offer these TLS versions and no others. Before TLS 1.2 signatures use SHA-1, which OpenSSL 3
 * only offers at security level 0; BoringSSL needs no such word and throws at it (ERR_SSL_INVALID_COMMAND).
 */
export function versionOptions({ min, max }: TlsVersionRange, stack: TlsStack): VersionOptions {
  const isOld = min === 'TLSv1' || min === 'TLSv1.1';
  return { minVersion: min, maxVersion: max, ...(isOld && stack === 'openssl' ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {}) };
}
