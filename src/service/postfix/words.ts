import type { PostfixMeanings } from '../../data/postfixMeanings.ts';
import { parseMacros } from '../../parse/postfixMacro.ts';
import { valueSpanIn } from '../../parse/segments.ts';
import type { Entry } from '../../parse/types.ts';
import { isFreeText } from '../../rules/support/postfixText.ts';
import type { Span } from '../../text/span.ts';
import { valueKindOf } from './valueKinds.ts';

/** What a word of a value is. `table` is what follows the type and its colon. */
export type WordRole =
  | 'restriction'
  | 'class'
  | 'table-type'
  | 'table'
  | 'tls-level'
  | 'transport'
  | 'service'
  | 'constant'
  | 'boolean'
  | 'time'
  | 'number'
  | 'size';

export interface ValueWord {
  readonly role: WordRole;
  readonly text: string;
  /** In the file. */
  readonly span: Span;
  /** In the value. */
  readonly start: number;
}

/** Stands for the characters of a macro, so that no word is found in one. */
const MACRO = '\u0001';

function withoutMacros(value: string): string {
  if (!value.includes('$')) return value;
  let masked = value;
  for (const { kind, span } of parseMacros(value).nodes) {
    if (kind !== 'literal') masked = masked.slice(0, span.start) + MACRO.repeat(span.end - span.start) + masked.slice(span.end);
  }
  return masked;
}

/**
 * The words of a value that mean something to Postfix, in order, by what the parameter takes; what stands in macros is
 * left out. `classes` are the restriction classes that the file defines.
 */
export function wordsOf(entry: Entry, meanings: PostfixMeanings, classes: ReadonlySet<string>): ValueWord[] {
  if (isFreeText(entry.key)) return [];
  const kind = classes.has(entry.key) ? { kind: 'restrictions' as const } : valueKindOf(entry.key);
  const found: ValueWord[] = [];
  const add = (role: WordRole, start: number, text: string) => found.push({ role, text, start, span: valueSpanIn(entry, start, start + text.length) });
  for (const { 0: token, index } of withoutMacros(entry.value).matchAll(/[^\s,{}]+/g)) {
    const tableTypes = addTableTypes(token, index);
    if (tableTypes) continue;
    if (token.includes(MACRO)) continue;
    switch (kind.kind) {
      case 'restrictions':
        if (meanings.restriction(token)) add('restriction', index, token);
        else if (classes.has(token)) add('class', index, token);
        break;
      case 'classes':
        add('class', index, token);
        break;
      case 'tls-level':
        if (meanings.tlsLevel(kind.side, token.toLowerCase())) add('tls-level', index, token);
        break;
      case 'enumeration':
        if (kind.words.values.some((word) => word.toLowerCase() === token.toLowerCase())) add('constant', index, token);
        break;
      case 'transport':
        add('transport', index, token.includes(':') ? token.slice(0, token.indexOf(':')) : token);
        break;
      case 'service':
        add('service', index, token);
        break;
      case 'boolean':
        if (/^(yes|no)$/i.test(token)) add('boolean', index, token);
        break;
      case 'time':
        if (/^\d+[smhdw]?$/.test(token)) add('time', index, token);
        break;
      case 'number':
      case 'size':
        if (/^\d+$/.test(token)) add(kind.kind, index, token);
        break;
      default:
        break;
    }
  }
  return found;

  /** `proxy:mysql:/path` has two types. Only the words of known types count: `smtp:[host]` is a transport. */
  function addTableTypes(token: string, index: number): boolean {
    if (kind.kind === 'transport' || kind.kind === 'service') return false;
    let at = 0;
    for (let colon = token.indexOf(':'); colon !== -1; colon = token.indexOf(':', at)) {
      const type = token.slice(at, colon);
      if (!meanings.mapType(type)) break;
      add('table-type', index + at, type);
      at = colon + 1;
      if (type !== 'proxy' && type !== 'debug') break;
    }
    if (at === 0) return false;
    if (at < token.length) add('table', index + at, entry.value.slice(index + at, index + token.length));
    return true;
  }
}
