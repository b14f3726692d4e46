import type { MapRule, PostfixMapFile } from '../../../parse/postfixMapTypes.ts';
import type { Entry } from '../../../parse/types.ts';
import type { Span } from '../../../text/span.ts';
import type { Analysis } from '../../types.ts';
import { withoutLineEnd } from '../layout.ts';
import type { Fold, OutlineItem } from '../structure.ts';
import { shownKey } from './keys.ts';
import { type Table, tableOf } from './table.ts';

const DETAIL_LENGTH = 60;

/** The keys of a table in file order, those under a condition below it. No value of a table of passwords is in it. */
export function tableOutline(analysis: Analysis): OutlineItem[] {
  const table = tableOf(analysis);
  if (!table) return [];
  const { entries, rules, text } = table.file;
  if (rules.length === 0) return entries.map((entry) => keyItem(table, entry));
  const root: OutlineItem[] = [];
  const levels = [root];
  for (const rule of rules) {
    if (rule.kind === 'match') levels.at(-1)!.push(keyItem(table, rule.entry));
    else if (rule.kind === 'endif') levels.pop();
    else {
      const children: OutlineItem[] = [];
      const span = blockSpan(table.file, rule);
      const head = withoutLineEnd(text, rule.span);
      levels.at(-1)!.push({ name: clipped(text.slice(head.start, head.end)), detail: '', kind: 'block', span, nameSpan: head, children });
      levels.push(children);
    }
  }
  return root;
}

function keyItem(table: Table, { key, keySpan, value, valueSpan }: Entry): OutlineItem {
  return {
    name: shownKey(table, key) ?? '(key not shown)',
    // What a command of an alias gets may be a secret, too.
    detail: table.isSecret || value.includes('|') ? '' : clipped(value),
    kind: 'key',
    span: { start: keySpan.start, end: Math.max(keySpan.end, valueSpan.end) },
    nameSpan: keySpan,
    children: [],
  };
}

function clipped(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  return flat.length > DETAIL_LENGTH ? `${flat.slice(0, DETAIL_LENGTH)}…` : flat;
}

type Condition = Extract<MapRule, { kind: 'if' }>;

/** From `if` to `endif`, or to the end of the file where none is. */
function blockSpan({ rules, text }: PostfixMapFile, { span, endif }: Condition): Span {
  const last = endif === undefined ? undefined : rules[endif];
  return withoutLineEnd(text, { start: span.start, end: last?.kind === 'endif' ? last.span.end : text.length });
}

/** The blocks between `if` and `endif`; the latter stays visible. */
export function tableFolds(file: PostfixMapFile): Fold[] {
  return file.rules.flatMap((rule): Fold[] => {
    const last = rule.kind === 'if' && rule.endif !== undefined ? file.rules[rule.endif] : undefined;
    if (rule.kind !== 'if' || last?.kind !== 'endif') return [];
    const inner = withoutLineEnd(file.text, { start: rule.span.start, end: last.span.start });
    return file.text.slice(inner.start, inner.end).includes('\n') ? [{ span: inner, kind: 'region' }] : [];
  });
}
