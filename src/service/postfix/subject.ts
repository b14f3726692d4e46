import type { PostfixMeanings } from '../../data/postfixMeanings.ts';
import { macroReferences } from '../../parse/postfixExpand.ts';
import { MASTER_COLUMNS, type MasterColumn, type MasterField, type MasterService } from '../../parse/postfixMaster.ts';
import { valueSpanIn } from '../../parse/segments.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';
import { type Span, touches } from '../../text/span.ts';
import { asMaster } from './sources.ts';
import { type ValueWord, wordsOf } from './words.ts';

/** What a place in main.cf or master.cf is about. */
export type Subject =
  /** A name left of `=`. */
  | { readonly kind: 'parameter'; readonly name: string; readonly span: Span; readonly entry: Entry }
  /** `$name` in a value; the span is the name's. */
  | { readonly kind: 'reference'; readonly name: string; readonly span: Span; readonly entry: Entry }
  | { readonly kind: 'word'; readonly word: ValueWord; readonly span: Span; readonly entry: Entry }
  | { readonly kind: 'column'; readonly column: MasterColumn; readonly field: MasterField; readonly span: Span; readonly service: MasterService }
  | { readonly kind: 'option'; readonly text: string; readonly span: Span; readonly service: MasterService }
  /** `flags`, `user`, `argv` … of a daemon. */
  | { readonly kind: 'attribute'; readonly name: string; readonly span: Span; readonly service: MasterService }
  | { readonly kind: 'flag'; readonly letter: string; readonly span: Span; readonly service: MasterService }
  /** `${recipient}` in the arguments of pipe(8). */
  | { readonly kind: 'pipe-macro'; readonly name: string; readonly span: Span; readonly service: MasterService };

/** Finds what the place at an offset is about; undefined in comments, blanks and plain text. */
export function subjectAt(file: ConfigFile, offset: number, meanings: PostfixMeanings, classes: ReadonlySet<string>): Subject | undefined {
  const entry = file.entries.find(({ keySpan, valueSpan }) => touches(keySpan, offset) || touches(valueSpan, offset));
  if (entry) return inEntry(entry, offset, meanings, classes);
  const service = asMaster(file)?.services.find(({ span }) => span.start <= offset && offset < Math.max(span.end, span.start + 1));
  return service && inService(service, offset);
}

/** The `$name` in an entry's value, with their places in the file. */
export function referencesIn(entry: Entry): { readonly name: string; readonly span: Span }[] {
  if (!entry.value.includes('$')) return [];
  return macroReferences(entry.value).map(({ name, span }) => ({ name, span: valueSpanIn(entry, span.start, span.end) }));
}

function inEntry(entry: Entry, offset: number, meanings: PostfixMeanings, classes: ReadonlySet<string>): Subject | undefined {
  if (touches(entry.keySpan, offset)) return { kind: 'parameter', name: entry.key, span: entry.keySpan, entry };
  // The `$` belongs to the name for whoever points at it.
  const reference = referencesIn(entry).find(({ span }) => span.start - 1 <= offset && offset <= span.end);
  if (reference) return { kind: 'reference', ...reference, entry };
  const word = wordsOf(entry, meanings, classes).find(({ span }) => touches(span, offset));
  return word && { kind: 'word', word, span: word.span, entry };
}

function inService(service: MasterService, offset: number): Subject | undefined {
  for (const column of MASTER_COLUMNS) {
    const field = service.fields[column];
    if (touches(field.span, offset)) return { kind: 'column', column, field, span: field.span, service };
  }
  for (const { name, nameSpan, value, valueSpan } of service.attributes) {
    if (touches(nameSpan, offset)) return { kind: 'attribute', name, span: nameSpan, service };
    if (name !== 'flags' || !touches(valueSpan, offset)) continue;
    const at = Math.min(offset, valueSpan.end - 1) - valueSpan.start;
    const letter = value[at];
    if (letter) return { kind: 'flag', letter, span: { start: valueSpan.start + at, end: valueSpan.start + at + 1 }, service };
  }
  const argument = service.arguments.find(({ span }) => touches(span, offset));
  if (argument?.role === 'option') return { kind: 'option', text: argument.text, span: argument.span, service };
  const macro =
    argument &&
    [...argument.text.matchAll(/\$\{?(\w+)\}?/g)].find(({ 0: text, index }) => {
      const start = argument.span.start + index;
      return start <= offset && offset <= start + text.length;
    });
  if (!argument || !macro) return undefined;
  const start = argument.span.start + macro.index;
  return { kind: 'pipe-macro', name: macro[1]!, span: { start, end: start + macro[0].length }, service };
}
