import { span } from '../text/span.ts';
import type { Encoded } from './encode.ts';
import type { Format } from './format.ts';
import { insertKeywordLine, type KeywordLine, keywordEntry, oneLine, readKeywordLines, setKeywordValue } from './keywordLine.ts';
import type { ConfigFile, Entry, Quote } from './types.ts';

/** Inherited settings that are listed for all accounts together; more would be no configuration. */
const MAX_INHERITED = 5000;

/** msmtp's configuration: `~/.msmtprc`, `/etc/msmtprc`. */
export const msmtpFormat: Format = {
  parse: parseMsmtp,
  encode: (value, entry) => encode(value, entry.quote),
  insertAfter: (file, anchor, key, value) => insertKeywordLine(file, anchor, key, written(value, anchor.quote)),
  setValue: (file, entry, value) => setKeywordValue(file, entry, written(value, entry.quote)),
};

/**
 * Reads an msmtp configuration (msmtp(1), "Configuration files"). The path of a setting is its account, or
 * `defaults`, and its keyword. What an account takes over from the defaults above it and from the accounts it
 * names behind a colon is listed as inherited, unless it sets the same itself. Never throws.
 */
export function parseMsmtp(text: string, path = ''): ConfigFile {
  const { lines, comments } = readKeywordLines(text, 'lines');
  const entries: Entry[] = [];
  const accounts = new Map<string, Entry[]>();
  const defaults: Entry[] = [];
  let handedOn = 0;
  let isDefaults = false;
  let current: { readonly name: string; readonly own: Entry[]; readonly base: readonly Entry[] } | undefined;
  const finish = () => {
    if (!current) return;
    const keys = new Set(current.own.map(({ key }) => key));
    const inherited = current.base.filter(({ key }) => !keys.has(key));
    accounts.set(current.name, [...inherited, ...current.own]);
    const { name } = current;
    // An account that is nothing but another name for one is no further relay.
    const taken = current.own.length === 0 ? [] : inherited.slice(0, MAX_INHERITED - handedOn);
    handedOn += taken.length;
    entries.push(...taken.map((entry) => ({ ...entry, path: [name, entry.key], inherited: true })));
    for (const entry of current.own) entries.push(entry);
    current = undefined;
  };
  for (const line of lines) {
    if (line.key === 'defaults') {
      finish();
      isDefaults = true;
    } else if (line.key === 'account') {
      finish();
      isDefaults = false;
      const { name, parents } = accountOf(text, line);
      current = { name, own: [], base: handedOn < MAX_INHERITED ? lastOnes([...defaults, ...parents.flatMap((parent) => accounts.get(parent) ?? [])]) : [] };
    } else {
      // What stands above all accounts is one by the name of "default".
      if (!current && !isDefaults) current = { name: 'default', own: [], base: [] };
      const entry = readEntry(text, current?.name ?? 'defaults', line);
      if (current) current.own.push(entry);
      else {
        defaults.push(entry);
        entries.push(entry);
      }
    }
  }
  finish();
  return { kind: 'msmtp', path, text, entries, comments, problems: [] };
}

/** `account name : parent, parent`. */
function accountOf(text: string, { rest }: KeywordLine): { readonly name: string; readonly parents: readonly string[] } {
  const [name = '', parents = ''] = text.slice(rest.start, rest.end).split(':', 2);
  return { name: name.trim(), parents: parents.split(',').map((parent) => parent.trim()) };
}

function lastOnes(entries: readonly Entry[]): readonly Entry[] {
  return [...new Map(entries.map((entry) => [entry.key, entry])).values()];
}

/** Double quotes around a whole value are dropped; nothing is escaped in them. */
function readEntry(text: string, account: string, line: KeywordLine): Entry {
  const entry = keywordEntry(text, [account], line);
  const { start, end } = line.rest;
  if (end - start < 2 || text[start] !== '"' || text[end - 1] !== '"') return entry;
  return { ...entry, value: text.slice(start + 1, end - 1), valueSpan: span(start + 1, end - 1), quote: '"' };
}

function encode(value: string, quote: Quote): Encoded {
  const line = value.replace(/\s*[\r\n]+\s*/g, ' ');
  const isPlain = line === oneLine(line) && line !== '' && !/^".*"$/.test(line);
  return { text: line, quote: quote === '"' || !isPlain ? '"' : '' };
}

function written(value: string, quote: Quote): string {
  const encoded = encode(value, quote);
  return encoded.quote + encoded.text + encoded.quote;
}
