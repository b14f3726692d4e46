import type { PostfixMain } from '../../discover/postfixMain.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';
import { span, type TextEdit } from '../../text/span.ts';

/** Sets a parameter: in the line that is in force, or in a new line below `after`. */
export function setParameter(file: ConfigFile, main: PostfixMain, name: string, value: string, after: Entry): TextEdit {
  const { entry } = main.get(name);
  return entry ? setEntry(file, entry, value) : insertLines(file, after, [`${name} = ${value}`]);
}

/** Replaces a parameter's value; an empty one gets a blank after "=". */
function setEntry({ text }: ConfigFile, { valueSpan }: Entry, value: string): TextEdit {
  const isBare = valueSpan.start === valueSpan.end && text[valueSpan.start - 1] === '=';
  return { span: valueSpan, newText: isBare ? ` ${value}` : value };
}

/** Puts lines below a setting, its continuation lines included, with the file's own line ends. */
export function insertLines(file: ConfigFile, after: Entry, lines: readonly string[]): TextEdit {
  const eol = file.text.includes('\r\n') ? '\r\n' : '\n';
  const at = after.span.end;
  const isLast = !file.text.slice(0, at).endsWith('\n');
  return { span: span(at, at), newText: isLast ? lines.map((line) => eol + line).join('') : lines.map((line) => line + eol).join('') };
}
