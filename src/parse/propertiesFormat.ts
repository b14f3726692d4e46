import { indentAt, insertLine, signOf } from './editLine.ts';
import type { Encoded } from './encode.ts';
import type { Format } from './format.ts';
import { parseProperties } from './properties.ts';

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\f': '\\f' };

/** Java properties. */
export const propertiesFormat: Format = {
  parse: parseProperties,
  encode,
  insertAfter(file, anchor, key, value) {
    const { text } = file;
    const sign = anchor.form === 'key-only' ? '=' : signBehind(text, anchor.keySpan.end);
    return insertLine(file, anchor, indentAt(text, anchor.keySpan.start) + key.replace(/[=: \\#!]/g, '\\$&') + sign + encode(value).text);
  },
  setValue: (_file, entry, value) => ({ span: entry.valueSpan, newText: (entry.form === 'key-only' ? '=' : '') + encode(value).text }),
};

/** Reads the same whether the file is taken for Latin-1 (Java before 9, Spring Boot) or UTF-8. */
function encode(value: string): Encoded {
  const escaped = value
    .replace(/[\\\t\n\r\f]/g, (character) => ESCAPES[character]!)
    .replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return { text: escaped.replace(/^ /, '\\ '), quote: '' };
}

/** `key value` has no sign but a blank. */
function signBehind(text: string, from: number): string {
  return /^[ \t]*[=:]/.test(text.slice(from, from + 40)) ? signOf(text, from) : '=';
}
