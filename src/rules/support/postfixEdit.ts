import type { PostfixMain } from '../../discover/postfixMain.ts';
import { insertAfter, setValue } from '../../parse/edit.ts';
import { lineEndOf } from '../../parse/lines.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';
import { span, type TextEdit } from '../../text/span.ts';

/** Sets a parameter: in the line that is in force, or in a new line below `after`. */
export function setParameter(file: ConfigFile, main: PostfixMain, name: string, value: string, after: Entry): TextEdit {
  const { entry } = main.get(name);
  return entry ? setValue(file, entry, value) : insertAfter(file, after, name, value);
}

/** Puts lines below a setting, its continuation lines included, with the file's own line ends. */
export function insertLines({ text }: ConfigFile, after: Entry, lines: readonly string[]): TextEdit {
  const newline = lineEndOf(text, after.span.start);
  const at = after.span.end;
  const isBelowLine = text[at - 1] === '\n';
  return { span: span(at, at), newText: lines.map((line) => (isBelowLine ? line + newline : newline + line)).join('') };
}
