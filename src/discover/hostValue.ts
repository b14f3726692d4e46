import type { Entry } from '../parse/types.ts';
import { variableReferences } from '../parse/variables.ts';
import type { Located } from './types.ts';
import { locatePart, type ValueReader } from './values.ts';

/** What a host's value holds: the name, and often more than the name. */
export interface HostValue {
  readonly host?: Located<string>;
  /** The default inside a variable used as host. */
  readonly hostDefault?: string;
  /** A port written behind the name. */
  readonly port?: Located<number>;
  /** A scheme written before it: `tls://`, `ssl://`, `smtps://`. */
  readonly scheme?: Located<string>;
}

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;
const PORT = /^:(\d{1,5})$/;

/**
 * Takes a host's value apart: `scheme://[name]:port`. What stands in the name itself is not judged here.
 * A variable stays as written; the port behind it, or inside its default, counts.
 */
export function readHost(entry: Entry, reader: ValueReader): HostValue {
  const { text, isTemplated, isDefault } = reader.read(entry);
  if (isDefault || isTemplated) return readVariableHost(entry, isDefault && text !== '' ? text : undefined);
  if (text === '') return {};
  if (text !== entry.value) return { host: { value: bare(text), entry, span: entry.valueSpan, templated: false }, ...portOf(entry, text) };
  const schemeLength = SCHEME.exec(text)?.[0].length ?? 0;
  const scheme = schemeLength > 0 ? { scheme: locatePart(entry, 0, schemeLength - 3) } : {};
  const start = schemeLength + leading(text.slice(schemeLength));
  const { nameEnd, portStart } = split(text, start);
  const isBracketed = text[start] === '[' && text[nameEnd - 1] === ']';
  const name = isBracketed ? [start + 1, nameEnd - 1] : [start, nameEnd];
  const host = locatePart(entry, name[0]!, name[1]!);
  return { ...(host.value !== '' && { host }), ...(portStart !== undefined && locatedPort(entry, portStart, text)), ...scheme };
}

const leading = (text: string) => text.length - text.trimStart().length;

/** Where the name ends and where the digits of the port begin. */
function split(text: string, start: number): { nameEnd: number; portStart?: number } {
  const end = text.trimEnd().replace(/\/+$/, '').length;
  const close = text[start] === '[' ? text.indexOf(']', start) : -1;
  const colon = text.indexOf(':', close === -1 ? start : close);
  // More than one colon outside brackets is an IPv6 address.
  const isPort = colon !== -1 && colon < end && PORT.test(text.slice(colon, end));
  if (isPort) return { nameEnd: colon, portStart: colon + 1 };
  return { nameEnd: close === -1 || close + 1 !== end ? end : close + 1 };
}

function locatedPort(entry: Entry, start: number, text: string): { port: Located<number> } | undefined {
  const digits = /^\d+/.exec(text.slice(start))?.[0] ?? '';
  const part = locatePart(entry, start, start + digits.length);
  const port = Number(digits);
  return port > 0 && port < 65_536 ? { port: { ...part, value: port, templated: false } } : undefined;
}

/** `${HOST:-mail.example.com}`, `${HOST}:587`, `{{ host }}`. */
function readVariableHost(entry: Entry, resolved: string | undefined): HostValue {
  const written = entry.value;
  const references = variableReferences(written);
  const last = references.at(-1);
  const tail = last ? written.slice(last.end) : '';
  const port = PORT.test(tail) && last ? locatedPort(entry, last.end + 1, written) : undefined;
  const nameEnd = port && last ? last.end : written.length;
  const host = { ...locatePart(entry, 0, nameEnd), templated: true };
  if (resolved === undefined) return { host, ...port };
  const inDefault = port ?? portOf(entry, resolved);
  return { host, hostDefault: bare(resolved), ...inDefault };
}

/** The port at the end of a text that does not stand in the file like this: its place is the whole value. */
function portOf(entry: Entry, text: string): { port: Located<number> } | undefined {
  const digits = /[^:]:(\d{1,5})$/.exec(text)?.[1];
  return digits === undefined ? undefined : { port: { value: Number(digits), entry, span: entry.valueSpan, templated: true } };
}

const bare = (text: string) =>
  text
    .trim()
    .replace(SCHEME, '')
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^([^:]*):\d+$/, '$1');

/** Says whether a text can name a server: a host name (underscores forgiven), an address, a variable, a placeholder. */
export function looksLikeHost(text: string): boolean {
  // In compose's `- HOST="name"` the quotes are a part of the value: a mistake, but a host is meant.
  const name = bare(text.trim().replace(/^(["'])(.*)\1$/, '$2'));
  if (/^<[^<>]+>$/.test(name) || /\$\{?\w|\{\{|<%|^__\w+__$|#\{|%\w+%/.test(text)) return true;
  if (/^[\w-]+(\.[\w-]+)*\.?$/.test(name)) return !/^\d+$/.test(name);
  return /^[0-9a-f:.]+$/i.test(name) && name.includes(':');
}
