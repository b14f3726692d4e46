import { removeEntry } from '../../parse/edit.ts';
import { lineEndOf } from '../../parse/lines.ts';
import type { MasterService } from '../../parse/postfixMaster.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';
import { type Span, span, type TextEdit } from '../../text/span.ts';

/** Takes an option out, with its line when nothing else stands on it. */
export function removedOption(text: string, where: Span): TextEdit {
  const lineStart = text.lastIndexOf('\n', where.start - 1) + 1;
  const feed = text.indexOf('\n', where.end);
  const lineEnd = feed === -1 ? text.length : feed + 1;
  const isAlone = text.slice(lineStart, where.start).trim() === '' && text.slice(where.end, lineEnd).trim() === '';
  if (isAlone) return { span: span(lineStart, lineEnd), newText: '' };
  const before = /[ \t]*$/.exec(text.slice(lineStart, where.start))![0].length;
  return { span: span(where.start - before, where.end), newText: '' };
}

/** Takes a setting of a main.cf or an option of a master.cf out. */
export function removedSetting(file: ConfigFile, entry: Entry): TextEdit {
  return file.kind === 'postfix-master' ? removedOption(file.text, entry.span) : removeEntry(file, entry);
}

/** Adds options to a service, each on a line below its others. */
export function addedOptions(text: string, service: MasterService, options: readonly string[]): TextEdit {
  const end = text.slice(service.span.start, service.span.end).trimEnd().length + service.span.start;
  const newline = lineEndOf(text, service.span.start);
  return { span: span(end, end), newText: options.map((option) => `${newline}  -o ${option}`).join('') };
}

/** Adds whole lines at the end of a file. */
export function appendedLines(text: string, lines: readonly string[]): TextEdit {
  const newline = lineEndOf(text, 0);
  const lead = text === '' || text.endsWith('\n') ? '' : newline;
  return { span: span(text.length, text.length), newText: lead + lines.map((line) => line + newline).join('') };
}
