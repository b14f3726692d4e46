import { LATEST_POSTFIX } from '../../data/postfixParameters.ts';
import { compareVersions } from '../../data/versions.ts';
import type { Span, TextEdit } from '../../text/span.ts';
import type { Analysis } from '../types.ts';
import { RANK } from './completeParameters.ts';
import { filled } from './completeValues.ts';
import { type CompletionItem, literal } from './completionItem.ts';
import { type KnownRelay, knownRelays } from './knownRelays.ts';
import { asMain } from './sources.ts';

const PASSWORD_FILE = '/etc/postfix/sasl_passwd';

/**
 * "Relay through …", one for each submission service: everything that Postfix needs to hand all mail to it with TLS and
 * a password, and the line for the password file as a comment. What main.cf sets already is changed in place.
 */
export function relaySnippets(analysis: Analysis, span: Span): CompletionItem[] {
  const main = asMain(analysis.file);
  if (!main) return [];
  const other: KnownRelay = { id: 'other', name: 'a submission service', host: 'smtp.example.com', port: 587, isImplicit: false, user: 'user@example.com' };
  return [other, ...knownRelays()].map((relay) => snippetFor(analysis, relay, span));
}

function snippetFor(analysis: Analysis, relay: KnownRelay, span: Span): CompletionItem {
  const isFree = relay.id === 'other';
  const type = tableType(analysis);
  const host = isFree ? filled(1, relay.host) : literal(relay.host);
  const settings: (readonly [name: string, value: string, snippet: string])[] = [
    ['relayhost', `[${relay.host}]:${relay.port}`, `[${host}]:${relay.port}`],
    ['smtp_sasl_auth_enable', 'yes', 'yes'],
    ['smtp_sasl_password_maps', `${type}:${PASSWORD_FILE}`, `${type}:${PASSWORD_FILE}`],
    ['smtp_sasl_security_options', 'noanonymous', 'noanonymous'],
    ['smtp_tls_security_level', 'encrypt', 'encrypt'],
    ...(relay.isImplicit || analysis.folder?.parameters?.isSet('smtp_tls_wrappermode')
      ? [['smtp_tls_wrappermode', relay.isImplicit ? 'yes' : 'no', relay.isImplicit ? 'yes' : 'no'] as const]
      : []),
  ];
  const edits: TextEdit[] = [];
  const lines: string[] = [];
  for (const [name, value, snippet] of settings) {
    // A free host is asked for in the new lines: an empty relayhost goes, another one stays to be looked at.
    const entry = isFree && name === 'relayhost' ? undefined : analysis.folder?.parameters?.get(name).entry;
    const empty = isFree && name === 'relayhost' ? analysis.folder?.parameters?.get(name).entry : undefined;
    if (empty?.value === '') edits.push({ span: empty.span, newText: '' });
    if (!entry) lines.push(`${name} = ${snippet}`);
    else if (entry.value !== value) edits.push({ span: entry.valueSpan, newText: analysis.file.text[entry.valueSpan.start - 1] === '=' ? ` ${value}` : value });
  }
  const secret = [
    `# Put this line into ${PASSWORD_FILE}, chmod 600 it, then run: postmap ${type}:${PASSWORD_FILE}`,
    `# [${host}]:${relay.port} ${isFree ? filled(2, relay.user) : filled(1, relay.user)}:password`,
  ];
  return {
    label: `relay through ${relay.name}`,
    kind: 'snippet',
    span,
    insertText: [...lines, ...secret, '$0'].join('\n'),
    isSnippet: true,
    detail: `[${relay.host}]:${relay.port}`,
    documentation: [
      'All settings to relay through a submission service with TLS and a password:',
      '```',
      ...settings.map(([name, value]) => `${name} = ${value}`),
      '```',
    ].join('\n'),
    rank: isFree ? RANK.relay : RANK.block,
    ...(edits.length > 0 && { edits }),
  };
}

/** The type of indexed table that this installation uses: Berkeley DB is going away from 3.11 on. */
function tableType({ file, folder }: Analysis): string {
  const used = /\b(lmdb|hash|cdb|btree):/.exec(file.text)?.[1];
  return used ?? (compareVersions(folder?.version ?? LATEST_POSTFIX, '3.11') >= 0 ? 'lmdb' : 'hash');
}
