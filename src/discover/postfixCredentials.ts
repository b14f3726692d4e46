import { valueSpanIn } from '../parse/segments.ts';
import type { Entry } from '../parse/types.ts';
import { isPlaceholder } from './placeholder.ts';
import { splitPostfixList } from './postfixList.ts';
import type { PostfixMain } from './postfixMain.ts';
import { hasForeignTemplate, maskTemplates, TEMPLATE_MARK } from './postfixTemplate.ts';
import type { Located, PasswordInfo } from './types.ts';

export interface Credentials {
  readonly user?: Located<string>;
  readonly password?: PasswordInfo;
}

/** A range of the value of `smtp_sasl_password_maps`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Says where smtp(8) gets user and password for a next hop (`smtp_sasl_password_maps`, postconf(5)). Only `static:` and
 * `inline:` tables hold them in main.cf itself; of every other table no more is known than that it is asked.
 * `keys` are what smtp(8) looks up: the host and the next hop as written.
 */
export function credentialsFor(main: PostfixMain, keys: readonly string[]): Credentials {
  const entry = main.get('smtp_sasl_password_maps').entry;
  if (!entry || entry.value === '') return {};
  const masked = maskTemplates(entry.value);
  for (const { start, end } of splitPostfixList(masked, { braces: true })) {
    const table = entry.value.slice(start, end);
    const login = loginIn(masked, table, { start, end }, keys);
    if (login === 'elsewhere') return { password: { source: 'map', entry, span: valueSpanIn(entry, start, end) } };
    if (login) return readLogin(main, entry, masked, login);
  }
  return {};
}

/** The place of `user:password` in a table, `elsewhere` when the table is a file or service, undefined when it has no such key. */
function loginIn(masked: string, table: string, range: Range, keys: readonly string[]): Range | 'elsewhere' | undefined {
  const start = range.start + table.indexOf(':') + 1;
  if (/^static:/.test(table)) return insideBraces(masked, { start, end: range.end });
  if (!/^inline:\{/.test(table)) return 'elsewhere';
  const body = insideBraces(masked, { start, end: range.end });
  for (const pair of pairsIn(masked, body)) {
    const [, key = '', blanks = ''] = /^([^=]*?)(\s*=\s*)/.exec(masked.slice(pair.start, pair.end)) ?? [];
    if (keys.some((wanted) => wanted.toLowerCase() === key.toLowerCase())) return { start: pair.start + key.length + blanks.length, end: pair.end };
  }
  return undefined;
}

/** `inline:{ key=value, { key = value with blanks } }` (inline_table in DATABASE_README). */
function pairsIn(masked: string, body: Range): Range[] {
  const inside = masked.slice(body.start, body.end);
  return splitPostfixList(inside, { braces: true }).map(({ start, end }) => insideBraces(masked, { start: body.start + start, end: body.start + end }));
}

/** Without one pair of braces around it and the blanks inside those; a range without braces stays. */
function insideBraces(text: string, { start, end }: Range): Range {
  if (text[start] !== '{' || text[end - 1] !== '}') return { start, end };
  const inside = text.slice(start + 1, end - 1);
  const first = start + 1 + (inside.length - inside.trimStart().length);
  return { start: first, end: Math.max(first, end - 1 - (inside.length - inside.trimEnd().length)) };
}

/**
 * Says what a row of a password table holds: `user:password`. Tables have no macros, so a `$` counts as text unless a
 * whole part is a variable that a deployment tool has yet to fill in.
 */
export function credentialsInRow(entry: Entry): Credentials {
  const colon = entry.value.indexOf(':');
  const userEnd = colon === -1 ? entry.value.length : colon;
  const user = entry.value.slice(0, userEnd);
  const password = entry.value.slice(userEnd + 1);
  const span = valueSpanIn(entry, userEnd + 1, entry.value.length);
  const source = isVariable(password) ? 'variable' : isPlaceholder(password) ? 'placeholder' : 'literal';
  return {
    ...(user === '' ? {} : { user: { value: user, entry, span: valueSpanIn(entry, 0, userEnd), templated: isVariable(user) } }),
    ...(password === '' ? {} : { password: { source, entry, span } }),
  };
}

const isVariable = (text: string) => hasForeignTemplate(text) || /^\$(?:\w+|\{[^{}]*\}|\(\w+\))$/.test(text);

/** The first colon parts user and password (smtp_sasl_passwd_lookup in smtp_sasl_glue.c). */
function readLogin(main: PostfixMain, entry: Entry, masked: string, { start, end }: Range): Credentials {
  const colon = masked.slice(start, end).indexOf(':');
  const userEnd = colon === -1 ? end : start + colon;
  const user = readUser(main, entry, masked, { start, end: userEnd });
  const password = colon === -1 || userEnd + 1 === end ? undefined : readPassword(main, entry, masked, { start: userEnd + 1, end });
  return { ...(user ? { user } : {}), ...(password ? { password } : {}) };
}

function readUser(main: PostfixMain, entry: Entry, masked: string, { start, end }: Range): Located<string> | undefined {
  if (start === end) return undefined;
  const text = entry.value.slice(start, end);
  const where = valueSpanIn(entry, start, end);
  if (!masked.slice(start, end).includes(TEMPLATE_MARK)) return { value: text, entry, span: where, templated: false };
  const owner = ownerOf(main, text);
  return { value: owner ? owner.value : text, entry, span: where, templated: !owner };
}

function readPassword(main: PostfixMain, entry: Entry, masked: string, { start, end }: Range): PasswordInfo {
  const text = entry.value.slice(start, end);
  const span = valueSpanIn(entry, start, end);
  if (!masked.slice(start, end).includes(TEMPLATE_MARK)) return { source: isPlaceholder(text) ? 'placeholder' : 'literal', entry, span };
  const owner = ownerOf(main, text);
  if (!owner) return { source: 'variable', entry, span };
  return { source: isPlaceholder(owner.value) ? 'placeholder' : 'literal', entry: owner, span: owner.valueSpan };
}

/** The entry behind `$name` or `${name}` when it holds a plain text. */
function ownerOf(main: PostfixMain, text: string): Entry | undefined {
  const name = /^\$(?:(\w+)|\{(\w+)\}|\((\w+)\))$/.exec(text)?.slice(1).find(Boolean);
  const owner = name === undefined ? undefined : main.get(name).entry;
  return owner && owner.value !== '' && !owner.value.includes('$') ? owner : undefined;
}
