import { parseDestinations } from '../../discover/postfixDestination.ts';
import type { PostfixFolder } from '../../discover/postfixFolder.ts';
import { mapUse } from '../../discover/postfixMapUse.ts';
import type { NextHop } from '../../discover/postfixNextHops.ts';
import { nameInFolder } from '../../discover/postfixPaths.ts';
import { findRow, type ReadTables, readTables, type TableRow } from '../../discover/postfixTable.ts';
import type { MapUse } from '../../parse/postfixMapName.ts';
import type { Fix, RelatedPlace, RuleContext } from '../types.ts';

/** The place of a row in its own file, for a finding about the setting that names the table. */
export function rowPlace({ path, keySpan }: TableRow, message: string): RelatedPlace {
  return { path, span: keySpan, message };
}

/**
 * Says whether the table of a row is a file of the folder, which is judged for itself, and for this use: then a mistake in the row is
 * reported there, where it stands, and not once more at the setting that names the table.
 */
export function isJudgedForItself({ folder }: RuleContext, { path }: TableRow, use: MapUse): boolean {
  const own = folder?.view.path;
  const name = own === undefined ? undefined : nameInFolder(path, own);
  const file = `${own}/${name}`;
  return folder !== undefined && name !== undefined && mapUse(file, folder) === use;
}

/** Says whether a key of a table by sender is never asked for: it is neither an address nor a domain with `@`, nor the null sender. */
export function isLostSender(key: string): boolean {
  return !key.includes('@') && key !== '<>';
}

/** Says whether a key has the form of a domain, which "@" in front makes one of a table by sender. */
export function isDomain(key: string): boolean {
  return /^[\w-]+(\.[\w-]+)+$/.test(key);
}

/** A fix that gives a row of a table another key. Who gets a password, or TLS, changes with it. */
export function renameRow({ path, key, keySpan }: TableRow, newKey: string): Fix {
  return {
    title: `Rename the key "${key}" in ${path} to "${newKey}"`,
    safety: 'unsafe',
    edits: [],
    elsewhere: [{ path, edits: [{ span: keySpan, newText: newKey }] }],
  };
}

/** A fix that gives a table of passwords a key, with an account that has to be filled in; none where no table can be read. */
export function addPasswordRow({ view }: PostfixFolder, { paths }: ReadTables, key: string): Fix[] {
  const path = paths[0];
  const text = path === undefined ? undefined : view.readText(path);
  if (path === undefined || text === undefined) return [];
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const before = text === '' || text.endsWith('\n') ? '' : newline;
  const edit = { span: { start: text.length, end: text.length }, newText: `${before}${key} user:password${newline}` };
  return [
    {
      title: `Create the entry "${key}" in ${path}, with an account to fill in`,
      safety: 'unsafe',
      edits: [],
      elsewhere: [{ path, edits: [edit] }],
      isPreferred: false,
    },
  ];
}

/** The host that a key in the form of a next hop names, in lower case. */
export function hostOfKey(key: string): string | undefined {
  return parseDestinations(key)[0]?.host?.text.toLowerCase();
}

/** Says whether a next hop can be judged: written out and without a mistake of its own. */
export function isPlain({ destination: { host, problems } }: NextHop): boolean {
  return host !== undefined && !host.isTemplated && problems.length === 0;
}

/** Tables whose keys have the form of the next hop. */
const KEYED_BY_NEXT_HOP = ['smtp_sasl_password_maps', 'smtp_tls_policy_maps'];

/** The edits, by file, after which the tables have a next hop under its new form. Empty where no table that can be read has it. */
export function renameInTables({ folder, postfix }: RuleContext, nextHop: string, newForm: string): NonNullable<Fix['elsewhere']> {
  const rows = KEYED_BY_NEXT_HOP.flatMap((name) => {
    const tables = folder && postfix && readTables(folder, postfix, name);
    return (tables && findRow(tables, nextHop)) ?? [];
  });
  return [...new Set(rows.map(({ path }) => path))].map((path) => ({
    path,
    edits: rows.filter((row) => row.path === path).map(({ keySpan }) => ({ span: keySpan, newText: newForm })),
  }));
}
