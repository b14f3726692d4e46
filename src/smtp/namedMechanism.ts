import type { RelaySetting } from '../discover/types.ts';

/** Keys under which apps take the name of a mechanism: `authMethod`, `auth_type`, `smtp_authentication`, `SMTP_AUTH_MECHANISM`, `auth`. */
const KEY = /(^|[._-])(auth|authentication|auth[_-]?(method|mode|type|mechanism)|smtp[_-]?auth[_-]?(mechanism|type|method)|smtp[_-]?authentication)$/i;

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

/**
 * The SASL mechanism that a setting names, upper case, or undefined: a test with another one would prove nothing about the
 * app. Words that only switch the sign-in on or off are no mechanism.
 */
export function namedMechanism({ entries, authEnabled }: RelaySetting): string | undefined {
  const candidates = [...(authEnabled ? [authEnabled.entry] : []), ...entries.filter(({ key }) => KEY.test(key))];
  return candidates.map(({ value }) => MECHANISMS[value.trim().toLowerCase().replace(/^:/, '')]).find((name) => name !== undefined);
}
