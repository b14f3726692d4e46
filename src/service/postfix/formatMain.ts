import { postfixParameter } from '../../data/postfixParameters.ts';
import { postfixRestriction } from '../../data/postfixRestrictions.ts';
import { macroReferences } from '../../parse/postfixExpand.ts';
import type { LogicalLine } from '../../parse/postfixLines.ts';
import type { PostfixMainFile } from '../../parse/postfixMain.ts';
import { splitTokens } from '../../parse/postfixTokens.ts';
import type { Entry } from '../../parse/types.ts';
import { isFreeText } from '../../rules/support/postfixText.ts';
import { type Span, span, type TextEdit } from '../../text/span.ts';
import { type FormatOptions, newlineOf, physicalLines, reindent, rewrite, trimEnd } from './layout.ts';
import { valueKindOf } from './valueKinds.ts';

const INDENT = 4;
/** As wide as `postconf -f` writes. */
const WIDTH = 80;

/** Lists of the kind that grow long, in which a line end is as good as a blank. */
const LONG_LIST = /^(mydestination|mynetworks|relay_domains|virtual_(alias|mailbox)_domains|proxy_read_maps)$/;

interface Setting {
  readonly entry: Entry;
  readonly lines: readonly Span[];
  /** Where the `=` stands, when it is on the first physical line. */
  readonly equals: number | undefined;
}

/** The edits that bring the settings of a main.cf into shape. No value changes but in the blanks between its words. */
export function formatMain(file: PostfixMainFile, options: FormatOptions): TextEdit[] {
  const settings = settingsOf(file);
  const verbatim = verbatimNames(file);
  const widths = options.alignEquals ? alignment(file.text, settings) : new Map<Setting, number>();
  return settings.flatMap((setting) => [
    ...formatAssignment(file.text, setting, widths.get(setting) ?? 0),
    ...(verbatim.has(setting.entry.key) ? [] : formatValue(file.text, setting, widths.get(setting) ?? 0)),
  ]);
}

function settingsOf({ text, logicalLines, entries }: PostfixMainFile): Setting[] {
  const byStart = new Map<number, LogicalLine>(logicalLines.map((line) => [line.span.start, line]));
  return entries.flatMap((entry) => {
    const line = byStart.get(entry.span.start);
    // What stands behind a NUL is lost to Postfix and no business of ours.
    if (!line || line.nul !== undefined) return [];
    const lines = physicalLines(text, line);
    const equals = text.indexOf('=', entry.keySpan.end);
    return [{ entry, lines, equals: equals < lines[0]!.end ? equals : undefined }];
  });
}

/** Names whose values are text for people, shells or headers, or are used in such: each blank of theirs counts. */
function verbatimNames({ entries }: PostfixMainFile): ReadonlySet<string> {
  const isVerbatim = (name: string) => isFreeText(name) || postfixParameter(name)?.type === 'raw';
  const names = new Set(entries.map(({ key }) => key).filter(isVerbatim));
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const entry of entries) {
      if (entry.key !== name) continue;
      for (const reference of macroReferences(entry.value)) {
        if (names.has(reference.name)) continue;
        names.add(reference.name);
        queue.push(reference.name);
      }
    }
  }
  return names;
}

/** The width of the names in each run of settings on neighbouring lines. */
function alignment(text: string, settings: readonly Setting[]): Map<Setting, number> {
  const widths = new Map<Setting, number>();
  let block: Setting[] = [];
  const finish = () => {
    const width = Math.max(0, ...block.map(({ entry }) => entry.key.length));
    for (const setting of block) widths.set(setting, width);
    block = [];
  };
  for (const setting of settings) {
    const before = block.at(-1);
    if (before && text.slice(before.lines.at(-1)!.end, setting.lines[0]!.start).replace('\r', '') !== '\n') finish();
    block.push(setting);
  }
  finish();
  return widths;
}

/** `name = value`, whatever stood around the `=`. */
function formatAssignment(text: string, { entry, lines, equals }: Setting, width: number): TextEdit[] {
  if (equals === undefined) return [];
  const { keySpan, valueSpan, value } = entry;
  const end = lines[0]!.end;
  const isHere = value !== '' && valueSpan.start < end;
  const gap = ' '.repeat(Math.max(0, width - entry.key.length) + 1);
  return [
    ...rewrite(text, span(keySpan.end, equals), gap),
    // Without a value on this line nothing but blanks follow.
    ...rewrite(text, span(equals + 1, isHere ? valueSpan.start : end), isHere ? ' ' : ''),
  ];
}

function formatValue(text: string, setting: Setting, width: number): TextEdit[] {
  const { lines, entry } = setting;
  const first = lines[0]!;
  const ends = lines.flatMap((line, index) => (index === 0 && entry.valueSpan.start >= first.end ? [] : trimEnd(text, line)));
  return lines.length > 1 ? [...reindent(text, lines.slice(1), INDENT), ...ends] : [...fold(text, setting, width), ...ends];
}

/** The pieces that stay on one line: words, and a restriction together with its argument. */
function wordsToFold(value: string, isRestrictions: boolean): Span[] {
  const words: Span[] = [];
  for (const word of splitTokens(value, { separators: ' \t', braces: true })) {
    const before = words.at(-1);
    const name = before && value.slice(before.start, before.end);
    const takesArgument = isRestrictions && name !== undefined && (postfixRestriction(name)?.argument ?? 'none') !== 'none';
    if (before && takesArgument) words[words.length - 1] = span(before.start, word.end);
    else words.push(span(word.start, word.end));
  }
  return words;
}

/** Breaks a long list on one line where `postconf -f` would. */
function fold(text: string, { entry, equals }: Setting, width: number): TextEdit[] {
  const { key, value, valueSpan } = entry;
  const { kind } = valueKindOf(key);
  let column = Math.max(key.length, width) + 3;
  if (equals === undefined || column + value.length <= WIDTH || !(kind === 'restrictions' || kind === 'tables' || LONG_LIST.test(key))) return [];
  const words = wordsToFold(value, kind === 'restrictions');
  // At the beginning of a line a "#" would begin a comment.
  if (words.some(({ start }) => value[start] === '#') || value.includes('$(')) return [];
  return words.flatMap(({ start, end }, index) => {
    const length = end - start;
    const before = words[index - 1];
    if (!before) {
      column += length;
      return [];
    }
    const isOver = column + 1 + length > WIDTH;
    column = isOver ? INDENT + length : column + 1 + length;
    return isOver ? [{ span: span(valueSpan.start + before.end, valueSpan.start + start), newText: newlineOf(text) + ' '.repeat(INDENT) }] : [];
  });
}
