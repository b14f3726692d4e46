import type { PostfixMeanings } from '../../data/postfixMeanings.ts';
import { existsIn, type PostfixParameter, type PostfixType, postfixParameter, serviceSuffixOf } from '../../data/postfixParameters.ts';
import type { Entry } from '../../parse/types.ts';
import { createLineIndex } from '../../text/lineIndex.ts';
import { code, plain } from '../../text/markdown.ts';
import type { Analysis } from '../types.ts';
import { defaultLines, wordsFor } from './defaultWords.ts';
import { isShowable } from './showable.ts';
import { overridesOf, restrictionClasses, serviceName } from './sources.ts';
import { referencesIn } from './subject.ts';
import { valueKindOf } from './valueKinds.ts';

const TYPE_WORDS: Readonly<Record<PostfixType, string>> = {
  str: 'text',
  raw: 'text, macros expanded per request',
  bool: '`yes` or `no`',
  nbool: '`yes` or `no`',
  int: 'a whole number',
  nint: 'a whole number',
  long: 'a whole number',
  time: 'a time: a number and `s`, `m`, `h`, `d` or `w`',
};

/** What text is made of, by the name of the parameter. */
const NAMED_TYPES: readonly (readonly [name: RegExp, words: string])[] = [
  [/^relayhost$/, 'a next hop, `[host]:port` or a domain'],
  [/^(mydestination|.*_domains)$/, 'a list of domains, files and tables'],
  [/^mynetworks$|_networks$/, 'a list of networks, files and tables'],
  [/_milters$/, 'a list of sockets, `inet:host:port` or `unix:path`'],
  [/_directory$/, 'a directory'],
  [/(_file|_CAfile|_path)$/, 'a path'],
];

/** Most services that are named one by one. */
const SHOWN_SERVICES = 6;

/** A parameter as CommonMark: what it is, and what it is here. Undefined when neither Postfix nor these files know the name. */
export function describeParameter(analysis: Analysis, name: string, meanings: PostfixMeanings): string | undefined {
  const parameter = postfixParameter(name);
  const here = hereLines(analysis, name);
  if (parameter) {
    const { meaning, more } = meanings.parameter(name) ?? {};
    return paragraphs([
      [`**${name}** · ${typeWords(parameter)}`, ...(meaning ? [meaning] : [])],
      more ? [more] : [],
      [...here, ...factLines(analysis, parameter)],
      [`[Manual](https://www.postfix.org/postconf.5.html#${name})${judgedAs(analysis)}`],
    ]);
  }
  const title = titleOfOwnName(analysis, name, meanings);
  if (title) return paragraphs([title, here]);
  if (!isReferredTo(analysis, name)) return undefined;
  // The name is not repeated: it may be the rest of a password with a `$` in it.
  return here.length > 0 ? paragraphs([[`**${name}** · defined by these files`], here]) : 'Defined nowhere in these files, so it counts as empty.';
}

function paragraphs(groups: readonly (readonly string[])[]): string {
  return groups
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('  \n'))
    .join('\n\n');
}

/** A name of the files' own means something only where `$name` asks for it. */
function isReferredTo({ folder }: Analysis, name: string): boolean {
  return [folder?.main, folder?.master].some((file) => file?.entries.some((entry) => referencesIn(entry).some((reference) => reference.name === name)));
}

/** What a name is that Postfix builds from parts: per transport, or a class of restrictions. */
function titleOfOwnName(analysis: Analysis, name: string, meanings: PostfixMeanings): string[] | undefined {
  if (restrictionClasses(analysis).has(name)) return [`**${name}** · restriction class`];
  const suffix = serviceSuffixOf(name);
  if (!suffix) return undefined;
  const { meaning } = meanings.parameter(suffix.defaultParameter) ?? {};
  const transport = name.slice(0, -suffix.suffix.length);
  return [
    `**${name}** · ${TYPE_WORDS[suffix.type]}`,
    `${code(suffix.defaultParameter)} for the service ${code(transport)} alone`,
    ...(meaning ? [meaning] : []),
    `Default: ${code(`$${suffix.defaultParameter}`)}`,
  ];
}

