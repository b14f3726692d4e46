import { startOfLine } from './lines.ts';
import type { Entry, Quote } from './types.ts';

/** A value in the words of a grammar: `quote` goes around `text`. */
export interface Encoded {
  readonly text: string;
  readonly quote: Quote;
}

/** main.cf has no quotes and joins lines: a value is one line. */
export function encodePostfix(value: string): Encoded {
  return { text: value.replace(/\s*[\r\n]+\s*/g, ' ').trim(), quote: '' };
}

/** Characters that every dialect takes without quotes. */
const PLAIN_DOTENV = /^[A-Za-z0-9_@%+=:,./~^*!?[\](){}<>|&;$-]*$/;

/** Keeps the quote if the value fits into it, else the first of `"`, `'` and escapes in `"` that holds it. */
export function encodeDotenv(value: string, quote: Quote): Encoded {
  if (quote === '' && PLAIN_DOTENV.test(value)) return { text: value, quote: '' };
  const marks = [quote, '"', "'", '`'] as const;
  for (const mark of marks) if ((mark === '"' || mark === "'" || mark === '`') && fitsInto(value, mark)) return { text: value, quote: mark };
  return { text: value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t'), quote: '"' };
}

/** Backslashes mean something else in every dialect, so a quoted text without them is the same for all. */
function fitsInto(value: string, mark: '"' | "'" | '`'): boolean {
  return !value.includes(mark) && !/[\r\n]/.test(value) && (mark === "'" ? !value.endsWith('\\') && !value.includes("\\'") : !value.includes('\\'));
}

/** A JSON string keeps its quotes; a bare value stays bare if the new one is of its kind (RFC 8259 §3). */
export function encodeJson(value: string, entry: Pick<Entry, 'quote' | 'scalar'>): Encoded {
  if (entry.quote !== '"' && isBareJson(value) && (entry.scalar === 'null' || entry.scalar === jsonKind(value))) return { text: value, quote: '' };
  return { text: JSON.stringify(value).slice(1, -1), quote: '"' };
}

export function isBareJson(value: string): boolean {
  return /^(true|false|null|-?(0|[1-9]\d{0,15})(\.\d+)?)$/.test(value);
}

function jsonKind(value: string): Entry['scalar'] {
  if (value === 'null') return 'null';
  return value === 'true' || value === 'false' ? 'boolean' : 'number';
}

/** Keeps the quote if the value fits into it; a plain value that would mean something else is put into double quotes. */
export function encodeYaml(value: string, entry: Pick<Entry, 'quote' | 'scalar' | 'form' | 'key' | 'valueSpan'>, text: string): Encoded {
  if (entry.quote === '|' || entry.quote === '>') return blockText(value, entry, text);
  if (entry.quote === "'" && !/[\r\n\t]/.test(value)) return { text: value.replaceAll("'", "''"), quote: "'" };
  if (entry.quote === '"' || entry.quote === "'") return { text: doubleQuoted(value), quote: '"' };
  const whole = entry.form === 'list-item' ? `${entry.key}=${value}` : value;
  const isText = entry.scalar === 'string' && entry.form !== 'list-item';
  return isPlainYaml(whole, isText) ? { text: value, quote: '' } : { text: doubleQuoted(value), quote: '"' };
}

/** Words and numbers that YAML 1.1 or 1.2 reads as something else than text. */
const TYPED_YAML =
  /^(~|null|true|false|yes|no|on|off|y|n|[-+]?(\d[\d_]*(\.\d*)?|\.\d+)(e[-+]?\d+)?|0x[0-9a-f]+|0o?[0-7]+|[-+]?\.(inf|nan)|\d+(:\d\d)+|\d{4}-\d\d?-\d\d?.*)$/i;

/** Says whether a text can stand without quotes, in a flow as well as in a block (YAML 1.2 §7.3.3); with `asText`, also stay a text. */
export function isPlainYaml(value: string, asText: boolean): boolean {
  if (value === '' || /[\r\n\t]/.test(value) || value !== value.trim()) return false;
  if (/^[-?:](\s|$)|^[,[\]{}#&*!|>'"%@`]|^(---|\.\.\.)/.test(value) || /: |:$| #|[,[\]{}]/.test(value)) return false;
  return !asText || !TYPED_YAML.test(value);
}

function doubleQuoted(value: string): string {
  // JSON's escapes are a subset of YAML's (YAML 1.2 §5.7).
  return JSON.stringify(value).slice(1, -1);
}

function blockText(value: string, entry: Pick<Entry, 'quote' | 'valueSpan'>, text: string): Encoded {
  const indent = text.slice(startOfLine(text, entry.valueSpan.start), entry.valueSpan.start);
  return { text: value.replace(/\r?\n$/, '').replace(/\r?\n(?=[^\r\n])/g, `\n${indent}`), quote: entry.quote };
}
