import type { AuthMessage, Mechanism, MechanismSession } from './mechanism.ts';

const CONTROL_A = '\x01';

/** A refused token is told in a challenge; the exchange goes on with a dummy answer until the server's reply ends it. */
function session(initial: AuthMessage, dummy: string): MechanismSession {
  return { initial, respond: (_challenge, step) => (step === 0 ? { text: dummy, twin: dummy === '' ? '' : '•••• (end)', secrets: [] } : undefined) };
}

/** Google's mechanism for access tokens, which Microsoft and Yahoo took over (developers.google.com, "The SASL XOAUTH2 Mechanism"). */
export const xoauth2: Mechanism = {
  name: 'XOAUTH2',
  revealsPassword: true,
  takes: 'token',
  start({ user, password }) {
    const text = `user=${user}${CONTROL_A}auth=Bearer ${password.reveal()}${CONTROL_A}${CONTROL_A}`;
    return session({ text, twin: '•••• (user name and token)', secrets: [text] }, '');
  },
};

/** RFC 7628: the standard's form of the same. */
export const oauthBearer: Mechanism = {
  name: 'OAUTHBEARER',
  revealsPassword: true,
  takes: 'token',
  start({ user, password, host, port }) {
    // RFC 5801 §4: a name in the header has its commas and equals signs escaped.
    const name = user.replaceAll('=', '=3D').replaceAll(',', '=2C');
    const place = [...(host === undefined ? [] : [`host=${host}`]), ...(port === undefined ? [] : [`port=${port}`])];
    const text = [`n,a=${name},`, ...place, `auth=Bearer ${password.reveal()}`, '', ''].join(CONTROL_A);
    // RFC 7628 §3.2.3: the dummy answer is one control-A.
    return session({ text, twin: '•••• (user name and token)', secrets: [text] }, CONTROL_A);
  },
};

/** Longest part of a server's error that is shown. */
const MAX_SHOWN = 300;

/**
 * The error that a server puts into its challenge when it refuses a token (RFC 7628 §3.2.2: JSON with `status`, `scope`,
 * `openid-configuration`), as one line; undefined for text that is no such error. Secrets are not masked here.
 */
export function tokenError(challenge: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(challenge);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const pairs = Object.entries(parsed).flatMap(([key, value]) => (typeof value === 'string' || typeof value === 'number' ? [`${key} ${value}`] : []));
    return pairs.length > 0
      ? pairs
          .join(', ')
          .replace(/\p{Cc}/gu, ' ')
          .slice(0, MAX_SHOWN)
      : undefined;
  } catch {
    // Not JSON: an ordinary challenge, or a server that says nothing more.
    return undefined;
  }
}
