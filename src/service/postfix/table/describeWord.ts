import { SMTP_PORT } from '../../../data/ports.ts';
import type { PostfixMeanings } from '../../../data/postfixMeanings.ts';
import { providerOf } from '../../../data/providers.ts';
import { parseDestinations } from '../../../discover/postfixDestination.ts';
import { splitTransport } from '../../../discover/postfixNextHops.ts';
import { createLineIndex } from '../../../text/lineIndex.ts';
import { code } from '../../../text/markdown.ts';
import type { Analysis } from '../../types.ts';
import { describeService, serviceByName } from '../describeMaster.ts';
import { describeParameter } from '../describeParameter.ts';
import { describeRestriction } from '../describeWord.ts';
import { type HopPlace, hopDefinitions, hopPlaces } from './nextHops.ts';
import type { Table } from './table.ts';
import type { TableWord } from './words.ts';

/** A word of a table as CommonMark; undefined when there is nothing to say beyond what stands there. */
export function describeTableWord(analysis: Analysis, { use }: Table, word: TableWord, meanings: PostfixMeanings): string | undefined {
  const { role, text } = word;
  switch (role) {
    case 'action':
      return titled(
        text.toUpperCase(),
        use === 'checks' ? 'action of header_checks(5)' : 'action of access(5)',
        meanings.table('action', `${use}/${text.toLowerCase()}`),
      );
    case 'restriction': {
      const restriction = meanings.restriction(text.toLowerCase());
      return restriction && describeRestriction(restriction);
    }
    case 'class':
      return describeParameter(analysis, text, meanings);
    case 'transport':
      return describeTransport(analysis, word, meanings);
    case 'next-hop':
      return describeHop(analysis, word);
    case 'tls-level':
      return titled(text.toLowerCase(), 'TLS level of the client', meanings.tlsLevel('client', text.toLowerCase()));
    case 'tls-attribute':
      return titled(`${text}=`, 'attribute of a TLS policy', meanings.table('tls-attribute', text.toLowerCase()));
    case 'reply':
      return titled(
        text,
        'reply code',
        meanings.table('reply', text) ?? (text.startsWith('4') ? 'Refused for now: the client tries again' : 'Refused for good'),
      );
    case 'status':
      return titled(text, 'enhanced status code', meanings.table('status', text));
    case 'account':
      return `Signs in as ${code(text)}. What follows the first colon is the password, which is not shown.`;
    default:
      return undefined;
  }
}

const titled = (name: string, kind: string, meaning: string | undefined) => meaning && `**${name.replaceAll('_', '\\_')}** · ${kind}  \n${meaning}`;

function describeTransport(analysis: Analysis, { text, entry, span }: TableWord, meanings: PostfixMeanings): string {
  if (text === ':') return 'Neither transport nor next hop: the defaults apply, and no other key is asked for.';
  const service = serviceByName(analysis, text);
  const meaning = meanings.master('daemon', text);
  const known = service
    ? describeService(service, meanings)
    : `**${text.replaceAll('_', '\\_')}** · transport${analysis.folder?.master ? ', but no service of master.cf has this name' : ''}${meaning ? `  \n${meaning}` : ''}`;
  const route = entry.value.slice(Math.max(0, entry.value.indexOf(text)));
  const isLast = span.end >= entry.valueSpan.end - 1;
  const { nexthop } = splitTransport(route);
  return isLast && nexthop === '' ? `${known}\n\nNo next hop: mail goes to the servers of the recipient's domain, whatever \`relayhost\` says` : known;
}

/** A next hop: where it leads, and which account or setting belongs to it. */
function describeHop(analysis: Analysis, { text, span, entry }: TableWord): string | undefined {
  const [destination] = parseDestinations(text);
  if (!destination?.host) return undefined;
  const { host, isBracketed, port, service } = destination;
  const provider = providerOf(host.text);
  const where = isBracketed
    ? `Connects to ${code(host.text)} itself: with brackets nobody is asked for its mail servers (MX)`
    : `Asks for the mail servers (MX) of ${code(host.text)} and connects to those; to the host itself only if it has none`;
  const lines = [
    `**${code(text)}** · next hop${provider ? ` (${provider.name})` : ''}`,
    where,
    port !== undefined ? `Port ${port}` : service ? `Port: the service ${code(service.text)}` : `Port ${SMTP_PORT}, unless \`smtp_tcp_port\` says otherwise`,
  ];
  const place = hopPlaces(analysis).find((other) => other.path === undefined && other.span.start === span.start);
  const isKey = entry.keySpan.start === span.start;
  return [...lines, ...(place && !isKey ? accountLines(analysis, place) : [])].join('  \n');
}

/** Which entry signs in at a next hop. */
function accountLines(analysis: Analysis, place: HopPlace): string[] {
  const [key] = hopDefinitions(analysis, place);
  if (key?.role !== 'passwords') return [];
  const isExact = [place.text.toLowerCase(), place.host].includes(key.text.toLowerCase());
  return isExact ? [`Signs in with the entry ${code(key.text)}, ${lineOf(analysis, key)}`] : [];
}

/** `sasl_passwd line 3`. */
export function lineOf({ file, folder }: Analysis, { path, span }: HopPlace): string {
  const text = path === undefined ? file.text : (folder?.view.readText(path) ?? '');
  return `${path === undefined ? 'this file' : path.split('/').at(-1)} line ${createLineIndex(text).positionAt(span.start).line + 1}`;
}

/** The settings and entries that lead to a next hop, for the hover of its key. */
export function usesLines(analysis: Analysis, uses: readonly HopPlace[]): string[] {
  return uses.slice(0, 6).map((use) => `Used by ${code(use.parameter)}, ${lineOf(analysis, use)}`);
}