function typeWords(parameter: PostfixParameter): string {
  const kind = valueKindOf(parameter.name);
  if (kind.kind === 'enumeration')
    return `${kind.words.isOpen ? 'such as' : kind.words.isList ? 'any of' : 'one of'} ${kind.words.values.map(code).join(', ')}`;
  const words: Readonly<Partial<Record<typeof kind.kind, string>>> = {
    size: 'bytes',
    'tls-level': 'a TLS security level',
    restrictions: 'a list of restrictions',
    tables: 'lookup tables, `type:name`',
    transport: 'a delivery service, `transport:nexthop`',
  };
  const named = parameter.type === 'str' ? NAMED_TYPES.find(([pattern]) => pattern.test(parameter.name))?.[1] : undefined;
  return `${words[kind.kind] ?? named ?? TYPE_WORDS[parameter.type]}${range(parameter)}`;
}

function range({ type, min, max }: PostfixParameter): string {
  if (type !== 'int' && type !== 'nint' && type !== 'long') return '';
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return `, at least ${min}`;
  return max === undefined ? '' : `, at most ${max}`;
}

/** Which release is spoken of, and why that one. */
function judgedAs({ folder }: Analysis): string {
  return folder ? ` · judged as Postfix ${folder.version} (${plain(folder.versionSource)})` : '';
}

function factLines(analysis: Analysis, parameter: PostfixParameter): string[] {
  const version = analysis.folder?.version;
  const { kind, introduced, deprecated, removed, replacements } = parameter;
  const isMissing = version !== undefined && !existsIn(parameter, version);
  return [
    ...(kind === 'read-only' ? ['Set by Postfix itself: a line in main.cf has no effect.'] : []),
    ...defaultLines(analysis, parameter),
    ...(introduced === '1.0' ? [] : [`Since Postfix ${introduced}`]),
    ...(deprecated ? [`Deprecated since Postfix ${deprecated}${replacements.length > 0 ? `: use ${replacements.map(code).join(', ')}` : ''}`] : []),
    ...(removed ? [`Not in Postfix ${removed} and later`] : []),
    ...(isMissing && !removed ? [`Not in Postfix ${version}, the release that these files are judged by`] : []),
  ];
}

/** What the parameter is here: the value in force, where it comes from, and which services have their own. */
function hereLines(analysis: Analysis, name: string): string[] {
  const { folder, file } = analysis;
  const effective = folder?.parameters?.get(name);
  const lines: string[] = [];
  if (effective?.entry && folder?.main) {
    const all = folder.parameters!.all(name);
    const times = all.length > 1 ? `, the last of ${all.length} lines that set it` : '';
    lines.push(
      `Here: ${shownValue(name, effective.entry.value, effective.isKnown ? effective.value : undefined)}, ${placeOf(folder.main.text, effective.entry, 'main.cf')}${times}`,
    );
  } else if (effective?.isKnown && effective.raw.includes('$') && isShowable(name, effective.value)) {
    lines.push(`Here: ${wordsFor(name, effective.value)}, by default`);
  } else if (effective && folder?.main && postfixParameter(name)?.kind === 'builtin') {
    lines.push('Here: not set, so the default applies');
  }
  const overrides = overridesOf(analysis, name);
  for (const { service, entry } of overrides.slice(0, SHOWN_SERVICES)) {
    lines.push(
      `In ${code(serviceName(service))}: ${shownValue(name, entry.value)}, ${placeOf(folder!.master!.text, entry, file.kind === 'postfix-master' ? 'this file' : 'master.cf')}`,
    );
  }
  if (overrides.length > SHOWN_SERVICES) lines.push(`and in ${overrides.length - SHOWN_SERVICES} services more`);
  return lines;
}

function placeOf(text: string, { keySpan }: Entry, file: string): string {
  return `${file} line ${createLineIndex(text).positionAt(keySpan.start).line + 1}`;
}

/** A value as written and, where macros made it another one, as Postfix gets it. */
function shownValue(name: string, written: string, effective: string | undefined = undefined): string {
  if (!isShowable(name, written) || (effective !== undefined && !isShowable(name, effective))) return 'set (not shown: it may hold a password)';
  const isOther = effective !== undefined && effective.trim() !== written.trim();
  return isOther ? `${wordsFor(name, written)} = ${wordsFor(name, effective)}` : wordsFor(name, written);
}
