import type { PostfixMeanings } from '../../data/postfixMeanings.ts';
import { MASTER_COLUMNS, type MasterColumn } from '../../parse/postfixMaster.ts';
import type { Span } from '../../text/span.ts';
import type { Analysis } from '../types.ts';
import { completeNames, RANK } from './completeParameters.ts';
import { completeValue } from './completeValues.ts';
import { type CompletionItem, literal, restOfLine } from './completionItem.ts';
import { asMaster } from './sources.ts';

/** Services that people add, each as a whole with its stock settings; after the master.cf that Postfix ships. */
const SERVICE_SNIPPETS: readonly (readonly [name: string, what: string, lines: readonly string[]])[] = [
  [
    'submission',
    'port 587 for mail programs: STARTTLS and a password required',
    [
      'submission inet n       -       CHROOT       -       -       smtpd',
      '  -o syslog_name=postfix/submission',
      '  -o smtpd_tls_security_level=encrypt',
      '  -o smtpd_sasl_auth_enable=yes',
      '  -o smtpd_tls_auth_only=yes',
      '  -o smtpd_recipient_restrictions=',
      '  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject',
    ],
  ],
  [
    'submissions',
    'port 465 for mail programs: TLS from the first byte and a password required',
    [
      'submissions inet n      -       CHROOT       -       -       smtpd',
      '  -o syslog_name=postfix/submissions',
      '  -o smtpd_tls_wrappermode=yes',
      '  -o smtpd_sasl_auth_enable=yes',
      '  -o smtpd_recipient_restrictions=',
      '  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject',
    ],
  ],
];

const CHOICES: Readonly<Partial<Record<MasterColumn, readonly string[]>>> = {
  private: ['-', 'y', 'n'],
  unprivileged: ['-', 'y', 'n'],
  chroot: ['-', 'y', 'n'],
  wakeup: ['-', '60', '300', '300?', '1000?'],
  process_limit: ['-', '0', '1'],
};

/** What may stand at an offset of a master.cf. `lineStart` is where the physical line begins. */
export function completeMaster(analysis: Analysis, lineStart: number, offset: number, meanings: PostfixMeanings): CompletionItem[] {
  const { text } = analysis.file;
  const before = text.slice(lineStart, offset);
  const isContinued = /^\s/.test(before);
  const words = before.split(/\s+/).filter((word) => word !== '');
  const token = /\S*$/.exec(before)![0];
  const index = words.length - (token === '' ? 0 : 1);
  const span: Span = { start: offset - token.length, end: offset + /^\S*/.exec(text.slice(offset))![0].length };
  const column = isContinued ? undefined : MASTER_COLUMNS[index];
  return column ? completeColumn(analysis, column, span, meanings) : completeArgument(analysis, lineStart, offset, span, meanings);
}

function completeColumn({ file }: Analysis, column: MasterColumn, span: Span, meanings: PostfixMeanings): CompletionItem[] {
  const documentation = meanings.master('column', column) ?? '';
  const base = { span, rank: 2 } as const;
  if (column === 'service') {
    return SERVICE_SNIPPETS.map(([label, detail, lines]) => ({
      ...base,
      label,
      kind: 'snippet',
      detail,
      insertText: literal(`${lines.join('\n').replace('CHROOT', chrootOf(file))}\n`),
      isSnippet: true,
    }));
  }
  if (column === 'type' || column === 'command') {
    const outdated = new Set(['fifo', 'nqmgr', 'oqmgr']);
    return meanings.masterWords(column === 'type' ? 'type' : 'daemon').map(({ name, meaning }) => ({
      ...base,
      label: name,
      kind: 'service',
      insertText: name,
      documentation: meaning,
      ...(outdated.has(name) && { isDeprecated: true, rank: 5 }),
    }));
  }
  return (CHOICES[column] ?? []).map((label, index) => ({ ...base, label, kind: 'value', insertText: label, documentation, rank: index + 1 }));
}

/** The chroot column of the services that are there: a distribution sets it one way for all. */
function chrootOf(file: Analysis['file']): string {
  const column = asMaster(file)?.services.find(({ fields }) => fields.command.text === 'smtpd')?.fields.chroot.text;
  return column ?? '-';
}

/** Behind the command: an option, the name or value of an override, an attribute of pipe(8) or spawn(8), a macro of pipe(8). */
function completeArgument(analysis: Analysis, lineStart: number, offset: number, span: Span, meanings: PostfixMeanings): CompletionItem[] {
  const { text } = analysis.file;
  const before = text.slice(lineStart, offset);
  const after = restOfLine(text, offset);
  const braced = /-o\s*\{\s*(\w*)(\s*=\s*([^}]*))?$/.exec(before);
  const plain = /-o\s*([A-Za-z0-9_]*)(=(\S*))?$/.exec(before);
  const override = braced ?? plain;
  if (override) {
    const [, name = '', assignment, value = ''] = override;
    if (assignment !== undefined) return completeValue(analysis, { name, before: value, after, offset }, meanings);
    const nameSpan = { start: offset - name.length, end: offset + /^\w*/.exec(after)![0].length };
    const hasEquals = /^\w*\s*=/.test(after);
    return completeNames(analysis, nameSpan, hasEquals ? '' : braced ? ' = ' : '=', meanings).map(({ rank, ...item }) => ({
      ...item,
      rank: rank === RANK.alreadySet ? RANK.important : rank,
    }));
  }
  const daemon = daemonAround(text, lineStart, before);
  const macro = /\$\{?(\w*)$/.exec(before);
  if (macro && daemon === 'pipe') {
    const macroSpan = { start: offset - macro[1]!.length, end: offset + /^\w*/.exec(after)![0].length };
    return meanings
      .masterWords('pipe-macro')
      .map(({ name, meaning }) => ({ label: name, kind: 'variable', span: macroSpan, insertText: name, documentation: meaning, rank: 2 }));
  }
  const options = meanings
    .masterWords('option')
    .map(({ name, meaning }) => ({ label: name, insertText: name === '-o' ? '-o ' : name, documentation: meaning, asksAgain: name === '-o' }));
  const kind = daemon === 'pipe' ? 'pipe-attr' : daemon === 'spawn' ? 'spawn-attr' : daemon === 'smtp' || daemon === 'lmtp' ? 'smtp-attr' : undefined;
  const attributes = kind ? meanings.masterWords(kind).map(({ name, meaning }) => ({ label: `${name}=`, insertText: `${name}=`, documentation: meaning })) : [];
  return [...attributes, ...options].map((item) => ({ ...item, kind: 'option', span, rank: 2 }));
}

/** The command of the service that a line belongs to. */
function daemonAround(text: string, lineStart: number, before: string): string | undefined {
  const lines = [before, ...text.slice(0, lineStart).split('\n').reverse()];
  const head = lines.find((line) => /^[^\s#]/.test(line));
  return head?.split(/\s+/)[MASTER_COLUMNS.indexOf('command')];
}
