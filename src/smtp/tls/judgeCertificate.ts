import { type TlsInterceptor, tlsInterceptor } from '../../data/tlsInterceptors.ts';
import type { CertificateFacts, ProbeCode, TlsFacts } from '../types.ts';

/** Shorter RSA keys are refused at OpenSSL's security level 2, which current systems ask for (SSL_CTX_set_security_level(3)). */
const MIN_RSA_BITS = 2048;
/** A URL on a host that may be on the internet; private authorities often name one that is not. */
const PUBLIC_URL = /^https?:\/\/(?![^/:]*\.(?:local|lan|internal|corp|home|intranet)[:/])[^/:]+\.[a-z]{2,}[:/]/i;
const WEAK_SIGNATURE = /with (MD2|MD5|SHA-1)$/;

const CODES: Readonly<Record<string, ProbeCode>> = {
  CERT_NOT_YET_VALID: 'tls/not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls/wrong-name',
  KEY_TOO_WEAK: 'tls/weak-certificate',
  SIGNATURE_TOO_WEAK: 'tls/weak-certificate',
};

/** What is wrong with a certificate, the chain before the name; undefined when nothing is. */
export function certificateProblem(tls: TlsFacts): ProbeCode | undefined {
  if (tls.trusted) return tls.nameMatches ? undefined : 'tls/wrong-name';
  const { chain, problem = '' } = tls;
  const [leaf] = chain;
  if (problem === 'CERT_HAS_EXPIRED') return leaf && leaf.daysLeft >= 0 && chain.some(isExpired) ? 'tls/expired-intermediate' : 'tls/expired';
  // Some libraries refuse weak certificates without a code of their own; what is weak can be seen.
  if (problem === 'UNSPECIFIED' && chain.some(weaknessOf)) return 'tls/weak-certificate';
  const code = CODES[problem];
  if (code) return code;
  if (interceptorOf(tls)) return 'tls/intercepted';
  if (tls.trust?.some(({ store, trusted }) => store === 'system' && trusted)) return 'tls/system-only';
  // BoringSSL has no name of its own for a self-signed leaf that may not sign certificates.
  if (problem === 'DEPTH_ZERO_SELF_SIGNED_CERT' || (chain.length === 1 && isSelfSigned(leaf!))) return 'tls/self-signed';
  return isIntermediateMissing(tls) ? 'tls/missing-intermediate' : 'tls/untrusted';
}

/**
 * Whether the server has forgotten an intermediate, rather than being certified by a private authority: only a
 * known authority, or one that says where its certificate can be fetched, has one to send. Most private ones
 * sign the leaf themselves.
 */
function isIntermediateMissing({ missingIssuer, chain }: TlsFacts): boolean {
  if (!missingIssuer) return false;
  return missingIssuer.isPublic || (chain.at(-1)?.issuerUrls ?? []).some((url) => PUBLIC_URL.test(url));
}

/** The known program between here and the server whose name the chain bears. */
export function interceptorOf({ chain }: Pick<TlsFacts, 'chain'>): TlsInterceptor | undefined {
  return chain.map(({ issuer }) => tlsInterceptor(issuer)).find((found) => found !== undefined);
}

/** What is too weak about a certificate for current software, as a noun phrase. The signature of a root is not looked at by anybody. */
export function weaknessOf(certificate: CertificateFacts): string | undefined {
  const { keyType, keyBits, signature } = certificate;
  if (keyType === 'RSA' && keyBits !== undefined && keyBits < MIN_RSA_BITS) return `an RSA key of only ${keyBits} bits`;
  return signature && WEAK_SIGNATURE.test(signature) && !isSelfSigned(certificate) ? `a signature by ${signature}` : undefined;
}

/** What a certificate that passes here will fail at elsewhere. */
export function certificateDoubts({ trusted, nameMatches, chain }: TlsFacts): string[] {
  if (!trusted || !nameMatches) return [];
  const [leaf] = chain;
  return [
    ...(leaf?.commonNameOnly ? ['the certificate names its host in the common name only, which Node.js accepts and most other software does not'] : []),
    ...chain
      .flatMap((certificate) => weaknessOf(certificate) ?? [])
      .slice(0, 1)
      .map((weakness) => `the certificate has ${weakness}, which current software refuses`),
  ];
}

export function isSelfSigned({ subject, issuer }: CertificateFacts): boolean {
  return subject === issuer;
}

export function isExpired({ daysLeft }: CertificateFacts): boolean {
  return daysLeft < 0;
}
