import type { PostfixMeanings, Restriction } from '../../data/postfixMeanings.ts';
import { LATEST_POSTFIX } from '../../data/postfixParameters.ts';
import { compareVersions } from '../../data/versions.ts';
import type { Span } from '../../text/span.ts';
import type { Analysis } from '../types.ts';
import { completeReferences } from './completeParameters.ts';
import { type CompletionItem, literal } from './completionItem.ts';
import { defaultHere } from './defaultWords.ts';
import { knownRelays } from './knownRelays.ts';
import { restrictionClasses } from './sources.ts';
import { type ValueKind, valueKindOf } from './valueKinds.ts';

/** Where in a value something is typed. */
export interface ValuePlace {
  /** The parameter whose value it is. */
  readonly name: string;
  /** The value up to the cursor, comments left out. */
  readonly before: string;
  /** The rest of the word behind the cursor. */
  readonly after: string;
  readonly offset: number;
}

/** What may stand at a place of a value: `$names`, table types and the words that the parameter takes. */
export function completeValue(analysis: Analysis, { name, before, after, offset }: ValuePlace, meanings: PostfixMeanings): CompletionItem[] {
  const reference = /\$[{(]?(\w*)$/.exec(before);
  const wordAfter = /^\w*/.exec(after)![0].length;
  if (reference) return completeReferences(analysis, { start: offset - reference[1]!.length, end: offset + wordAfter }, meanings);
  const token = /[^\s,{}]*$/.exec(before)![0];
  const span: Span = { start: offset - token.length, end: offset + /^[^\s,{}]*/.exec(after)![0].length };
  const earlier = before
    .slice(0, before.length - token.length)
    .split(/[\s,{}]+/)
    .filter((word) => word !== '');
  const kind = restrictionClasses(analysis).has(name) ? ({ kind: 'restrictions' } as const) : valueKindOf(name);
  const at: Place = { analysis, meanings, name, kind, token, span, earlier, version: analysis.folder?.version ?? LATEST_POSTFIX };
  // What follows a type and its colon is a path, which Postfix does not list.
  if (token.includes(':') && !/^(proxy|debug):$/.test(token)) return [];
  return wordsFor(at);
}

interface Place {
  readonly analysis: Analysis;
  readonly meanings: PostfixMeanings;
  readonly name: string;
  readonly kind: ValueKind;
  readonly token: string;
  readonly span: Span;
  /** The words of the value before this one. */
  readonly earlier: readonly string[];
  readonly version: string;
}

function wordsFor(at: Place): CompletionItem[] {
  const { kind, earlier, name } = at;
  switch (kind.kind) {
    case 'boolean':
      return earlier.length > 0 ? [] : ['yes', 'no'].map((word) => value(at, word));
    case 'enumeration':
      if (!kind.words.isList && earlier.length > 0) return [];
      return kind.words.values.filter((word) => !earlier.includes(word)).map((word, index) => ({ ...value(at, word), rank: index + 1 }));
    case 'tls-level':
      if (earlier.length > 0) return [];
      return at.meanings
        .tlsLevels(kind.side)
        .filter(({ name: level }) => level !== 'halfdane' && !(kind.side === 'server' && /^(fingerprint|verify|secure)$/.test(level)))
        .map(({ name: level, meaning }, index) => ({ ...value(at, level), detail: /^[^,;]*/.exec(meaning)![0], documentation: meaning, rank: index + 1 }));
    case 'restrictions':
      return completeRestrictions(at);
    case 'transport':
      return transportItems(at.analysis, at.span);
    case 'service':
      return services(at.analysis, at.span, /./, '');
    case 'tables':
      return tables(at);
    default:
      if (earlier.length > 0) return [];
      return name === 'relayhost' ? providerItems(at.span) : ownDefault(at);
  }
}

function value({ analysis, span, name }: Place, label: string): CompletionItem {
  return { label, kind: 'value', span, insertText: label, rank: 2, ...(defaultHere(analysis, name)?.value === label && { detail: 'default' }) };
}

function ownDefault(at: Place): CompletionItem[] {
  const fallback = defaultHere(at.analysis, at.name)?.value;
  return fallback ? [value(at, fallback)] : [];
}

/** The restriction that still needs its argument, if the last word is one. */
function pendingArgument({ earlier, meanings }: Place): string | undefined {
  return meanings.restriction(earlier.at(-1) ?? '')?.form;
}

function completeRestrictions(at: Place): CompletionItem[] {
  const { meanings, span, earlier, version, analysis, name } = at;
  const argument = pendingArgument(at);
  if (argument === 'type:table') return tables(at);
  if (argument === 'policy-server') {
    return ['unix:private/', 'inet:127.0.0.1:'].map((label) => ({ label, kind: 'table', span, insertText: label, rank: 1 }));
  }
  if (argument === 'seconds' || argument?.startsWith('domain')) return [];
  // What follows an unconditional word is never reached: only its own list could say more.
  if (/^(reject|permit|defer)$/.test(earlier.at(-1) ?? '') && earlier.at(-2) !== 'warn_if_reject') return [];
  const offered = meanings.restrictions.filter(({ removed, introduced }) => isIn(version, introduced, removed));
  const classes = [...restrictionClasses(analysis)].filter((own) => own !== name);
  return [
    ...classes.map((label) => ({ label, kind: 'restriction', span, insertText: label, detail: 'restriction class', rank: 1 }) as const),
    ...offered.map((restriction) => restrictionItem(restriction, span, earlier)),
  ];
}

const isIn = (version: string, introduced: string, removed: string | undefined) =>
  compareVersions(introduced, version) <= 0 && (removed === undefined || compareVersions(version, removed) < 0);

function restrictionItem({ name, form, meaning, deprecated, preferred }: Restriction, span: Span, earlier: readonly string[]): CompletionItem {
  const isOutdated = deprecated !== undefined || preferred !== undefined;
  const repeats = form === undefined && earlier.includes(name);
  return {
    label: name,
    kind: 'restriction',
    span,
    insertText: form && !form.startsWith('prefix') ? `${name} ` : name,
    documentation: meaning,
    rank: isOutdated ? 5 : repeats ? 4 : 2,
    ...(form && { detail: form, asksAgain: true }),
    ...(isOutdated && { isDeprecated: true, detail: preferred ? `use ${preferred}` : 'deprecated' }),
  };
}

/** Types of tables; those that these files use already come first. */
function tables({ analysis, meanings, span, token }: Place): CompletionItem[] {
  const text = analysis.file.text;
  const prefix = /^(proxy|debug):/.exec(token)?.[0] ?? '';
  return meanings.mapTypes.map(({ name, meaning, package: source }) => ({
    label: `${prefix}${name}:`,
    kind: 'table',
    span,
    insertText: `${prefix}${name}:`,
    documentation: meaning,
    rank: text.includes(`${name}:`) ? 1 : 2,
    ...(source && { detail: source }),
    ...((name === 'proxy' || name === 'debug') && { asksAgain: true }),
  }));
}

/** The services of master.cf that deliver mail, each with the colon that a next hop follows. */
export function transportItems(analysis: Analysis, span: Span): CompletionItem[] {
  return services(analysis, span, /^(smtp|lmtp|local|virtual|pipe|error|discard)$/, ':');
}

function services({ folder }: Analysis, span: Span, daemon: RegExp, suffix: string): CompletionItem[] {
  const found = (folder?.master?.services ?? []).filter(({ fields }) => fields.type.text !== 'inet' && daemon.test(fields.command.text));
  return [...new Map(found.map((service) => [service.fields.service.text, service]))].map(([label, { fields }]) => ({
    label,
    kind: 'service',
    span,
    insertText: label + suffix,
    detail: fields.command.text,
    rank: 2,
  }));
}

/** The submission services that we know, in the form that `relayhost` needs. */
export function providerItems(span: Span): CompletionItem[] {
  return knownRelays().map(({ name, host, port, isImplicit }) => {
    const label = `[${host}]:${port}`;
    const documentation = isImplicit ? `Port ${port} needs \`smtp_tls_wrappermode = yes\` as well` : undefined;
    return { label, kind: 'value', span, insertText: label, detail: name, rank: 2, ...(documentation && { documentation }) };
  });
}

/** A word for a snippet's default, see {@link literal}. */
export const filled = (index: number, text: string) => `\${${index}:${literal(text)}}`;
