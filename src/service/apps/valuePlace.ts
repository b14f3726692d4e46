import { isCodeKind } from '../../parse/codeKind.ts';
import { setValue } from '../../parse/edit.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';
import { type Span, touches } from '../../text/span.ts';
import { type CompletionItem, literal } from '../postfix/completionItem.ts';

/** A value that fits into a place. */
export interface ValueOption {
  readonly value: string;
  readonly detail: string;
  /** CommonMark. */
  readonly documentation?: string;
  readonly rank: number;
  /** The part of the value that a person fills in, in `value` as it is. */
  readonly holes?: readonly string[];
}

/** Values that a program puts together at run time are left alone. */
const TEMPLATE = /\$|\{\{|\{%|<%|^__\w+__$|^%\w+%$/;

/** Values that completion itself puts in for a start. */
const STAND_IN = /(^|[@.])example\.com(:\d+)?$/;

/** The entry whose value is being written at an offset; in a program only literals are values. */
export function entryAt(file: ConfigFile, entries: readonly Entry[], offset: number): Entry | undefined {
  return entries.find((entry) => !entry.inherited && isBeingWritten(file, entry, offset));
}

function isBeingWritten({ text, kind }: ConfigFile, { valueSpan, keySpan, value, quote }: Entry, offset: number): boolean {
  if (isCodeKind(kind) && quote === '' && !/^(\d+|true|false|)$/i.test(text.slice(valueSpan.start, valueSpan.end))) return false;
  if (TEMPLATE.test(value) || quote === '|' || quote === '>') return false;
  if (text.slice(valueSpan.start, valueSpan.end).includes('\n')) return false;
  if (valueSpan.start !== valueSpan.end) return touches(valueSpan, offset);
  const between = offset < keySpan.end ? undefined : text.slice(keySpan.end, offset);
  // Behind the sign, where the value will stand; the rest of the line is free.
  return (
    between !== undefined &&
    /^["']?\s*[=:]?>?[ \t]*["'`]?$/.test(between) &&
    /[=:> \t]/.test(between) &&
    /^["'`]?[ \t]*[,;)}\]]*\s*?(\r?\n|$)/.test(text.slice(offset))
  );
}

/** Items that put one of the options into the place of an entry's value, in the grammar of the file. */
export function valueItems(file: ConfigFile, entry: Entry, offset: number, options: readonly ValueOption[]): CompletionItem[] {
  const { text } = file;
  const written = text.slice(entry.valueSpan.start, Math.max(entry.valueSpan.start, offset));
  // Who asks at a finished value wants to see the others, too.
  const isFinished = written !== '' && (STAND_IN.test(entry.value) || options.some(({ value }) => value === entry.value));
  return options.flatMap((option) => {
    const edit = setValue(file, entry, option.value);
    if (edit.path !== undefined) return [];
    const span = reaching(edit.span, offset);
    const lead = text.slice(span.start, entry.valueSpan.start);
    if (text.slice(span.start, span.end).includes('\n')) return [];
    const insertText = option.holes ? withHoles(edit.newText, option.holes) : edit.newText;
    return [
      {
        label: option.value,
        kind: 'value' as const,
        span,
        insertText,
        ...(option.holes && { isSnippet: true }),
        filterText: isFinished ? text.slice(span.start, offset) : lead + option.value,
        detail: option.detail,
        ...(option.documentation !== undefined && { documentation: option.documentation }),
        rank: option.rank,
      },
    ];
  });
}

/** A new value behind `key: ` takes the blank that is there. */
const reaching = ({ start, end }: Span, offset: number): Span => ({ start, end: Math.max(end, offset) });

/** The text as a snippet, its first occurrences of each hole to be filled in. */
export function withHoles(text: string, holes: readonly string[]): string {
  let result = '';
  let rest = text;
  for (const [index, hole] of holes.entries()) {
    const at = rest.indexOf(hole);
    if (at === -1) continue;
    result += `${literal(rest.slice(0, at))}\${${index + 1}:${literal(hole)}}`;
    rest = rest.slice(at + hole.length);
  }
  return result + literal(rest);
}
