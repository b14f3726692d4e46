import type { Secret } from './credentials/secret.ts';

export const MASK = '••••';

/** A piece of a base64 blob shorter than this is too common a text to be a leak. */
const MIN_FRAGMENT = 8;
/** A shorter password is only masked where it stands alone; anywhere else it would point at itself. */
const MIN_LITERAL = 4;

/** Takes secrets out of text that comes from outside. */
export interface Redactor {
  /** The text with every known secret, in clear or encoded, masked. */
  redact(text: string): string;
  /** Learns one more thing to hide, such as a proof computed from the password. */
  hide(text: string): void;
}

/**
 * Makes a redactor for one run. Servers quote commands in their errors and people paste transcripts, so not
 * only the password goes but each form of it that may have been on the wire: base64 at all three alignments,
 * the blobs of AUTH PLAIN and LOGIN, percent-encoding, and any longer fragment of those.
 */
export function createRedactor(user: string | undefined, password: Secret | undefined): Redactor {
  const literals = new Set<string>();
  const encoded = new Set<string>();

  const hide = (text: string) => {
    if (text === '') return;
    literals.add(text);
    const percent = encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, ''));
    if (percent !== text) literals.add(percent);
    for (const form of base64Forms(text)) encoded.add(form);
  };

  if (password && !password.isEmpty) {
    const secret = password.reveal();
    hide(secret);
    // The user name is no secret, but in one blob with the password it helps to find the blob's fragments.
    encoded.add(Buffer.from(`\0${user ?? ''}\0${secret}`).toString('base64'));
    encoded.add(Buffer.from(`${user ?? ''}\0${user ?? ''}\0${secret}`).toString('base64'));
  }

  const redact = (text: string) => {
    let result = text.replace(/[A-Za-z0-9+/_-]{4,}={0,2}/g, (token) => (isEncodedSecret(token, encoded) ? MASK : token));
    for (const form of encoded) if (form.length >= MIN_LITERAL) result = result.split(form).join(MASK);
    for (const literal of literals) result = maskLiteral(result, literal);
    return result;
  };

  return { redact, hide };
}

function isEncodedSecret(token: string, encoded: ReadonlySet<string>): boolean {
  const standard = token.replace(/-/g, '+').replace(/_/g, '/');
  const bare = standard.replace(/=+$/, '');
  for (const form of encoded) {
    if (standard === form || bare === form.replace(/=+$/, '')) return true;
    if (bare.length >= MIN_FRAGMENT && form.includes(bare)) return true;
  }
  return false;
}

/** Servers may shout commands back, so case is ignored; a short literal must stand alone. */
function maskLiteral(text: string, literal: string): string {
  const escaped = literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = literal.length >= MIN_LITERAL ? escaped : `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`;
  return text.replace(new RegExp(pattern, 'giu'), MASK);
}

/**
 * The text in base64, whole and as it appears inside a longer encoded text: at each of the three alignments
 * without the characters that its neighbours share.
 */
function base64Forms(text: string): string[] {
  const bytes = Buffer.from(text);
  const forms = [bytes.toString('base64')];
  for (const offset of [0, 1, 2]) {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const firstOwn = Math.ceil((offset * 8) / 6);
    const lastOwn = Math.floor(((offset + bytes.length) * 8) / 6);
    const core = shifted.slice(firstOwn, lastOwn);
    if (core.length >= MIN_LITERAL) forms.push(core);
  }
  return forms;
}
