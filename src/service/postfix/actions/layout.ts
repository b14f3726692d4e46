import { postfixRestriction } from '../../../data/postfixRestrictions.ts';
import { type PostfixListItem, splitPostfixList } from '../../../discover/postfixList.ts';
import { hasForeignTemplate } from '../../../discover/postfixTemplate.ts';
import { lineEndOf } from '../../../parse/lines.ts';
import type { ConfigFile, Entry } from '../../../parse/types.ts';
import { isMiswritten } from '../../../rules/support/judgeable.ts';
import { overlaps, type Span, span } from '../../../text/span.ts';
import { isListParameter } from './lists.ts';
import type { Refactoring } from './types.ts';

/** The indent that `postconf -f` gives to continued lines. */
const INDENT = '    ';

/** An item, what belongs to it included, and whether a comma follows it. */
interface Group {
  readonly text: string;
  readonly hasComma: boolean;
}

/**
 * Writes the list at an entry with one item per line, or on one line: only blanks and line ends between items change,
 * which separate items in any number (`CHARS_COMMA_SP`). A list with comments inside is left alone, and so is one in
 * which a line would begin with `#` or that has a mistake of writing.
 */
export function layoutActions(file: ConfigFile, entry: Entry): Refactoring[] {
  const where = placeOfValue(file, entry);
  const groups = where && groupsOf(entry);
  if (!where || !groups || groups.length < 2 || hasForeignTemplate(entry.value) || isMiswritten(file, entry)) return [];
  const newline = lineEndOf(file.text, entry.span.start);
  const before = file.text.slice(where.start, where.end);
  const perLine = groups.map(({ text, hasComma }) => `${newline}${INDENT}${text}${hasComma ? ',' : ''}`).join('');
  const inLine = groups.map(({ text, hasComma }) => ` ${text}${hasComma ? ',' : ''}`).join('');
  const actions: Refactoring[] = [];
  if (before !== perLine) actions.push({ title: 'Write one item per line', kind: 'rewrite', edits: [{ span: where, newText: perLine }] });
  if (before.includes('\n')) actions.push({ title: 'Write on one line', kind: 'rewrite', edits: [{ span: where, newText: inLine }] });
  return actions;
}

/** From behind the `=` to the end of the value; undefined when anything but the value stands there. */
function placeOfValue({ kind, text, comments }: ConfigFile, { key, keySpan, valueSpan, value }: Entry): Span | undefined {
  if (kind !== 'postfix-main' || value === '' || !isListParameter(key)) return undefined;
  const sign = /^\s*=/.exec(text.slice(keySpan.end, valueSpan.start));
  if (!sign) return undefined;
  const where = span(keySpan.end + sign[0].length, valueSpan.end);
  return comments.some((comment) => overlaps(comment.span, where)) ? undefined : where;
}

/** The items of a list, a restriction together with its argument; undefined when a line can't begin with each of them. */
function groupsOf({ key, value }: Entry): Group[] | undefined {
  const items = splitPostfixList(value, { braces: true });
  const firsts = items.filter((_, index) => index === 0 || !(key.endsWith('_restrictions') && belongsTo(items, index)));
  const groups = firsts.map(({ start }, index) => {
    const end = firsts[index + 1]?.start ?? value.length;
    const members = items.filter((item) => item.start >= start && item.start < end);
    const hasCommaAfter = (at: number) => value.slice(members[at]!.end, members[at + 1]?.start ?? end).includes(',');
    const text = members.map((item, at) => (at < members.length - 1 && hasCommaAfter(at) ? `${item.text},` : item.text)).join(' ');
    return { text, hasComma: hasCommaAfter(members.length - 1) };
  });
  const isWhole = items.every(({ text }) => !text.startsWith('#') && !text.includes('\n') && balance(text) === 0);
  return isWhole ? groups : undefined;
}

/** Says whether an item is what the restriction before it takes. */
function belongsTo(items: readonly PostfixListItem[], index: number): boolean {
  const { argument = 'none' } = postfixRestriction(items[index - 1]!.text) ?? {};
  return argument !== 'none';
}

function balance(text: string): number {
  return text.split('{').length - text.split('}').length;
}
