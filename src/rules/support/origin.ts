import { setValue } from '../../parse/edit.ts';
import type { ConfigFile } from '../../parse/types.ts';
import { contains, type Span, type TextEdit } from '../../text/span.ts';
import type { Finding, Fix } from '../types.ts';

/** Where a value is set by a variable of another file, a fix changes it there: its edits of other files stand apart. */
export function placeEdits(fix: Fix, file: ConfigFile): Fix {
  const placed = fix.edits.map((edit) => atSource(edit, file));
  if (placed.every(({ path }) => path === undefined)) return fix;
  const elsewhere = new Map<string, TextEdit[]>((fix.elsewhere ?? []).map(({ path, edits }) => [path, [...edits]]));
  for (const { path, ...edit } of placed) {
    if (path !== undefined) elsewhere.set(path, [...(elsewhere.get(path) ?? []), edit]);
  }
  return { ...fix, edits: placed.filter(({ path }) => path === undefined), elsewhere: [...elsewhere].map(([path, edits]) => ({ path, edits })) };
}

/** A word or number means the same in every grammar; anything else was written for the one at hand. */
const PLAIN = /^[\w.:@-]+$/;

function atSource(edit: TextEdit, file: ConfigFile): TextEdit {
  const entry = edit.path === undefined ? variableAt(edit.span, file) : undefined;
  const isWhole = entry && entry.valueSpan.start === edit.span.start && entry.valueSpan.end === edit.span.end;
  return isWhole && PLAIN.test(edit.newText) ? setValue(file, entry, edit.newText) : edit;
}

/** A finding about a variable's value belongs to the line that sets the variable, wherever that is. */
export function atOrigin(finding: Finding, file: ConfigFile): Finding {
  const entry = finding.path === undefined ? variableAt(finding.span, file) : undefined;
  const origin = entry && file.around?.origins.get(entry);
  if (!origin) return finding;
  const user = { span: entry.keySpan, message: `"${entry.key}" takes its value from there` };
  return { ...finding, path: origin.path, span: origin.entry.valueSpan, related: [...finding.related, user] };
}

function variableAt(at: Span, { around }: ConfigFile) {
  if (!around || at.start === at.end) return undefined;
  for (const entry of around.origins.keys()) if (contains(entry.valueSpan, at)) return entry;
  return undefined;
}

/** Files of secrets, grammars and comments: what their rules say about a made-up text is nobody's. */
const ABOUT_THE_TEXT = /^(syntax|secrets|suppression)\//;

/** Says whether a rule speaks of a file as such: it judges each file by what that says alone, joined with others or not. */
export function isAboutTheText(ruleId: string): boolean {
  return ABOUT_THE_TEXT.test(ruleId);
}

/**
 * Leads a finding about a file that was put together from several back to the place in the one that has to change; undefined
 * for what is about no single setting, or about the text itself. `name` is the file that is judged.
 */
export function fromParts(finding: Finding, joined: ConfigFile, name: string): Finding | undefined {
  const at = isAboutTheText(finding.rule) ? undefined : placeIn(joined, finding.span);
  if (!at) return undefined;
  const asSeen = (path: string | undefined) => (path === undefined || path === name ? {} : { path });
  const related = finding.related.flatMap(({ path, span, message }) => {
    const place = path === undefined ? placeIn(joined, span) : { path, span };
    return place ? [{ ...asSeen(place.path), span: place.span, message }] : [];
  });
  const { path: _path, ...rest } = finding;
  return { ...rest, ...asSeen(at.path), span: at.span, related, fixes: finding.fixes.flatMap((fix) => fixInParts(fix, joined, name)) };
}

/** A fix is offered whole or not at all: what was written for the made-up text must be a plain word to fit elsewhere. */
function fixInParts(fix: Fix, joined: ConfigFile, name: string): Fix[] {
  const edits: TextEdit[] = [];
  const elsewhere = new Map<string, TextEdit[]>();
  const keep = (path: string, edit: TextEdit) => {
    if (path === name) edits.push(edit);
    else elsewhere.set(path, [...(elsewhere.get(path) ?? []), edit]);
  };
  for (const { span, newText } of fix.edits) {
    const place = PLAIN.test(newText) ? placeIn(joined, span) : undefined;
    if (!place) return [];
    keep(place.path, { span: place.span, newText });
  }
  for (const other of fix.elsewhere ?? []) for (const { span, newText } of other.edits) keep(other.path, { span, newText });
  const { elsewhere: _elsewhere, ...rest } = fix;
  return [{ ...rest, edits, ...(elsewhere.size > 0 && { elsewhere: [...elsewhere].map(([path, each]) => ({ path, edits: each })) }) }];
}

/** Where a place in a made-up text really is. Lines are copied as they stand, so distances are the same. */
export function placeIn({ parts }: ConfigFile, at: Span): { readonly path: string; readonly span: Span } | undefined {
  for (const [entry, origin] of parts ?? []) {
    if (!contains(entry.span, at)) continue;
    const isInValue = contains(entry.valueSpan, at) && entry.valueSpan.end > entry.valueSpan.start;
    const [from, to] = isInValue ? [entry.valueSpan, origin.entry.valueSpan] : [entry.keySpan, origin.entry.keySpan];
    const isCopy = contains(from, at) && from.end - from.start === to.end - to.start;
    const span = isCopy ? { start: at.start - from.start + to.start, end: at.end - from.start + to.start } : to;
    return { path: origin.path, span };
  }
  return undefined;
}
