/** What Node's view of a certificate leaves out, read from its bytes (RFC 5280 §4.1, X.690). */
export interface CertificateBytes {
  /** The issuer's name as it is encoded. A trust anchor for it carries these very bytes as its subject. */
  readonly issuerName: Uint8Array;
  /** The algorithm that the issuer signed with, in words, or its OID. */
  readonly signature: string;
  /** The algorithm of the subject's key, in words; absent when it is not a known one. */
  readonly keyType?: string;
}

const SIGNATURES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'RSA with MD2',
  '1.2.840.113549.1.1.4': 'RSA with MD5',
  '1.2.840.113549.1.1.5': 'RSA with SHA-1',
  '1.2.840.113549.1.1.10': 'RSA-PSS',
  '1.2.840.113549.1.1.11': 'RSA with SHA-256',
  '1.2.840.113549.1.1.12': 'RSA with SHA-384',
  '1.2.840.113549.1.1.13': 'RSA with SHA-512',
  '1.2.840.10040.4.3': 'DSA with SHA-1',
  '1.2.840.10045.4.1': 'ECDSA with SHA-1',
  '1.2.840.10045.4.3.2': 'ECDSA with SHA-256',
  '1.2.840.10045.4.3.3': 'ECDSA with SHA-384',
  '1.2.840.10045.4.3.4': 'ECDSA with SHA-512',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
};

const KEY_TYPES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.1': 'RSA',
  '1.2.840.113549.1.1.10': 'RSA-PSS',
  '1.2.840.10040.4.1': 'DSA',
  '1.2.840.10045.2.1': 'EC',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
};

const SEQUENCE = 0x30;
const OID = 0x06;
const VERSION = 0xa0;

interface Element {
  readonly tag: number;
  /** With tag and length. */
  readonly whole: Uint8Array;
  readonly content: Uint8Array;
}

/** Reads a certificate in DER. Undefined when the bytes are none. */
export function readCertificate(der: Uint8Array): CertificateBytes | undefined {
  const certificate = elements(der)[0];
  if (certificate?.tag !== SEQUENCE) return undefined;
  const [body, algorithm] = elements(certificate.content);
  if (body?.tag !== SEQUENCE || algorithm?.tag !== SEQUENCE) return undefined;
  const fields = elements(body.content);
  // The version is left out of version 1 certificates.
  if (fields[0]?.tag === VERSION) fields.shift();
  const [, , issuer, , , key] = fields;
  const signature = oidIn(algorithm);
  if (!issuer || !key || signature === undefined) return undefined;
  const keyAlgorithm = elements(key.content)[0];
  const keyType = keyAlgorithm && KEY_TYPES[oidIn(keyAlgorithm) ?? ''];
  return { issuerName: issuer.whole, signature: SIGNATURES[signature] ?? signature, ...(keyType ? { keyType } : {}) };
}

/** The elements that follow one another in some bytes; what is cut off or of unheard-of length ends the list. */
function elements(bytes: Uint8Array): Element[] {
  const found: Element[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const tag = bytes[at]!;
    const first = bytes[at + 1]!;
    const lengthBytes = first & 0x80 ? first & 0x7f : 0;
    const start = at + 2 + lengthBytes;
    if (lengthBytes > 4 || start > bytes.length) break;
    const length = lengthBytes === 0 ? first : bytes.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
    if (start + length > bytes.length) break;
    found.push({ tag, whole: bytes.subarray(at, start + length), content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}

/** The object identifier that an AlgorithmIdentifier begins with, in dots. */
function oidIn({ content }: Element): string | undefined {
  const oid = elements(content)[0];
  if (oid?.tag !== OID) return undefined;
  const arcs: number[] = [];
  let value = 0;
  for (const byte of oid.content) {
    value = value * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    arcs.push(value);
    value = 0;
  }
  const [head, ...rest] = arcs;
  if (head === undefined) return undefined;
  const root = Math.min(Math.floor(head / 40), 2);
  return [root, head - root * 40, ...rest].join('.');
}
