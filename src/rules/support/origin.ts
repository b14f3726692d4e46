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
