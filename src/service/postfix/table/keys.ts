import type { PostfixMeanings } from '../../../data/postfixMeanings.ts';
import { parseIpAddress } from '../../../parse/ipAddress.ts';
import type { MapUse } from '../../../parse/postfixMapName.ts';
import { code } from '../../../text/markdown.ts';
import type { Analysis } from '../../types.ts';
import { subdomainRule, type Table } from './table.ts';

/** How a key is written, which decides when Postfix asks for it. */
export type KeyForm =
  | 'address'
  | 'at-domain'
  | 'user-at'
  | 'domain'
  | 'dot-domain'
  | 'name'
  | 'wildcard'
  | 'null-sender'
  | 'ip'
  | 'ip-prefix'
  | 'next-hop'
  | 'host';

/** Uses whose keys are next hops. */
export const BY_NEXT_HOP: ReadonlySet<MapUse | undefined> = new Set<MapUse>(['passwords', 'tls-policy']);

/** What no name, domain or address has: a network or an expression that was put into an indexed table, or a template. */
const FOREIGN = /[/\\|^$*(){}\s]/;

/** Says which form a key of an indexed table or alias file has; undefined when it is none of those that Postfix asks for. */
export function keyForm(use: MapUse | undefined, key: string): KeyForm | undefined {
  if (key === '<>') return 'null-sender';
  if (FOREIGN.test(key) && key !== '*') return undefined;
  if (BY_NEXT_HOP.has(use)) {
    if (key.startsWith('.')) return 'dot-domain';
    if (key.startsWith('@')) return 'at-domain';
    return key.includes('@') ? 'address' : /[[:]/.test(key) ? 'next-hop' : 'host';
  }
  if (key === '*') return 'wildcard';
  if (key.startsWith('@')) return 'at-domain';
  if (key.endsWith('@')) return 'user-at';
  if (key.includes('@')) return 'address';
  if (key.startsWith('.')) return 'dot-domain';
  if (use === 'access') {
    if (parseIpAddress(key)) return 'ip';
    return /^\d{1,3}(\.\d{1,3}){0,2}$|^[\da-f]+(:[\da-f]+)+$/i.test(key) ? 'ip-prefix' : 'domain';
  }
  if (use === 'transport') return 'domain';
  return use === 'virtual' && key.includes('.') ? 'domain' : 'name';
}

/** Forms of a next hop, a host or an address: what a line without a blank in the right place would not have. */
const PLAIN_KEY = /^(?:\.?[\w.-]+|[\w.-]+:[a-z0-9-]{1,12}|\[[\w.:-]+\](?::[a-z0-9-]{1,12})?|[\w.+-]*@[\w.-]+|<>|\*)$/i;
const KEY_LENGTH = 80;

/** A key as it may be shown: in a table of passwords only if it has the form of one. */
export function shownKey({ isSecret }: Table, key: string): string | undefined {
  if (isSecret && !PLAIN_KEY.test(key)) return undefined;
  return key.length > KEY_LENGTH ? `${key.slice(0, KEY_LENGTH)}…` : key;
}

/** What a key matches, as CommonMark lines; empty where no lookup asks for such a key or its table's use is not known. */
export function describeForm(analysis: Analysis, table: Table, key: string, meanings: PostfixMeanings): string[] {
  const { use } = table;
  const form = keyForm(use, key);
  const meaning = use && form && meanings.table('key', `${use}/${form}`);
  if (!meaning) return [];
  const rest = key.replace(/^[.@]|@$/g, '');
  const line = meaning.replaceAll('{key}', () => code(key)).replaceAll('{rest}', () => code(rest));
  const rule = subdomainRule(analysis, table);
  if (form === 'domain' && rule) {
    const because = `\`parent_domain_matches_subdomains\` has \`${rule.list}\``;
    return [line, rule.matches ? `Its subdomains too: ${because}` : `Not its subdomains: those need the key ${code(`.${key}`)}`];
  }
  if (form === 'dot-domain' && rule?.matches) {
    return [`Never asked for: \`parent_domain_matches_subdomains\` has \`${rule.list}\`, so the key ${code(rest)} stands for its subdomains as well`];
  }
  return [line];
}

/** The keys that Postfix asks a table for, one after another, as a list; undefined when that can't be told. */
export function describeOrder(analysis: Analysis, table: Table, meanings: PostfixMeanings): string | undefined {
  const name = orderName(table);
  const order = name && meanings.table('order', name);
  if (!order) return undefined;
  const matches = subdomainRule(analysis, table)?.matches;
  const parents = matches === undefined ? 'parent domains' : matches ? 'each parent domain' : '`.parent`, the nearest parent first';
  const steps = withDelimiter(analysis, order.replace('{parents}', parents)).split(' · ');
  if (steps.length === 1) return `Postfix ${/^(networks|patterns)$/.test(name) ? 'tries' : 'asks for'} ${steps[0]}`;
  return ['Postfix asks for, in this order:', '', ...steps.map((step, index) => `${index + 1}. ${step}`)].join('\n');
}

function orderName({ file: { grammar, path }, use, references }: Table): string | undefined {
  if (grammar === 'cidr') return 'networks';
  if (grammar === 'regexp' || grammar === 'pcre') return 'patterns';
  if (use !== 'access') return use;
  const words =
    references.length > 0 ? references.map(({ before, parameter }) => (before.startsWith('check_') ? before : parameter)) : [path.split('/').at(-1)!];
  if (words.every((word) => /(sender|recipient)_(access|restrictions)/.test(word))) return 'access-address';
  return words.every((word) => /client|helo|_(a|mx|ns)_access/.test(word)) ? 'access-host' : undefined;
}

/** Extensions exist only where `recipient_delimiter` has a character for them. */
function withDelimiter({ folder }: Analysis, order: string): string {
  const delimiter = folder?.parameters?.get('recipient_delimiter');
  if (!delimiter?.isKnown) return order;
  if (delimiter.value !== '') return order.replaceAll('+ext', `${delimiter.value[0]}ext`);
  return order.replace('`user+ext` and ', '').replaceAll(/`\w+\+ext(@domain|@)?`( · )?/g, '');
}
