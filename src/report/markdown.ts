import { SECURITY_MODE_WORDS } from '../data/securityModes.ts';
import type { Capabilities, Cause, TlsFacts } from '../smtp/types.ts';
import { cell, code, codeBlock, plain } from '../text/markdown.ts';
import { checklistOf, STATE_WORDS } from './checklist.ts';
import { maskAddresses } from './maskAddresses.ts';
import { recordFacts } from './recordFacts.ts';
import type { RecordedStage, RunRecord } from './runRecord.ts';
import { formatLine, reasonText, stageTitle } from './transcript.ts';
import { OWNER_WORDS, versionText } from './verdict.ts';

export interface ReportOptions {
  /** Hides the names in mail addresses and the user name; domains stay. */
  readonly maskAddresses?: boolean;
}

type Row = readonly string[];

/**
 * A run as a Markdown document to paste into an issue: verdict, checklist, steps, timeline, certificates,
 * capabilities and transcript. Whatever a server said stands as code or escaped, so that it can't become a
 * link, an image or HTML (CommonMark §2.4, §6.1). A record holds no secret; names of people can be masked.
 */
export function reportMarkdown(record: RunRecord, options: ReportOptions = {}): string {
  const shown = options.maskAddresses ? maskAddresses(record) : record;
  const { cause } = shown.verdict;
  return `${[
    `## SMTP test of ${code(`${shown.relay.host}:${shown.relay.port}`)}: ${shown.verdict.ok ? 'OK' : 'failed'}`,
    `**${plain(shown.verdict.summary)}**`,
    table(['', ''], about(shown)),
    ...(cause ? causeParts(cause) : []),
    '### Checklist',
    table(
      ['Step', 'Result', ''],
      checklistOf(shown).map(({ title, state, text }) => [title, state === 'failed' ? `**${STATE_WORDS[state]}**` : STATE_WORDS[state], plain(text)]),
    ),
    '### Timeline',
    table(['Stage', 'Result', 'From', 'Took'], shown.stages.map(timelineRow)),
    ...factParts(shown),
    '### Transcript',
    details(`${shown.lines.length} lines`, codeBlock(shown.lines.map(formatLine), 'text')),
  ].join('\n\n')}\n`;
}

function about({ relay, place, startedAt }: RunRecord): Row[] {
  const from = relay.mailFrom === '' ? '<>' : `<${relay.mailFrom}>`;
  return [
    [
      'Relay',
      `${codeCell(relay.host)} port ${relay.port}, ${SECURITY_MODE_WORDS[relay.security]}${relay.verifyCertificate ? '' : ', certificates not checked'}`,
    ],
    ...(relay.file === undefined ? [] : [['Setting', codeCell(relay.line === undefined ? relay.file : `${relay.file}:${relay.line}`)]]),
    ['Sign-in', relay.user === undefined ? 'none' : `as ${codeCell(relay.user)}`],
    ['Envelope', `${codeCell(from)} to ${codeCell(`<${relay.rcptTo}>`)}, HELO ${codeCell(relay.heloName)}`],
    ['Tested from', plain(place.label)],
    ['Tested at', startedAt],
  ];
}

function causeParts({ code: id, stage, confidence, owner, evidence, ruledOut, nextSteps, proven, rule }: Cause): string[] {
  return [
    table(
      ['', ''],
      [
        ['Cause', `${codeCell(id)} at the stage ${stageTitle(stage)}${confidence === 'likely' ? ' (likely)' : ''}`],
        ['Who must act', OWNER_WORDS[owner]],
        ...(proven ? [['Seen to work', plain(proven.evidence)]] : []),
        ...(rule ? [['Rule', codeCell(rule)]] : []),
      ],
    ),
    '### Next steps',
    nextSteps.map((step, index) => `${index + 1}. ${plain(step)}`).join('\n'),
    ...(evidence.length > 0 ? ['### Evidence', list(evidence)] : []),
    ...(ruledOut.length > 0 ? ['### Ruled out', list(ruledOut)] : []),
  ];
}

function timelineRow({ stage, state, atMs, ms, failure, reason }: RecordedStage): Row {
  const result = {
    passed: 'passed',
    absent: `not offered${reason ? `: ${plain(reasonText(reason))}` : ''}`,
    failed: `**failed**${failure ? `: ${codeCell(failure.code)} ${plain(failure.detail)}` : ''}`,
    skipped: `not tested${reason ? `: ${plain(reasonText(reason))}` : ''}`,
  }[state];
  return [stageTitle(stage), result, atMs === undefined ? '' : `${atMs} ms`, ms === undefined ? '' : `${ms} ms`];
}

function factParts(record: RunRecord): string[] {
  const { tls, clearCapabilities, tlsCapabilities } = recordFacts(record);
  const versions = record.stages.flatMap(({ facts }) => facts?.tlsVersions ?? []);
  return [
    ...(tls ? ['### Certificates', `${code(tls.protocol)}, ${code(tls.cipher)}`, certificates(tls)] : []),
    ...(versions.length > 0 ? ['### TLS versions', list(versions.map(versionText))] : []),
    ...(clearCapabilities || tlsCapabilities ? ['### Capabilities', capabilityTable(clearCapabilities, tlsCapabilities)] : []),
  ];
}

function certificates({ chain, trusted, nameMatches, problem, trust }: TlsFacts): string {
  const verdict = trusted ? (nameMatches ? 'trusted, and the name fits' : 'trusted, but for another name') : `not trusted${problem ? ` (${problem})` : ''}`;
  const rows = chain.map(({ subject, names, issuer, validFrom, validTo, daysLeft }, index) => [
    String(index),
    codeCell(subject),
    codeCell(names.join(' ')),
    codeCell(issuer),
    `${validFrom.slice(0, 10)} to ${validTo.slice(0, 10)} (${daysLeft} days left)`,
  ]);
  const stores = (trust ?? []).map(
    ({ store, trusted: says, problem: why }) => `${store}: ${says === undefined ? 'unknown' : says ? 'trusted' : 'not trusted'}${why ? ` (${why})` : ''}`,
  );
  return [plain(verdict), ...(stores.length > 0 ? [list(stores)] : []), table(['', 'Subject', 'Names', 'Issuer', 'Valid'], rows)].join('\n\n');
}

/** What a server offers before and under TLS, side by side. */
function capabilityTable(clear: Capabilities | undefined, tls: Capabilities | undefined): string {
  const shown = [...(clear ? [['In clear text', clear] as const] : []), ...(tls ? [['Under TLS', tls] as const] : [])];
  const keywords = [...new Set(shown.flatMap(([, { extensions }]) => Object.keys(extensions)))];
  if (keywords.length === 0) return 'The server announces no extensions.';
  const rows = keywords.map((keyword) => [
    codeCell(keyword),
    ...shown.map(([, { extensions }]) => {
      const args = extensions[keyword];
      return args === undefined ? '' : args.length > 0 ? codeCell(args.join(' ')) : 'yes';
    }),
  ]);
  return table(['Keyword', ...shown.map(([title]) => title)], rows);
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${plain(item)}`).join('\n');
}

/** Cells come escaped, by `plain` or `codeCell`. */
function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** In a table a bar ends the cell even inside code (GFM §4.10). */
function codeCell(text: string): string {
  return text === '' ? '' : cell(code(text));
}

function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}
