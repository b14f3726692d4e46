import type { ConfigFile } from '../parse/types.ts';

/** Table types whose source is a text file of the same path (DATABASE_README, "Postfix lookup table types"). */
const TEXT_SOURCE = /^(?:proxy:)?(?:hash|btree|lmdb|cdb|dbm|sdbm|texthash):([^\s,]+)$/;

/** Files that a main.cf names and a relay test has use for, as paths in the words of the main.cf. */
export interface LinkedFiles {
  /** smtp_tls_CAfile: trust anchors, PEM. */
  readonly caFile?: string;
  /** The text sources of the tables in smtp_sasl_password_maps, in the order in which Postfix asks them. */
  readonly passwordTables: readonly string[];
  /** smtp_sender_dependent_authentication: the sender is looked up first. */
  readonly senderDependent: boolean;
}

/** What a file names besides itself; nothing for any file but a main.cf. `$config_directory` becomes `folder`. */
export function linkedFiles(file: ConfigFile, folder: string): LinkedFiles {
  if (file.kind !== 'postfix-main') return { passwordTables: [], senderDependent: false };
  // Of two lines that set a parameter the last one is in force (postconf(5)).
  const parameter = (name: string) =>
    file.entries
      .filter(({ key }) => key === name)
      .at(-1)
      ?.value.trim() ?? '';
  const expand = (path: string) => path.replace(/\$(?:config_directory|[{(]config_directory[})])/g, () => folder);
  const caFile = expand(parameter('smtp_tls_CAfile'));
  return {
    ...(caFile === '' ? {} : { caFile }),
    passwordTables: parameter('smtp_sasl_password_maps')
      .split(/[\s,]+/)
      .flatMap((map) => TEXT_SOURCE.exec(map)?.[1] ?? [])
      .map(expand),
    senderDependent: parameter('smtp_sender_dependent_authentication') === 'yes',
  };
}

/**
 * Where such a file may be read, best first: beside the main.cf, which is often a copy that travels together
 * with its tables; then where it says.
 */
export function linkedPlaces(path: string, folder: string): readonly string[] {
  const beside = `${folder}/${path.slice(path.lastIndexOf('/') + 1)}`;
  return path.startsWith('/') && path !== beside ? [beside, path] : [beside];
}
