import { defaultFor, LATEST_POSTFIX, type PostfixParameter, type PostfixType, postfixParameter } from '../data/postfixParameters.ts';
import { macroReferences } from '../parse/postfixExpand.ts';
import { valueSpanIn } from '../parse/segments.ts';
import type { Entry } from '../parse/types.ts';
import { type Span, touches } from '../text/span.ts';
import { code } from './markdown.ts';

export interface ParameterHover {
  readonly span: Span;
  readonly markdown: string;
  /** The offset is on `$name` in a value, not on the setting itself. */
  readonly isReference: boolean;
}

const TYPE_WORDS: Readonly<Record<PostfixType, string>> = {
  str: 'text',
  raw: 'text, macros expanded per request',
  bool: '`yes` or `no`',
  nbool: '`yes` or `no`',
  int: 'a whole number',
  nint: 'a whole number',
  long: 'a whole number',
  time: 'a time: a number and `s`, `m`, `h`, `d` or `w`',
};

/** The Postfix parameter at an offset of an entry: the one that `$name` refers to, else the one that is set. */
export function describeParameter(entry: Entry, offset: number): ParameterHover | undefined {
  for (const { name, span } of entry.value.includes('$') ? macroReferences(entry.value) : []) {
    const where = valueSpanIn(entry, span.start, span.end);
    const parameter = touches(where, offset) ? postfixParameter(name) : undefined;
    if (parameter) return { span: where, markdown: describe(parameter), isReference: true };
  }
  const parameter = postfixParameter(entry.key);
  return parameter && { span: entry.keySpan, markdown: describe(parameter), isReference: false };
}

function describe(parameter: PostfixParameter): string {
  const { name, type, kind, introduced, deprecated, removed, replacements } = parameter;
  const fallback = defaultFor(name);
  const lines = [
    `**${name}** · ${TYPE_WORDS[type]}${range(parameter)}`,
    ...(kind === 'read-only' ? ['Set by Postfix itself: a line in main.cf has no effect.'] : []),
    ...(fallback === undefined || kind !== 'builtin' ? [] : [fallback === '' ? 'Default: empty' : `Default: ${code(fallback)}`]),
    ...(introduced === '1.0' ? [] : [`Since Postfix ${introduced}`]),
    ...(deprecated ? [`Deprecated since Postfix ${deprecated}${replacements.length > 0 ? `: use ${replacements.map(code).join(', ')}` : ''}`] : []),
    ...(removed ? [`Not in Postfix ${removed} and later`] : []),
    `[Manual](https://www.postfix.org/postconf.5.html#${name}) · default of Postfix ${LATEST_POSTFIX}`,
  ];
  return lines.join('  \n');
}

function range({ type, min, max }: PostfixParameter): string {
  if (type !== 'int' && type !== 'nint' && type !== 'long') return '';
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return `, at least ${min}`;
  return max === undefined ? '' : `, at most ${max}`;
}
