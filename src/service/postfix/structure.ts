import type { LogicalLine } from '../../parse/postfixLines.ts';
import type { Entry } from '../../parse/types.ts';
import type { Span } from '../../text/span.ts';
import type { Analysis } from '../types.ts';
import { withoutLineEnd } from './layout.ts';
import { isShowable } from './showable.ts';
import { asMain, asMap, asMaster } from './sources.ts';
import { tableFolds, tableOutline } from './table/structure.ts';

/** An item of the outline. */
export interface OutlineItem {
  readonly name: string;
  /** The value, or the command of a service; empty where it may be a secret. */
  readonly detail: string;
  readonly kind: 'parameter' | 'service' | 'key' | 'block';
  readonly span: Span;
  readonly nameSpan: Span;
  readonly children: readonly OutlineItem[];
}

const DETAIL_LENGTH = 60;

/** The settings of a main.cf, the services of a master.cf with their overrides, or the keys of a table, in file order. */
export function outlineOf(analysis: Analysis): OutlineItem[] {
  const { file } = analysis;
  if (asMap(file)) return tableOutline(analysis);
  const master = asMaster(file);
  if (!master) return file.entries.map(parameterItem);
  return master.services.map(({ fields, overrides, span }) => ({
    name: fields.service.text,
    detail: `${fields.type.text} ${fields.command.text}`,
    kind: 'service',
    span: withoutLineEnd(file.text, span),
    nameSpan: fields.service.span,
    children: overrides.map(parameterItem),
  }));
}

function parameterItem({ key, value, keySpan, valueSpan }: Entry): OutlineItem {
  const flat = value.replaceAll(/\s+/g, ' ').trim();
  const detail = isShowable(key, value) ? flat : '';
  const span = { start: keySpan.start, end: Math.max(keySpan.end, valueSpan.end) };
  return {
    name: key,
    detail: detail.length > DETAIL_LENGTH ? `${detail.slice(0, DETAIL_LENGTH)}…` : detail,
    kind: 'parameter',
    span,
    nameSpan: keySpan,
    children: [],
  };
}

/** Lines that fold to their first one. */
export interface Fold {
  /** From the first character that stays visible to the last one that goes. */
  readonly span: Span;
  readonly kind: 'region' | 'comment';
}

/** Settings, services and entries of several lines, blocks of conditions in tables, and blocks of comment lines. */
export function foldsOf({ file }: Analysis): Fold[] {
  const map = asMap(file);
  const lines: readonly LogicalLine[] = (asMain(file) ?? asMaster(file) ?? map)?.logicalLines ?? [];
  const blocks = map ? tableFolds(map) : [];
  const regions = lines.filter(({ segments }) => segments.length > 1).map(({ span }) => ({ span: withoutLineEnd(file.text, span), kind: 'region' }) as const);
  const comments: Fold[] = [];
  let block: Span | undefined;
  const finish = () => {
    if (block && file.text.slice(block.start, block.end).includes('\n')) comments.push({ span: block, kind: 'comment' });
    block = undefined;
  };
  for (const { span } of file.comments) {
    const isNext = block !== undefined && /^[ \t\r]*\n[ \t]*$/.test(file.text.slice(block.end, span.start));
    if (!isNext) finish();
    block = { start: block?.start ?? span.start, end: span.end };
  }
  finish();
  return [...regions, ...blocks, ...comments].sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
}
