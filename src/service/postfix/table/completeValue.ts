import type { PostfixMeanings } from '../../../data/postfixMeanings.ts';
import type { Span } from '../../../text/span.ts';
import type { Analysis } from '../../types.ts';
import { completeValue, providerItems, transportItems } from '../completeValues.ts';
import type { CompletionItem } from '../completionItem.ts';
import { distinctHops, hopPlaces } from './nextHops.ts';
import type { Table } from './table.ts';

/** Where in a value something is typed. */
export interface TablePlace {
  /** The value up to the cursor. */
  readonly before: string;
  /** The rest of the line behind the cursor. */
  readonly after: string;
  readonly offset: number;
}

interface Typing extends TablePlace {
  readonly analysis: Analysis;
  readonly table: Table;
  readonly meanings: PostfixMeanings;
  /** The word that is being typed. */
  readonly token: string;
  readonly span: Span;
  /** The words before it, in small letters. */
  readonly earlier: readonly string[];
}

/** What may stand at a place of a table's value, by what the table is for. */
export function completeTableValue(analysis: Analysis, table: Table, place: TablePlace, meanings: PostfixMeanings): CompletionItem[] {
  const { before, after, offset } = place;
  const token = /[^\s,]*$/.exec(before)![0];
  const span = { start: offset - token.length, end: offset + /^[^\s,]*/.exec(after)![0].length };
  const earlier = before
    .slice(0, before.length - token.length)
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  const at: Typing = { ...place, analysis, table, meanings, token, span, earlier };
  switch (table.use) {
    case 'transport':
    case 'sender-transports':
      return earlier.length > 0 ? [] : completeRoute(at);
    case 'relayhosts':
      return earlier.length > 0 ? [] : [...completeHops(at, span), plainItem('DUNNO', span, 3, 'use the relayhost of main.cf')];
    case 'tls-policy':
      return completePolicy(at);
    case 'access':
      return completeAccess(at);
    case 'checks':
      return completeChecks(at);
    default:
      return [];
  }
}

function plainItem(label: string, span: Span, rank: number, detail?: string): CompletionItem {
  return { label, kind: 'value', span, insertText: label, rank, ...(detail && { detail }) };
}

/** Transports to take where no master.cf can be seen: those of Postfix's own. */
const STOCK_TRANSPORTS = ['smtp:', 'relay:', 'lmtp:', 'local:', 'virtual:', 'error:', 'retry:', 'discard:'];

function completeRoute(at: Typing): CompletionItem[] {
  const { analysis, token, span } = at;
  const colon = token.indexOf(':');
  if (colon !== -1) return completeHops(at, { start: span.start + colon + 1, end: span.end });
  const own = transportItems(analysis, span);
  const items = own.length > 0 ? own : STOCK_TRANSPORTS.map((label) => ({ ...plainItem(label, span, 2), kind: 'service' as const }));
  return items.map((item) => ({ ...item, asksAgain: true }));
}

/** The next hops that the files name already, then those of well-known services. */
function completeHops({ analysis }: Typing, span: Span): CompletionItem[] {
  const known = distinctHops(hopPlaces(analysis)).map(({ text, parameter }) => plainItem(text, span, parameter === 'relayhost' ? 1 : 2, parameter));
  const offered = [...known, ...providerItems(span).map((item) => ({ ...item, rank: 3 }))];
  return [...new Map(offered.reverse().map((item) => [item.label.toLowerCase(), item])).values()];
}

const ATTRIBUTE_VALUES: Readonly<Record<string, readonly string[]>> = {
  match: ['nexthop', 'hostname', 'dot-nexthop'],
  protocols: ['>=TLSv1.2', '>=TLSv1.3'],
  ciphers: ['high', 'medium'],
  servername: ['hostname', 'nexthop'],
  connection_reuse: ['yes', 'no'],
  enable_rpk: ['yes', 'no'],
};

/** The levels at which a certificate is compared with something. */
const TAKES_MATCH = /^(fingerprint|verify|secure)$/;

