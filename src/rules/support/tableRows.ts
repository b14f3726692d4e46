import { parseDestinations } from '../../discover/postfixDestination.ts';
import type { NextHop } from '../../discover/postfixNextHops.ts';
import type { TableRow } from '../../discover/postfixTable.ts';
import type { Fix, RelatedPlace } from '../types.ts';

/** The place of a row in its own file, for a finding about the setting that names the table. */
export function rowPlace({ path, keySpan }: TableRow, message: string): RelatedPlace {
  return { path, span: keySpan, message };
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

/** The host that a key in the form of a next hop names, in lower case. */
export function hostOfKey(key: string): string | undefined {
  return parseDestinations(key)[0]?.host?.text.toLowerCase();
}

/** Says whether a next hop can be judged: written out and without a mistake of its own. */
export function isPlain({ destination: { host, problems } }: NextHop): boolean {
  return host !== undefined && !host.isTemplated && problems.length === 0;
}
