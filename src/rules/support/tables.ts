import { postfixParameter } from '../../data/postfixParameters.ts';
import { POSTFIX_TABLE_TYPES } from '../../data/postfixWords.ts';
import { type PostfixListItem, splitPostfixList } from '../../discover/postfixList.ts';
import { valueSpanIn } from '../../parse/segments.ts';
import type { Entry } from '../../parse/types.ts';
import type { Span } from '../../text/span.ts';
import type { JudgedValue } from './judgeable.ts';

/** `type:name` in a value. */
export interface TableReference {
  readonly type: string;
  readonly name: string;
  readonly item: PostfixListItem;
}

const TABLE_PARAMETER = /(_maps?|_database|_checks)$|_(dns_reply|reply|command|delivery_status)_filter$/;
/** They list the tables of other parameters. */
const NOT_TABLES = /^proxy_(read|write)_maps$/;

/** Says whether every item of a parameter's value is a lookup table. */
export function takesTablesOnly(name: string): boolean {
  return TABLE_PARAMETER.test(name) && !NOT_TABLES.test(name) && postfixParameter(name)?.type === 'str';
}

const RESTRICTIONS = /^smtpd_\w+_restrictions$/;

/** The items of a value that must be, or by their form are, tables. `proxy:` and `debug:` before the type are left out. */
export function* tablesIn({ entry, value }: JudgedValue): Generator<TableReference> {
  if (!value.includes(':')) return;
  const items = splitPostfixList(value, { braces: true });
  const isStrict = takesTablesOnly(entry.key);
  for (const [index, item] of items.entries()) {
    if (!item.text.includes(':')) continue;
    const [, type, name] = /^(?:(?:proxy|debug):)*([a-z]\w*):(.*)$/s.exec(item.text) ?? [];
    if (type === undefined || name === undefined) continue;
    const isArgument = RESTRICTIONS.test(entry.key) && /^check_\w+_access$/.test(items[index - 1]?.text ?? '');
    if (isStrict || isArgument || (POSTFIX_TABLE_TYPES.has(type) && /^[./]/.test(name))) yield { type, name, item };
  }
}

/** Where an item stands in the file; the whole value when macros have moved it. */
export function itemSpan({ entry, value }: JudgedValue, { start, end }: { readonly start: number; readonly end: number }): Span {
  return entry.value === value ? valueSpanIn(entry, start, end) : entry.valueSpan;
}

/** Says whether a value may hold a secret in the place of a table's name: `static:user:password`. */
export function isSecretive({ key }: Entry): boolean {
  return /password|passwd/.test(key);
}

/** What the name of a table's index has behind that of its text. */
export const INDEX_ENDINGS: Readonly<Record<string, string>> = { hash: '.db', btree: '.db', lmdb: '.lmdb', cdb: '.cdb', dbm: '.pag', sdbm: '.pag' };

/** Tables that Postfix reads from a text without an index. */
export const TEXT_TABLES: ReadonlySet<string> = new Set(['texthash', 'regexp', 'pcre', 'cidr', 'ldap', 'mysql', 'pgsql', 'sqlite', 'memcache', 'mongodb']);
