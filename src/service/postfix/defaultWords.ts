import { defaultFor, type PostfixParameter } from '../../data/postfixParameters.ts';
import { compareVersions } from '../../data/versions.ts';
import { expandMacros } from '../../parse/postfixExpand.ts';
import { code } from '../../text/markdown.ts';
import type { Analysis } from '../types.ts';
import { sizeInWords, timeInWords } from './human.ts';
import { valueKindOf } from './valueKinds.ts';

/** Most characters of a value that is shown. */
const SHOWN_LENGTH = 300;
/** Defaults of earlier releases are for comparing, not for copying. */
const HISTORY_LENGTH = 40;

/** What Postfix works out when it starts (postconf(5)). */
const COMPUTED: Readonly<Record<string, string>> = {
  mydomain: '`myhostname` without its first part',
  myhostname: 'the host name of the machine',
  mynetworks: 'the networks that `mynetworks_style` stands for',
};

export interface DefaultHere {
  /** As Postfix's sources have it, `compatibility_level` applied where that is known. */
  readonly value: string;
  /** The level that decided it. */
  readonly level?: string;
}

/** The default for the release in use. Undefined where that release does not have the parameter. */
export function defaultHere({ folder }: Analysis, name: string): DefaultHere | undefined {
  const value = defaultFor(name, folder?.version);
  if (!value?.includes('$compatibility_level')) return value === undefined ? undefined : { value };
  const level = folder?.parameters?.get('compatibility_level');
  if (!level?.isKnown) return { value };
  const expansion = expandMacros(value, (asked) => (asked === 'compatibility_level' ? level.value : undefined));
  return expansion.problem || expansion.isOpaque || expansion.undefinedNames.length > 0 ? { value } : { value: expansion.value, level: level.value };
}

/** The default in one line, with what it was in earlier releases; a second line where those files are judged by an earlier one. */
export function defaultLines(analysis: Analysis, { name, kind, defaults }: PostfixParameter): string[] {
  const computed = COMPUTED[name];
  if (computed !== undefined) return [`Default: ${computed}`];
  const here = defaultHere(analysis, name);
  if (kind !== 'builtin' || here === undefined) return [];
  const now = `${wordsFor(name, here.value)}${here.level === undefined ? '' : ` (\`compatibility_level\` is ${here.level})`}`;
  const steps = stepsOf(defaults);
  if (steps.length < 2) return [`Default: ${now}`];
  const history = steps.map(({ since, words }, index) => `${words} ${index === steps.length - 1 ? 'before' : `since ${since}`}`);
  const isNewest = compareVersions(steps[0]!.since, analysis.folder?.version ?? steps[0]!.since) <= 0;
  if (here.level === undefined && isNewest) return [`Default: ${[`${now} since ${steps[0]!.since}`, ...history.slice(1)].join(', ')}`];
  return [`Default: ${now}`, `Default by release: ${history.join(', ')}`];
}

/** The defaults of all releases, newest first, where they differ in more than notation. */
function stepsOf(defaults: PostfixParameter['defaults']): { readonly since: string; readonly words: string }[] {
  const steps: { since: string; words: string }[] = [];
  for (const { since, value } of [...defaults].sort((a, b) => compareVersions(a.since, b.since))) {
    const words = value.includes('$compatibility_level') ? 'by `compatibility_level`' : value === '' ? 'empty' : code(clipped(value, HISTORY_LENGTH));
    if (steps.at(-1)?.words !== words) steps.push({ since, words });
  }
  return steps.reverse();
}

/** A value in one line: as code, with its human form behind it. */
export function wordsFor(name: string, value: string): string {
  return value.trim() === '' ? 'empty' : `${code(clipped(value, SHOWN_LENGTH))}${inHumanForm(name, value)}`;
}

function clipped(value: string, length: number): string {
  const flat = value.replaceAll(/\s+/g, ' ').trim();
  return flat.length > length ? `${flat.slice(0, length)}…` : flat;
}

/** ` (5 days)` behind a time, ` (about 9.8 MiB)` behind a size. */
function inHumanForm(name: string, value: string): string {
  const { kind } = valueKindOf(name);
  const words = kind === 'time' ? timeInWords(value.trim(), defaultUnit(name)) : kind === 'size' ? sizeInWords(value.trim()) : undefined;
  return words ? ` (${words})` : '';
}

/** A time without a letter counts in the unit of the default (get_def_time_unit in mail_conf_time.c). */
export function defaultUnit(name: string): string {
  return /[smhdw]$/.exec(defaultFor(name) ?? '')?.[0] ?? 's';
}
