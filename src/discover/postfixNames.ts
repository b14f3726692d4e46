import { isKnownParameter, POSTFIX_DATABASES, postfixDatabaseKeys, postfixParameter } from '../data/postfixParameters.ts';
import { macroReferences } from '../parse/postfixExpand.ts';
import type { PostfixMasterFile } from '../parse/postfixMaster.ts';
import { valueSpanIn } from '../parse/segments.ts';
import type { ConfigFile, Entry } from '../parse/types.ts';
import type { Span } from '../text/span.ts';
import { splitPostfixList } from './postfixList.ts';
import { createPostfixMain, type PostfixMain } from './postfixMain.ts';

/** `$name` or a restriction class that has no value anywhere in the file; it counts as empty. */
export interface UndefinedReference {
  readonly name: string;
  readonly entry: Entry;
  readonly span: Span;
}

/** Which names of a main.cf mean something. */
export interface PostfixNames {
  /** Postfix or this file gives the name a meaning: built-in in any release, per transport, or defined and used here. */
  isKnown(name: string): boolean;
  /** The entries in force that nothing reads, "unused parameter" to postconf(1); in file order. */
  readonly unused: readonly Entry[];
  /** What postconf(1) calls "undefined parameter", in file order. */
  readonly undefinedReferences: readonly UndefinedReference[];
}

/** User-defined names that the stock master.cf refers to in its `-o` lines, so that main.cf may set them. */
const STOCK_NAMES = new Set(['mua_client_restrictions', 'mua_helo_restrictions', 'mua_sender_restrictions', 'mua_recipient_restrictions']);

/**
 * Finds out which parameters of a main.cf are in use, as postconf(1) does (register_user_parameters in
 * postconf_user.c, postconf_dbms.c). Every name with the suffix of a per-transport parameter counts as known. Without
 * `master` a name that only a master.cf `-o` refers to counts as unused; with it, what a service sets has a value.
 */
export function createPostfixNames(file: ConfigFile, main: PostfixMain = createPostfixMain(file), master?: PostfixMasterFile): PostfixNames {
  const inForce = file.entries.filter((entry) => main.get(entry.key).entry === entry);
  const used = new Set<string>(master?.entries.flatMap(namesIn));
  const setByService = new Set(master?.entries.map(({ key }) => key));
  const undefinedReferences: UndefinedReference[] = [];
  const refer = (name: string, entry: Entry, span: Span) => {
    if (main.isSet(name)) used.add(name);
    else if (!isKnownParameter(name) && !setByService.has(name)) undefinedReferences.push({ name, entry, span });
  };
  for (const entry of inForce) {
    const parameter = postfixParameter(entry.key);
    if (parameter?.kind === 'read-only' || parameter?.type === 'raw') continue;
    for (const { name, span } of macroReferences(entry.value)) refer(name, entry, valueSpanIn(entry, span.start, span.end));
    if (entry.key === 'smtpd_restriction_classes') classReferences(entry, main, refer);
    for (const name of databaseParameters(main.get(entry.key).value)) if (main.isSet(name)) used.add(name);
  }
  const isKnown = (name: string) => isKnownParameter(name) || used.has(name) || STOCK_NAMES.has(name);
  undefinedReferences.sort((a, b) => a.span.start - b.span.start);
  return { isKnown, unused: inForce.filter((entry) => !isKnown(entry.key)), undefinedReferences };
}

/** The parameters that an override names: `$name`, and the items of a list of restriction classes. */
function namesIn({ key, value }: Entry): string[] {
  const names = macroReferences(value).map(({ name }) => name);
  return key === 'smtpd_restriction_classes' ? [...names, ...splitPostfixList(value).map(({ text }) => text)] : names;
}

/** Each name in `smtpd_restriction_classes` is a parameter; a place can be told only where the value has no macros. */
function classReferences(entry: Entry, main: PostfixMain, refer: (name: string, entry: Entry, span: Span) => void): void {
  const { value } = main.get(entry.key);
  for (const { text, start, end } of splitPostfixList(value)) {
    refer(text, entry, value === entry.value ? valueSpanIn(entry, start, end) : entry.valueSpan);
  }
}

/** Braces in braces that are still looked into; real files have two or three. */
const DEPTH_LIMIT = 20;

/** The names `accounts_server_host`, … that `ldap:accounts` stands for; a path names a file instead. */
function databaseParameters(value: string): Iterable<string> {
  return value.includes(':') && DATABASE_TABLE.test(value) ? parametersIn(value, 0) : [];
}

const DATABASE_TABLE = new RegExp(`(?:${POSTFIX_DATABASES.join('|')}):`);

function* parametersIn(value: string, depth: number): Iterable<string> {
  if (depth > DEPTH_LIMIT) return;
  for (const { text } of splitPostfixList(value, { braces: true })) {
    if (text.startsWith('{')) yield* parametersIn(text.replace(/^\{|\}$/g, ''), depth + 1);
    const [, type = '', table = ''] = /^(?:(?:proxy|debug):)*([^:]*):(.*)$/s.exec(text) ?? [];
    if (table.startsWith('{')) yield* parametersIn(table.replace(/^\{|\}$/g, ''), depth + 1);
    else if (table !== '' && !/^[./]/.test(table)) for (const key of postfixDatabaseKeys(type) ?? []) yield `${table}_${key}`;
  }
}
