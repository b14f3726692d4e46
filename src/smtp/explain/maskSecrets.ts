import { MASK } from '../redact.ts';

/** Names of settings whose value is a secret, as configuration files and code write them. */
const SECRET_NAME = '[\\w.-]{0,40}(?:passw(?:or)?d|passwd|pwd|pass|secret|token|api[_-]?key)s?';

/** What a person may paste along with an error, and what of it has to go; the first group stays. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // smtp://user:password@host
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@'"]{0,200}:)[^\s@'"]{1,500}(?=@)/gi, `$1${MASK}`],
  // AUTH PLAIN AGFwcAB0b3BzZWNyZXQ= and its kin, with the initial response of RFC 4954 §4
  [/(\bAUTH[ \t]+(?:PLAIN|LOGIN|CRAM-MD5|XOAUTH2|OAUTHBEARER|NTLM|SCRAM-\S+)[ \t]+)[A-Za-z0-9+/=_-]{4,}/gi, `$1${MASK}`],
  // a line of a dialogue that is nothing but base64: the answers to AUTH LOGIN
  [/^((?:.*(?:CLIENT -> SERVER|\bC|->|~>|>)(?:[:>]|\s)\s*))(?=\S*[A-Z=])[A-Za-z0-9+/]{6,}={0,2}\s*$/gm, `$1${MASK}`],
  // password: 'x', "pass": "x", MAIL_PASSWORD=x
  [new RegExp(`(["']?\\b${SECRET_NAME}["']?\\s*(?:=>|[:=])\\s*["'])[^"'\\n]*(?=["'])`, 'gi'), `$1${MASK}`],
  [new RegExp(`(["']?\\b${SECRET_NAME}["']?\\s*(?:=>|[:=])\\s*)(?!["'\\s])[^\\s,;}"')]+`, 'gi'), `$1${MASK}`],
  // --auth-password x, -xp x, --user name:x
  [/(--?(?:auth-password|ap|xp|password)[ =]+["']?)[^\s"']+/gi, `$1${MASK}`],
  [/(\s(?:--user|-u)[ =]+["']?[^\s:"']+:)[^\s"']+/g, `$1${MASK}`],
  // login('name', 'x')
  [/(\blogin\(\s*["'][^"'\n]*["']\s*,\s*["'])[^"'\n]*(?=["'])/gi, `$1${MASK}`],
  [/(\bBearer\s+)[A-Za-z0-9._~+/=-]{8,}/g, `$1${MASK}`],
];

/** Text from outside without the passwords and tokens that stand in it in a recognisable place, in clear or in base64. */
export function maskSecrets(text: string): string {
  const masked = SECRETS.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
  return masked.replace(/(?<![\w+/=])[A-Za-z0-9+/]{12,}={0,2}(?![\w+/=])/g, (token) => (isCredentials(token) ? MASK : token));
}

/** Base64 of what AUTH PLAIN (RFC 4616) or XOAUTH2 send: fields between control characters. */
function isCredentials(token: string): boolean {
  try {
    const decoded = atob(token);
    return /[\0\x01]/.test(decoded) && /^[\0\x01\x20-\x7e]+$/.test(decoded);
  } catch {
    // Not base64, so no credentials.
    return false;
  }
}
