import { span } from '../text/span.ts';
import { isSpaceCode } from './ascii.ts';
import type { MapLine } from './postfixMapLine.ts';
import { trimmed } from './postfixTokens.ts';
import type { Entry } from './types.ts';

/** How keys are compared: ASCII letters without regard to case, the rest as JavaScript folds it. */
export function foldKey(key: string): string {
  return key.toLowerCase();
}

/**
 * Reads one line of an indexed table: a key up to the first blank outside of quotes, then the value (postmap(1),
 * dict_thash.c). Quotes and backslashes stay in the key. `seen` holds the keys so far, folded; only the first counts.
 */
export function readIndexedLine(line: MapLine, seen: Set<string>): Entry | undefined {
  const { text } = line;
  if (text.includes('\uFFFD')) {
    const at = text.indexOf('\uFFFD');
    line.report(
      'not-utf8',
      span(at, at + 1),
      'Postfix leaves out lines that are not UTF-8. save the file as UTF-8',
      `non-UTF-8 input "${line.line.text}" -- ignoring this line`,
    );
    return undefined;
  }
  const keyEnd = endOfKey(text);
  if (keyEnd === undefined) {
    const quote = text.lastIndexOf('"');
    const logged = `unbalanced '"' in '${line.line.text}' -- ignoring this line`;
    line.report('unbalanced-quote', span(quote, quote + 1), 'a quote without its partner: Postfix leaves out the line', logged);
    return undefined;
  }
  const key = span(0, keyEnd);
  const value = trimmed(text, span(keyEnd, text.length));
  if (keyEnd === 0 || value.start === value.end) {
    const message = 'a key needs a value after a blank: Postfix leaves out the line';
    line.report('missing-value', key, message, 'expected format: key whitespace value -- ignoring this line');
    return undefined;
  }
  if (text[keyEnd - 1] === ':') {
    const message = 'the colon becomes part of the key. only aliases(5) has "name: value"';
    line.report('colon-after-key', span(keyEnd - 1, keyEnd), message, 'record is in "key: value" format; is this an alias file?');
  }
  const entry = line.entry(key, value);
  const folded = foldKey(entry.key);
  if (seen.has(folded)) {
    line.report('duplicate-key', key, `"${entry.key}" is in the table already: the first one counts`, `duplicate entry: "${entry.key}"`);
    return undefined;
  }
  seen.add(folded);
  return entry;
}

/** The end of the key; undefined when a quote stays open. */
function endOfKey(text: string): number | undefined {
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') isQuoted = !isQuoted;
    else if (!isQuoted && isSpaceCode(text.charCodeAt(at))) return at;
  }
  return isQuoted ? undefined : text.length;
}
