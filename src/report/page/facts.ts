import type { Capabilities, CertificateFacts, TlsFacts } from '../../smtp/types.ts';
import { recordFacts } from '../recordFacts.ts';
import type { RunRecord } from '../runRecord.ts';
import { formatLine } from '../transcript.ts';
import { daysLeft } from '../verdict.ts';
import { h, list, type PageChild, type PageNode, part, table, terms } from './node.ts';

const STORES = { node: "Node's own roots", system: "the operating system's roots", file: 'the configured CA file' } as const;

/** What the run learnt besides its verdict: certificates, capabilities, transcript. */
export function factParts(record: RunRecord): PageNode[] {
  const { tls, clearCapabilities, tlsCapabilities } = recordFacts(record);
  return [
    ...(tls ? [certificatesPart(tls)] : []),
    ...(clearCapabilities || tlsCapabilities ? [capabilitiesPart(clearCapabilities, tlsCapabilities)] : []),
    ...(record.lines.length > 0 ? [transcriptPart(record)] : []),
  ];
}

function certificatesPart(tls: TlsFacts): PageNode {
  const trust = (tls.trust ?? []).map(({ store, trusted, problem }) => {
    const says = trusted === undefined ? 'can not be asked here' : trusted ? 'trusted' : 'not trusted';
    return `${STORES[store]}: ${says}${problem ? ` (${problem})` : ''}`;
  });
  return part(
    'certificates',
    'Certificates',
    h('p', {}, h('strong', {}, trustWords(tls)), ' · ', h('code', {}, tls.protocol), ' · ', h('code', {}, tls.cipher)),
    trust.length > 0 && list(trust),
    tls.chain.length > 0 && h('ol', { class: 'chain', 'aria-label': 'Certificate chain, the server first' }, ...tls.chain.map(certificateItem)),
  );
}

function trustWords({ trusted, nameMatches, problem }: TlsFacts): string {
  if (!trusted) return `Not trusted${problem ? ` (${problem})` : ''}${nameMatches ? '' : ', and for another name'}`;
  return nameMatches ? 'Trusted, and the name fits' : 'Trusted, but for another name';
}

function certificateItem({ subject, names, issuer, validFrom, validTo, daysLeft: days, fingerprint256 }: CertificateFacts, index: number): PageNode {
  return h(
    'li',
    {},
    h('h3', {}, index === 0 ? 'Server: ' : `Issuer ${index}: `, h('code', {}, subject)),
    terms([
      ['Names', names.length > 0 && h('code', {}, names.join(' '))],
      ['Issued by', h('code', {}, issuer)],
      ['Valid', `${validFrom.slice(0, 10)} to ${validTo.slice(0, 10)} (${daysLeft(days)})`],
      ['SHA-256', h('code', { class: 'fingerprint' }, fingerprint256)],
    ]),
  );
}

/** What a server offers before and under TLS, side by side. */
function capabilitiesPart(clear: Capabilities | undefined, tls: Capabilities | undefined): PageNode {
  const shown = [...(clear ? [['In clear text', clear] as const] : []), ...(tls ? [['Under TLS', tls] as const] : [])];
  const keywords = [...new Set(shown.flatMap(([, { extensions }]) => Object.keys(extensions)))];
  const rows = keywords.map((keyword) => [h('code', {}, keyword), ...shown.map(([, { extensions }]) => offered(extensions[keyword]))]);
  return part(
    'capabilities',
    'Capabilities',
    rows.length > 0
      ? table('Capabilities before and under TLS', ['Keyword', ...shown.map(([title]) => title)], rows)
      : h('p', {}, 'The server announces no extensions.'),
  );
}

function offered(values: readonly string[] | undefined): PageChild {
  if (values === undefined) return h('span', { class: 'quiet' }, 'no');
  return values.length > 0 ? h('code', {}, values.join(' ')) : 'yes';
}

function transcriptPart({ lines }: RunRecord): PageNode {
  const count = `${lines.length} ${lines.length === 1 ? 'line' : 'lines'}, secrets replaced`;
  const text = lines.flatMap((line) => [h('span', { class: `line ${line.direction}${line.unexpected ? ' unexpected' : ''}` }, formatLine(line)), '\n']);
  return part(
    'transcript',
    'Transcript',
    h(
      'details',
      { id: 'transcript-lines' },
      h('summary', { id: 'transcript-summary' }, count),
      h('pre', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Transcript' }, ...text),
    ),
  );
}
