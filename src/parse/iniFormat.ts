import { span, type TextEdit } from '../text/span.ts';
import { indentAt, insertLine, signOf } from './editLine.ts';
import type { Encoded } from './encode.ts';
import type { Format } from './format.ts';
import { parseIni } from './ini.ts';
import { type IniDialect, iniDialect } from './iniDialect.ts';
import { isBlankAt } from './lines.ts';
import type { ConfigFile, Entry, Quote } from './types.ts';

/** INI files in the dialect of the program that reads them. */
export const iniFormat: Format = {
  parse: parseIni,
  encode: (value, entry, file) => encodeIni(value, entry.quote, dialectOf(file), indentOf(file, entry)),
  insertAfter(file, anchor, key, value) {
    const { text } = file;
    const isKeyQuoted = text[anchor.keySpan.end] === '"' || text[anchor.keySpan.end] === '`';
    const sign = anchor.form === 'key-only' ? ' = ' : signOf(text, anchor.keySpan.end + (isKeyQuoted ? 1 : 0));
    const indent = indentAt(text, isKeyQuoted ? anchor.keySpan.start - 1 : anchor.keySpan.start);
    return insertLine(file, anchor, indent + key + sign + written(encodeIni(value, styleOf(file, anchor), dialectOf(file), indent)));
  },
  setValue(file, entry, value) {
    const encoded = encodeIni(value, entry.quote, dialectOf(file), indentOf(file, entry));
    const { start, end } = entry.valueSpan;
    if (entry.form === 'key-only') return { span: entry.valueSpan, newText: ` = ${written(encoded)}` };
    return { span: wholeSpan(file, entry), newText: lead(file.text, start, end) + written(encoded) };
  },
};

/** A value with the marks around it. */
interface EncodedIni extends Encoded {
  /** The marks where they are not the quote itself. */
  readonly mark?: string;
}

const dialectOf = ({ path, text }: ConfigFile) => iniDialect(path, text);
const indentOf = ({ text }: ConfigFile, { keySpan }: Entry) => indentAt(text, keySpan.start);
const written = ({ text, quote, mark = quote }: EncodedIni) => mark + text + mark;

/** The blank that an empty value still lacks. */
function lead(text: string, start: number, end: number): string {
  const isSigned = text[start - 1] === ':' || (text[start - 1] === '=' && isBlankAt(text, start - 2));
  return start === end && isSigned ? ' ' : '';
}

/** A plain value is no reason to write the next one in `"""`. */
function styleOf({ text }: ConfigFile, { quote, valueSpan }: Entry): Quote {
  return text.startsWith('"""', valueSpan.start - 3) ? '' : quote;
}

/** The place of a value with all of its marks. */
function wholeSpan({ text }: ConfigFile, { quote, valueSpan: { start, end } }: Entry): TextEdit['span'] {
  if (quote === '') return span(start, end);
  const width = quote === '"' && text.startsWith('"""', start - 3) ? 3 : 1;
  return span(start - width, text.startsWith(quote.repeat(width), end) ? end + width : end);
}

function encodeIni(value: string, quote: Quote, dialect: IniDialect, indent: string): EncodedIni {
  switch (dialect.id) {
    case 'git':
      return encodeGit(value, quote);
    case 'php':
      return encodePhp(value, quote);
    case 'python': {
      const text = value.replace(/\r?\n/g, `\n${indent}  `).trim();
      return { text: dialect.hasPercents ? text.replaceAll('%', '%%') : text, quote: '' };
    }
    case 'go':
      return encodeGo(value, quote, dialect);
    case 'plain':
      return { text: oneLine(value), quote: '' };
    case 'common':
      return encodeCommon(oneLine(value), quote);
  }
}

const oneLine = (value: string) => value.replace(/\s*[\r\n]+\s*/g, ' ').trim();

/** go-ini looks for comments before it looks for quotes: only a backtick and `"""` protect a `#`. */
function encodeGo(value: string, quote: Quote, dialect: IniDialect): EncodedIni {
  const isPlain = !/[\r\n#;]/.test(value) && value === value.trim() && !/^(`|"""|".*"$|'.*'$)/.test(value) && !value.endsWith('\\');
  const fits = (quote === '"' || quote === "'") && !/[\r\n#;]/.test(value) && !value.includes(quote) && value !== '';
  if (fits) return { text: value, quote };
  if (isPlain && (quote !== '`' || dialect.inline !== 'anywhere')) return { text: value, quote: '' };
  if (!value.includes('`')) return { text: value, quote: '`' };
  return { text: value.replaceAll('"""', "'''"), quote: '"', mark: '"""' };
}

function encodeGit(value: string, quote: Quote): Encoded {
  const text = value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\b', '\\b').replaceAll('\r', '');
  return { text, quote: quote === '"' || /[#;]/.test(value) || value !== value.trim() || value === '' ? '"' : '' };
}

/** Words without any of the characters that PHP's scanner gives a meaning to. */
const PLAIN_PHP = /^[\w.@:/+,%\\-][\w.@:/+,% \\-]*$/;

function encodePhp(value: string, quote: Quote): Encoded {
  if (quote === '' && (value === '' || (PLAIN_PHP.test(value) && value === value.trim()))) return { text: value, quote: '' };
  if (quote === "'" && !value.includes("'")) return { text: value, quote };
  if (!/["\\$]/.test(value)) return { text: value, quote: '"' };
  if (!value.includes("'")) return { text: value, quote: "'" };
  return { text: value.replace(/[\\"]/g, '\\$&'), quote: '"' };
}

function encodeCommon(value: string, quote: Quote): Encoded {
  const isPlain = value === value.trim() && !/(^|[ \t])[#;]/.test(value) && !/^["'].*["']$/.test(value);
  if (quote === '' && isPlain) return { text: value, quote: '' };
  for (const mark of [quote, '"', "'"] as const) if ((mark === '"' || mark === "'") && !value.includes(mark)) return { text: value, quote: mark };
  return { text: value, quote: '' };
}
