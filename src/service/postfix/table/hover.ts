import type { PostfixMeanings } from '../../../data/postfixMeanings.ts';
import { FAMILY_BITS, formatIpAddress } from '../../../parse/ipAddress.ts';
import type { MapPattern, MapRule, Network } from '../../../parse/postfixMapTypes.ts';
import type { Entry } from '../../../parse/types.ts';
import { createLineIndex } from '../../../text/lineIndex.ts';
import { code } from '../../../text/markdown.ts';
import { type Span, touches } from '../../../text/span.ts';
import type { Analysis } from '../../types.ts';
import { describeTableWord, usesLines } from './describeWord.ts';
import { describeForm, describeOrder, shownKey } from './keys.ts';
import { hopAt, usesOf } from './nextHops.ts';
import { type Table, tableOf } from './table.ts';
import { tableWords } from './words.ts';

export interface TableHover {
  readonly span: Span;
  readonly markdown: string;
}

/** What a place in a lookup table means: its key, network or expression, a word of its value. Never shows a password. */
export function tableHover(analysis: Analysis, offset: number, meanings: PostfixMeanings): TableHover | undefined {
  const table = tableOf(analysis);
  if (!table) return undefined;
  const rule = table.file.rules.find(
    (one): one is Exclude<MapRule, { kind: 'match' }> => one.kind !== 'match' && one.span.start <= offset && offset < one.span.end,
  );
  if (rule) return describeCondition(rule);
  const entry = table.file.entries.find(({ keySpan, valueSpan }) => touches(keySpan, offset) || touches(valueSpan, offset));
  if (!entry) return undefined;
  const inKey = touches(entry.keySpan, offset);
  const word = inKey ? undefined : tableWords(analysis, table, entry, meanings).find(({ span }) => touches(span, offset));
  const own = word && describeTableWord(analysis, table, word, meanings);
  if (word && own) return { span: word.span, markdown: own };
  return { span: inKey ? entry.keySpan : entry.valueSpan, markdown: describeKey(analysis, table, entry, meanings) };
}

const MANUALS: Readonly<Record<string, string>> = {
  passwords: 'SASL_README.html#client_sasl_enable',
  'tls-policy': 'TLS_README.html#client_tls_policy',
  relayhosts: 'postconf.5.html#sender_dependent_relayhost_maps',
  'sender-transports': 'postconf.5.html#sender_dependent_default_transport_maps',
  checks: 'header_checks.5.html',
};

function describeKey(analysis: Analysis, table: Table, entry: Entry, meanings: PostfixMeanings): string {
  const { use, file } = table;
  const test = file.rules.find((rule): rule is Extract<MapRule, { kind: 'match' }> => rule.kind === 'match' && rule.entry === entry)?.test;
  const key = shownKey(table, entry.key);
  const title =
    key === undefined
      ? '**An entry** (its key is not shown: it may hold a password)'
      : `**${code(key)}** · ${test ? (test.kind === 'network' ? 'network' : 'expression') : 'key'}`;
  const matched =
    test?.kind === 'network'
      ? [describeNetwork(test.network, test.isNegated)]
      : test
        ? test.patterns.map((pattern) => describePattern(pattern, file.grammar, meanings))
        : key === undefined
          ? []
          : describeForm(analysis, table, entry.key, meanings);
  const hop = hopAt(analysis, entry.keySpan.start);
  const uses = hop && hop.role !== 'use' && key !== undefined ? usesLines(analysis, usesOf(analysis, hop)) : [];
  const order = describeOrder(analysis, table, meanings);
  const manual = use && `[Manual](https://www.postfix.org/${MANUALS[use] ?? `${use}.5.html`})`;
  return [[title, ...matched, ...uses].join('  \n'), ...(order ? [order] : []), aboutTable(analysis, table, meanings), ...(manual ? [manual] : [])].join(
    '\n\n',
  );
}

/** What the table is for, and which lines of main.cf name it. */
function aboutTable({ folder }: Analysis, { use, references, file }: Table, meanings: PostfixMeanings): string {
  const base = file.path.split('/').at(-1) ?? '';
  const name = code(base);
  const purpose = use && meanings.table('use', use);
  const lines = folder?.main && createLineIndex(folder.main.text);
  const namedBy = references.map(({ parameter, entry, before }) => {
    const meaning = use ? undefined : meanings.parameter(parameter)?.meaning;
    const step = before.startsWith('check_') ? ` (${code(before)})` : '';
    return `Named by ${code(parameter)}${step}, main.cf line ${lines!.positionAt(entry.keySpan.start).line + 1}${meaning ? `: ${meaning}` : ''}`;
  });
  // A relative path, or one with macros in it, may still mean this file.
  const nobody = folder?.main && references.length === 0 && !folder.main.text.includes(base) ? ['No setting of main.cf names this table'] : [];
  return [purpose ? `The table ${name}: ${purpose}` : `The table ${name}`, ...namedBy, ...nobody].join('  \n');
}

function describeNetwork(network: Network, isNegated: boolean): string {
  const { family, bits, prefix } = network;
  const free = FAMILY_BITS[family] - prefix;
  const last = formatIpAddress({ family, bits: bits | ((1n << BigInt(free)) - 1n) });
  const count = free === 0 ? 'one address' : free <= 32 ? `${2 ** free} addresses` : `2^${free} addresses`;
  const range = free === 0 ? code(last) : `${code(formatIpAddress(network))} to ${code(last)}`;
  return isNegated ? `Every address but ${range} (${count})` : `${range}: ${count}`;
}

function describePattern({ isNegated, ignoresCase, flags }: MapPattern, grammar: string, meanings: PostfixMeanings): string {
  const said = [...new Set(flags)].flatMap((flag) => {
    const meaning = meanings.table('flag', `${grammar}/${flag}`);
    return meaning ? [`flag ${code(flag)}: ${meaning}`] : [];
  });
  const what = isNegated ? 'Holds for what does not match' : 'Holds for what matches';
  return [`${what}; upper and lower case ${ignoresCase ? 'are the same' : 'differ'}`, ...said].join('  \n');
}

function describeCondition(rule: Exclude<MapRule, { kind: 'match' }>): TableHover {
  const { span } = rule;
  if (rule.kind === 'endif') return { span, markdown: '**endif** · ends the block of the last `if`' };
  const end = rule.endif === undefined ? 'to the end of the file, for there is no `endif`' : 'up to its `endif`';
  const inside = rule.test.kind === 'network' ? `  \n${describeNetwork(rule.test.network, rule.test.isNegated)}` : '';
  return { span, markdown: `**if** · the rules ${end} are tried only where this holds${inside}` };
}
