/** Keys under which apps take the name of a mechanism: `authMethod`, `auth_type`, `smtp_authentication`, `SMTP_AUTH_MECHANISM`, `auth`. */
export const MECHANISM_KEY =
  /(^|[._-])(auth|authentication|auth[_-]?(method|mode|type|mechanism)|smtp[_-]?auth[_-]?(mechanism|type|method)|smtp[_-]?authentication)$/i;

/** What the values are called in SASL. `login` is a mechanism wherever `plain` is one. */
const MECHANISMS: Readonly<Record<string, string>> = {
  plain: 'PLAIN',
  login: 'LOGIN',
  'cram-md5': 'CRAM-MD5',
  cram_md5: 'CRAM-MD5',
  crammd5: 'CRAM-MD5',
  'scram-sha-1': 'SCRAM-SHA-1',
  'scram-sha-256': 'SCRAM-SHA-256',
  xoauth2: 'XOAUTH2',
  oauthbearer: 'OAUTHBEARER',
};

/** The SASL mechanism that a value means, upper case; undefined for words that only switch the sign-in on or off. */
export function mechanismNamed(value: string): string | undefined {
  return MECHANISMS[value.trim().toLowerCase().replace(/^:/, '')];
}

/** Says whether a mechanism takes an access token in place of a password. */
export function isForTokens(mechanism: string): boolean {
  return mechanism === 'XOAUTH2' || mechanism === 'OAUTHBEARER';
}
