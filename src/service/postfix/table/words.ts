import type { PostfixMeanings } from '../../../data/postfixMeanings.ts';
import { parseDestinations } from '../../../discover/postfixDestination.ts';
import { splitTransport } from '../../../discover/postfixNextHops.ts';
import { valueSpanIn } from '../../../parse/segments.ts';
import type { Entry } from '../../../parse/types.ts';
import type { Span } from '../../../text/span.ts';
import type { Analysis } from '../../types.ts';
import { daemonOf, serviceByName } from '../describeMaster.ts';
import { restrictionClasses } from '../sources.ts';
import { BY_NEXT_HOP, keyForm } from './keys.ts';
import type { Table } from './table.ts';

/** What a word of a table is. */
export type TableRole =
  | 'action'
  | 'restriction'
  | 'class'
  | 'transport'
  | 'next-hop'
  | 'tls-level'
  | 'tls-attribute'
  | 'reply'
  | 'status'
  /** The user name before the colon of a password entry. */
  | 'account'
  /** A file that the value names. */
  | 'path';

export interface TableWord {
  readonly role: TableRole;
  readonly text: string;
  /** In the file. */
  readonly span: Span;
  readonly entry: Entry;
}

/** The words of an entry that mean something to Postfix, in order: those of the value, and a key that is a next hop. */
export function tableWords(analysis: Analysis, table: Table, entry: Entry, meanings: PostfixMeanings): TableWord[] {
  const words = new Words(entry);
  const { use, file } = table;
  const { value } = entry;
  if (file.grammar === 'indexed' && BY_NEXT_HOP.has(use) && /^(next-hop|host)$/.test(keyForm(use, entry.key) ?? '')) {
    words.found.push({ role: 'next-hop', text: entry.key, span: entry.keySpan, entry });
  }
  switch (use) {
    case 'passwords':
      addAccount(analysis, words);
      break;
    case 'tls-policy':
      addPolicy(words, meanings);
      break;
    case 'transport':
    case 'sender-transports':
      if (!/^dunno$/i.test(value)) addRoute(analysis, words, 0, value);
      break;
    case 'relayhosts':
      if (!/^dunno$/i.test(value)) addHops(words, 0, value);
      break;
    case 'access':
      addAction(analysis, words, meanings, 'access');
      break;
    case 'checks':
      addAction(analysis, words, meanings, 'checks');
      break;
    case 'aliases':
      for (const { 0: all, 1: path = '', index } of value.matchAll(/(?:^|[\s,"]|:include:)(\/[^\s,"]+)/g))
        words.add('path', index + all.length - path.length, path);
      break;
    default:
      break;
  }
  return words.found;
}

class Words {
  readonly found: TableWord[] = [];
  readonly entry: Entry;

  constructor(entry: Entry) {
    this.entry = entry;
  }

  add(role: TableRole, start: number, text: string): void {
    this.found.push({ role, text, span: valueSpanIn(this.entry, start, start + text.length), entry: this.entry });
  }
}

/** A user name as services give them out, and nothing that could be a part of a password. */
const USER = /^[\w.+-]+(?:@[\w.-]+)?(?=:)/;

function addAccount({ folder }: Analysis, words: Words): void {
  const delimiter = folder?.parameters?.get('smtp_sasl_password_result_delimiter');
  if (delimiter?.entry && (!delimiter.isKnown || delimiter.value !== ':')) return;
  const user = USER.exec(words.entry.value)?.[0];
  if (user) words.add('account', 0, user);
}

function addPolicy(words: Words, meanings: PostfixMeanings): void {
  for (const { 0: token, index } of words.entry.value.matchAll(/[^\s,]+/g)) {
    const name = /^(\w+)=/.exec(token)?.[1];
    if (index === 0 || words.found.every(({ role }) => role === 'next-hop')) {
      if (meanings.tlsLevel('client', token.toLowerCase())) words.add('tls-level', index, token);
      else return;
    } else if (name && meanings.table('tls-attribute', name.toLowerCase())) {
      words.add('tls-attribute', index, name);
      if (name.toLowerCase() === 'tafile' && token[name.length + 1] === '/') words.add('path', index + name.length + 1, token.slice(name.length + 1));
    }
  }
}

/** `transport:nexthop` at a place of the value. */
function addRoute(analysis: Analysis, words: Words, start: number, text: string): void {
  const { transport, nexthop, offset } = splitTransport(text);
  if (/^[\w.-]+$/.test(transport) || text === ':') words.add('transport', start, transport === '' ? text : transport);
  if (takesHosts(analysis, transport)) addHops(words, start + offset, nexthop);
}

function addHops(words: Words, start: number, text: string): void {
  for (const { span, host, problems } of parseDestinations(text)) {
    if (host && !host.isTemplated && problems.length === 0) words.add('next-hop', start + span.start, text.slice(span.start, span.end));
  }
}

/** Says whether the next hop of a transport is a host: smtp(8) and lmtp(8) connect to one, other programs make of it what they like. */
function takesHosts(analysis: Analysis, transport: string): boolean {
  if (transport === '') return true;
  const service = serviceByName(analysis, transport);
  return service ? daemonOf(service) === 'smtp' : /^(smtp|relay)$/.test(transport);
}

function addAction(analysis: Analysis, words: Words, meanings: PostfixMeanings, kind: 'access' | 'checks'): void {
  const { value } = words.entry;
  const [, first = '', blanks = '', rest = ''] = /^([^\s,]+)([\s,]*)(.*)$/s.exec(value) ?? [];
  const at = first.length + blanks.length;
  const word = first.toLowerCase();
  const isReply = kind === 'access' && /^[45]\d\d$/.test(first);
  if (isReply || meanings.table('action', `${kind}/${word}`)) {
    words.add(isReply ? 'reply' : 'action', 0, first);
    const status = /^[45]\.\d{1,3}\.\d{1,3}(?=\s|$)/.exec(rest)?.[0];
    if (status && (isReply || /^(reject|defer)/.test(word))) words.add('status', at, status);
    if (word === 'filter') addRoute(analysis, words, at, rest);
    return;
  }
  if (kind === 'checks') return;
  const classes = restrictionClasses(analysis);
  for (const { 0: token, index } of value.matchAll(/[^\s,]+/g)) {
    if (classes.has(token)) words.add('class', index, token);
    else if (meanings.restriction(token.toLowerCase())) words.add('restriction', index, token);
  }
}
