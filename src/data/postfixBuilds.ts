import { defaultFor, existsIn, postfixDatabaseKeys, postfixParameter } from './postfixParameters.ts';
import { compareVersions } from './versions.ts';

/**
 * Defaults that Debian's packages change (`postconf -d` of postfix 3.7.11-0+deb12u1, checked 2026-11-21; the same
 * paths since Debian 9). `compatibility_level` and all that is not a path stay as Postfix has them.
 */
const DEBIAN: Readonly<Record<string, string>> = {
  daemon_directory: '/usr/lib/postfix/sbin',
  html_directory: '/usr/share/doc/postfix/html',
  manpage_directory: '/usr/share/man',
  readme_directory: '/usr/share/doc/postfix',
};

/** The last patch release of a branch that we know of, with its date. */
const LAST_PATCH: Readonly<Record<string, readonly [version: string, date: string]>> = { '3.7': ['3.7.11', '20240304'] };

/** Features against SMTP smuggling and pipelining came to older branches switched off (RELEASE_NOTES of 3.7.6 and 3.7.9). */
const BACKPORTED: Readonly<Record<string, string>> = { smtpd_forbid_bare_newline: 'no', smtpd_forbid_unauth_pipelining: 'no' };

/** `proxy_read_maps` of the late patch releases of 3.7 names what that of 3.8 does. */
const LATE: Readonly<Record<string, Readonly<Record<string, string>>>> = { '3.7': { proxy_read_maps: '3.8' } };

/**
 * The default that Debian's build of a branch's last patch release has for a built-in parameter, macros unexpanded;
 * undefined when it lacks the parameter, '' where the default is computed.
 */
export function debianDefault(name: string, version: string): string | undefined {
  const parameter = postfixParameter(name);
  if (!parameter || !existsIn(parameter, version)) return undefined;
  const [patch, date] = LAST_PATCH[version] ?? [`${version}.0`, ''];
  if (name === 'mail_version') return patch;
  if (name === 'mail_release_date') return date;
  if (Object.hasOwn(DEBIAN, name)) return DEBIAN[name];
  return defaultFor(name, LATE[version]?.[name] ?? version) ?? BACKPORTED[name] ?? parameter.defaults[0]!.value;
}

/** Keys of database clients that are younger than Postfix 3.7 (RELEASE_NOTES). */
const YOUNG_KEYS: Readonly<Record<string, string>> = {
  'pgsql encoding': '3.8',
  'pgsql idle_interval': '3.9',
  'pgsql retry_interval': '3.9',
  'mysql charset': '3.9',
  'mysql idle_interval': '3.9',
  'mysql retry_interval': '3.9',
  'memcache key_digest': '3.12',
};

/** The release in which a database client first appeared, for those younger than Postfix 3.7. */
const YOUNG_DATABASES: Readonly<Record<string, string>> = { mongodb: '3.9' };

/** The keys that a branch's client of a database knows; undefined when it is no database, or the branch lacks its client. */
export function databaseKeysIn(database: string, version: string): readonly string[] | undefined {
  if (compareVersions(YOUNG_DATABASES[database] ?? '0', version) > 0) return undefined;
  return postfixDatabaseKeys(database)?.filter((key) => compareVersions(YOUNG_KEYS[`${database} ${key}`] ?? '0', version) <= 0);
}
