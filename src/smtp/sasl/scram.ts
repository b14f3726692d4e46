import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AuthMessage, AuthStop, Credentials, Mechanism, MechanismSession } from './mechanism.ts';
import { saslPrep } from './saslPrep.ts';

/** RFC 7677 §4 asks for 4096 and more; a server that names fewer than this wants the proof to be guessed. */
const MIN_ITERATIONS = 1000;
/** More would keep the machine busy for seconds; no server in use comes near. */
const MAX_ITERATIONS = 2_000_000;
/** No channel binding: the client neither binds nor believes that the server could (RFC 5802 §7, `gs2-cbind-flag`). */
const GS2_HEADER = 'n,,';

const malformed = (detail: string): AuthStop => ({ stop: 'malformed', detail });

/** RFC 5802 §5.1: 18 bytes in base64 hold no comma, which is the one character that a nonce must not have. */
const randomNonce = () => randomBytes(18).toString('base64');

/**
 * SCRAM with SHA-1 (RFC 5802) or SHA-256 (RFC 7677): neither password nor anything as good as it goes over the wire, and the
 * server proves that it knows it too. `nonce` is the client's half of the challenge; only tests give their own.
 */
export function scram(hash: 'sha1' | 'sha256', nonce: () => string = randomNonce): Mechanism {
  return {
    name: hash === 'sha1' ? 'SCRAM-SHA-1' : 'SCRAM-SHA-256',
    revealsPassword: false,
    takes: 'password',
    start: (credentials) => createSession(hash, nonce(), credentials),
  };
}

function createSession(hash: 'sha1' | 'sha256', nonce: string, { user, password }: Credentials): MechanismSession {
  const name = (saslPrep(user) ?? user).replaceAll('=', '=3D').replaceAll(',', '=2C');
  const clientFirst = `n=${name},r=${nonce}`;
  let serverSignature: Buffer | undefined;
  let isProven = false;

  const prove = async (challenge: string): Promise<AuthMessage | AuthStop> => {
    const parts = attributes(challenge);
    const combined = parts.get('r') ?? '';
    const salt = parts.get('s') ?? '';
    const iterations = Number(parts.get('i') ?? '');
    if (parts.has('m')) return malformed('the server asks for an extension that nobody knows');
    if (!combined.startsWith(nonce) || combined.length === nonce.length) return malformed("the server's nonce does not continue ours");
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(salt)) return malformed('the server sends no salt');
    if (!Number.isInteger(iterations) || iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS)
      return malformed(`the server asks for ${Number.isInteger(iterations) ? iterations : 'an unreadable number of'} rounds of hashing, out of bounds`);
    const secret = password.reveal();
    const salted = await stretch(saslPrep(secret) ?? secret, Buffer.from(salt, 'base64'), iterations, hash);
    const withoutProof = `c=${Buffer.from(GS2_HEADER).toString('base64')},r=${combined}`;
    const authMessage = `${clientFirst},${challenge},${withoutProof}`;
    const hmac = (key: Buffer, text: string) => createHmac(hash, key).update(text).digest();
    const clientKey = hmac(salted, 'Client Key');
    const signature = hmac(createHash(hash).update(clientKey).digest(), authMessage);
    serverSignature = hmac(hmac(salted, 'Server Key'), authMessage);
    const proof = Buffer.from(clientKey.map((byte, at) => byte ^ signature[at]!)).toString('base64');
    const text = `${withoutProof},p=${proof}`;
    return { text, twin: '•••• (proof)', secrets: [text, proof] };
  };

  const check = (challenge: string): AuthMessage | AuthStop => {
    const parts = attributes(challenge);
    // The server says no in its own way (RFC 5802 §7, `server-error`); an empty answer lets it end with a reply code.
    if (parts.has('e')) return { text: '', twin: '', secrets: [] };
    const given = Buffer.from(parts.get('v') ?? '', 'base64');
    if (serverSignature === undefined || given.length !== serverSignature.length || !timingSafeEqual(given, serverSignature)) return FORGED;
    isProven = true;
    return { text: '', twin: '', secrets: [] };
  };

  return {
    // The name is no secret, but the nonce with the proof is what a guesser needs.
    initial: { text: GS2_HEADER + clientFirst, twin: '•••• (user name and nonce)', secrets: [nonce] },
    respond: (challenge, step) => (step === 0 ? prove(challenge) : step === 1 ? check(challenge) : undefined),
    unproven: () => (isProven ? undefined : FORGED),
  };
}

const FORGED: AuthStop = { stop: 'forged', detail: 'the server did not prove that it knows the password' };

/** `a=…,b=…`, each name once (RFC 5802 §5.1). */
function attributes(text: string): ReadonlyMap<string, string> {
  return new Map(text.split(',').flatMap((part) => (/^[a-zA-Z]=/.test(part) ? [[part[0]!, part.slice(2)] as const] : [])));
}

function stretch(secret: string, salt: Buffer, iterations: number, hash: 'sha1' | 'sha256'): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    pbkdf2(secret, salt, iterations, hash === 'sha1' ? 20 : 32, hash, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
