import type { PostfixMeanings } from '../../data/postfixMeanings.ts';
import {
  compareVersions,
  defaultFor,
  existsIn,
  type PostfixParameter,
  type PostfixType,
  postfixParameter,
  serviceSuffixOf,
} from '../../data/postfixParameters.ts';
import type { PostfixFolder } from '../../discover/postfixFolder.ts';
import type { Entry } from '../../parse/types.ts';
import { createLineIndex } from '../../text/lineIndex.ts';
import { code, plain } from '../markdown.ts';
import type { Analysis } from '../types.ts';
import { humanSize, humanTime } from './human.ts';
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

/** Most characters of a value that a hover shows. */
const SHOWN_LENGTH = 300;
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
      [...factLines(parameter, analysis.folder), ...here],
      [`[Manual](https://www.postfix.org/postconf.5.html#${name})`],
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
  if (kind.kind === 'enumeration') return `${kind.words.isList ? 'any of' : 'one of'} ${kind.words.values.map(code).join(', ')}`;
  const words: Readonly<Partial<Record<typeof kind.kind, string>>> = {
    size: 'bytes',
    'tls-level': 'a TLS security level',
    restrictions: 'a list of restrictions',
    tables: 'lookup tables, `type:name`',
    transport: 'a delivery service, `transport:nexthop`',
  };
  return `${words[kind.kind] ?? TYPE_WORDS[parameter.type]}${range(parameter)}`;
}

function range({ type, min, max }: PostfixParameter): string {
  if (type !== 'int' && type !== 'nint' && type !== 'long') return '';
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return `, at least ${min}`;
  return max === undefined ? '' : `, at most ${max}`;
}

function factLines(parameter: PostfixParameter, folder: PostfixFolder | undefined): string[] {
  const version = folder?.version;
  const { name, kind, introduced, deprecated, removed, replacements } = parameter;
  const fallback = defaultFor(name, version);
  const isMissing = version !== undefined && !existsIn(parameter, version);
  return [
    ...(kind === 'read-only' ? ['Set by Postfix itself: a line in main.cf has no effect.'] : []),
    ...(fallback === undefined || kind !== 'builtin' ? [] : [`Default: ${shown(name, fallback)}${inRelease(folder)}`]),
    ...history(parameter),
    ...(introduced === '1.0' ? [] : [`Since Postfix ${introduced}`]),
    ...(deprecated ? [`Deprecated since Postfix ${deprecated}${replacements.length > 0 ? `: use ${replacements.map(code).join(', ')}` : ''}`] : []),
    ...(removed ? [`Not in Postfix ${removed} and later`] : []),
    ...(isMissing && !removed ? [`Not in Postfix ${version}, the release that these files are judged by`] : []),
  ];
}

/** Which release is spoken of, and why that one. */
function inRelease(folder: PostfixFolder | undefined): string {
  return folder ? ` in Postfix ${folder.version} (${plain(folder.versionSource)})` : '';
}

/** The built-in defaults of all releases, where they changed: "empty until 3.5, then `a`, since 3.9 `b`". */
function history({ defaults, kind }: PostfixParameter): string[] {
  if (defaults.length < 2 || kind !== 'builtin') return [];
  const steps = [...defaults].sort((a, b) => compareVersions(b.since, a.since));
  const words = steps.map(
    ({ since, value }, index) => `${value === '' ? 'empty' : code(clipped(value))} ${index === steps.length - 1 ? 'before' : `since ${since}`}`,
  );
  return [`Default by release: ${words.join(', ')}`];
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
    lines.push(`Here: ${shown(name, effective.value)}, by default`);
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
  return isOther ? `${shown(name, written)} = ${shown(name, effective)}` : shown(name, written);
}

function shown(name: string, value: string): string {
  return value.trim() === '' ? 'empty' : `${code(clipped(value))}${inHumanForm(name, value)}`;
}

function clipped(value: string): string {
  const flat = value.replaceAll(/\s+/g, ' ').trim();
  return flat.length > SHOWN_LENGTH ? `${flat.slice(0, SHOWN_LENGTH)}…` : flat;
}

/** ` (432000 s = 5 days)` behind a time or a size. */
function inHumanForm(name: string, value: string): string {
  const { kind } = valueKindOf(name);
  const words = kind === 'time' ? humanTime(value.trim(), defaultUnit(name)) : kind === 'size' ? humanSize(value.trim()) : undefined;
  return words ? ` (${words})` : '';
}

/** A time without a letter counts in the unit of the default (get_def_time_unit in mail_conf_time.c). */
export function defaultUnit(name: string): string {
  return /[smhdw]$/.exec(defaultFor(name) ?? '')?.[0] ?? 's';
}
