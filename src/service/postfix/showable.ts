import { isKnownParameter } from '../../data/postfixParameters.ts';
import { valueKindOf } from './valueKinds.ts';

/** Names whose value is, or may hold, a password or a token; but a file of keys and a size of tokens are none. */
const SECRET_NAME = /pass|secret|token|credential|auth|_pw$|_key$|api/i;
const PUBLIC_NAME = /^(lmtp|smtpd?|tls|tlsproxy|postscreen|permit|reject|broken)_/;

/** A table that is a file, or the settings of a database's client. */
const TABLE = /^(?:(?:proxy|debug):)*(?:btree|cdb|cidr|dbm|hash|lmdb|ldap|mysql|mongodb|nis|pcre|pgsql|regexp|sdbm|sqlite|texthash|memcache):[\w./$(){}-]+$/;

/** Forms with a colon that hold no password. A colon in any other form may part a user name from its password. */
const PLAIN_FORMS: readonly RegExp[] = [
  // [host], [host]:port, transport:[host]:port, transport:
  /^(?:[a-z][\w-]*:)?(?:\[[^\]@]*\](?::[\w-]+)?)?$/i,
  // host:port
  /^[\w.-]+:\d{1,5}$/,
  TABLE,
  // A socket, of a transport too
  /^(?:[a-z][\w-]*:)?(?:inet|unix|local):(?:\[[0-9a-f:.]+\]|[\w./$(){}-]+)(?::[\w-]+)?$/i,
  // An IPv6 network
  /^!?(?:[0-9a-f]*:){2,}[0-9a-f.]*(?:\/\d{1,3})?$/i,
  /^!?\[[0-9a-f:.]+\](?:\/\d{1,3})?$/i,
];

/** Names whose value is one address, and the form of one: nothing in it stands where a password would. */
const ADDRESS_NAME = /^(?:\w+_recipient|\w+_sender|always_bcc)$/;
const ADDRESS = /^[\w.+-]+@[\w.-]+$/;

/** OpenSSL's lists of ciphers have colons between public words. */
const CIPHER_NAME = /^tls_\w+_cipherlist$/;

const isPlainWord = (word: string) => !/[:@#"'\\]/.test(word) || /^@[\w.-]+$/.test(word) || PLAIN_FORMS.some((form) => form.test(word));

/**
 * Says whether a value may be shown: no password, and no word that may be one by its place (behind a colon, before an
 * `@`, behind a `#`, under a name that says so, or not of the parameter's form).
 */
export function isShowable(name: string, value: string): boolean {
  const words = value.split(/[\s,{}]+/).filter((word) => word !== '');
  if (/_password_maps?$/.test(name)) return words.every((word) => TABLE.test(word));
  if (SECRET_NAME.test(name) && !PUBLIC_NAME.test(name)) return false;
  if (isKnownParameter(name) && (CIPHER_NAME.test(name) || (ADDRESS_NAME.test(name) && words.length === 1 && ADDRESS.test(words[0]!)))) return true;
  const kind = valueKindOf(name);
  switch (kind.kind) {
    case 'boolean':
      return /^(yes|no|true|false|on|off|[01]|\$\w+)?$/i.test(value.trim());
    case 'time':
    case 'number':
    case 'size':
      return /^(\d*|\d+ ?([smhdw]|[kmg]i?b?|seconds?|minutes?|hours?|days?|weeks?)|\$\w+)$/i.test(value.trim());
    case 'enumeration':
    case 'tls-level':
      return words.length <= 12 && words.every((word) => /^[!<>=$]{0,2}[\w.-]{1,24}$/.test(word)) && !/[ \t]{2}|\n/.test(value);
    default:
      // A single bare word under a name that only this file knows may be anything.
      if (!isKnownParameter(name) && words.some((word) => /\d/.test(word) && /[a-z]/i.test(word) && !/[./]/.test(word))) return false;
      return words.every(isPlainWord);
  }
}