function completePolicy({ token, span, earlier, meanings }: Typing): CompletionItem[] {
  const [level] = earlier;
  if (level === undefined) {
    const levels = meanings.tlsLevels('client').filter(({ name }) => name !== 'halfdane');
    return levels.map(({ name, meaning }, index) => ({ ...plainItem(name, span, index + 1), documentation: meaning }));
  }
  if (level === 'none') return [];
  const [, name, assigned] = /^(\w+)=(.*)$/.exec(token) ?? [];
  if (name !== undefined && assigned !== undefined) {
    const inside = { start: span.start + name.length + 1, end: span.end };
    return (ATTRIBUTE_VALUES[name.toLowerCase()] ?? []).map((label, index) => plainItem(label, inside, index + 1));
  }
  const isFree = (attribute: string) => !earlier.some((word) => word.startsWith(`${attribute}=`));
  const isAllowed = (attribute: string) => (attribute !== 'match' || TAKES_MATCH.test(level)) && (attribute !== 'tafile' || /^(verify|secure)$/.test(level));
  return meanings
    .tableWords('tls-attribute')
    .filter((word) => isFree(word.name) && isAllowed(word.name))
    .map((word) => ({
      ...plainItem(`${word.name}=`, span, 2),
      kind: 'option' as const,
      documentation: word.meaning,
      asksAgain: word.name in ATTRIBUTE_VALUES,
    }));
}

/** Actions that have a text, an address or a destination behind them. */
const TAKES_TEXT = /^(reject|defer|filter|redirect|bcc|prepend|replace)/;

function actionItems({ span, meanings }: Typing, kind: 'access' | 'checks', isOffered: (name: string) => boolean): CompletionItem[] {
  return meanings
    .tableWords('action', `${kind}/`)
    .filter(({ name }) => isOffered(name))
    .map(({ name, meaning }) => {
      const label = name.toUpperCase();
      return { ...plainItem(label, span, 1), insertText: TAKES_TEXT.test(name) ? `${label} ` : label, documentation: meaning };
    });
}

/** Enhanced status codes (RFC 3463) of a class, behind an action or a reply code. */
function statusItems({ span, meanings }: Typing, first: '4' | '5'): CompletionItem[] {
  const codes = meanings.tableWords('status', `${first}.`);
  return codes.map(({ name, meaning }) => ({
    ...plainItem(`${first}.${name}`, span, name === '7.1' ? 1 : 2),
    insertText: `${first}.${name} `,
    detail: meaning,
  }));
}

function completeAccess(at: Typing): CompletionItem[] {
  const { earlier, span, meanings } = at;
  const [action = ''] = earlier;
  if (earlier.length === 0) {
    const replies = meanings
      .tableWords('reply')
      .map(({ name, meaning }) => ({ ...plainItem(name, span, 2), insertText: `${name} `, detail: meaning, asksAgain: true }));
    // OK has two names more that nobody needs.
    return [...actionItems(at, 'access', (name) => name !== 'relay' && name !== 'permit'), ...replies, ...restrictionItems(at)];
  }
  if (earlier.length === 1) {
    if (/^4\d\d$|^defer/.test(action)) return statusItems(at, '4');
    if (/^5\d\d$|^reject$/.test(action)) return statusItems(at, '5');
    if (action === 'filter') return completeRoute(at);
  }
  const isList = meanings.table('action', `access/${action}`) === undefined && !/^\d+$/.test(action);
  return isList ? restrictionItems(at) : [];
}

/** Restrictions and classes; smtpd(8) takes no tables here. */
function restrictionItems({ analysis, before, after, offset, meanings }: Typing): CompletionItem[] {
  return completeValue(analysis, { name: 'smtpd_recipient_restrictions', before, after, offset }, meanings)
    .filter(({ kind, detail }) => kind === 'restriction' && detail !== 'type:table')
    .map((item) => ({ ...item, rank: item.rank + 2 }));
}

/** Checks of the delivery agent look at mail that is on its way out: they can't refuse or redirect it (header_checks(5)). */
const ONLY_ON_ARRIVAL = /^(bcc|discard|filter|hold|redirect|reject)$/;

function completeChecks(at: Typing): CompletionItem[] {
  const { earlier, table } = at;
  const [action] = earlier;
  const names = table.references.length > 0 ? table.references.map(({ parameter }) => parameter) : [table.file.path.split('/').at(-1)!];
  const isDelivery = names.some((name) => /^(smtp|lmtp)_/.test(name));
  if (action === undefined) return actionItems(at, 'checks', (name) => !(isDelivery && ONLY_ON_ARRIVAL.test(name)));
  if (earlier.length > 1) return [];
  if (action === 'reject') return statusItems(at, '5');
  return action === 'filter' ? completeRoute(at) : [];
}
