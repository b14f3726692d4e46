import { type PostfixRestriction, postfixRestriction } from '../data/postfixRestrictions.ts';
import { expandMacros } from '../parse/postfixExpand.ts';
import { valueSpanIn } from '../parse/segments.ts';
import type { Entry } from '../parse/types.ts';
import type { Span } from '../text/span.ts';
import { splitPostfixList } from './postfixList.ts';
import type { PostfixMain } from './postfixMain.ts';
import { hasForeignTemplate } from './postfixTemplate.ts';

/** A word of a restriction list, macros expanded, and where it, or the macro that brought it, stands. */
export interface RestrictionWord {
  readonly text: string;
  readonly span: Span;
  /** False for a word that came out of a macro: no edit may replace a part of the macro. */
  readonly isWritten: boolean;
}

/** One step of a restriction list as smtpd(8) takes it. */
export interface RestrictionItem extends RestrictionWord {
  /** `opaque`: a macro or template of unknown value. `unknown`: no word that smtpd(8) knows. */
  readonly kind: 'restriction' | 'class' | 'table' | 'unknown' | 'opaque';
  /** The restriction's name in small letters, else the text. */
  readonly name: string;
  readonly restriction?: PostfixRestriction;
  /** What follows a restriction that takes an argument; absent when the list ends there. */
  readonly argument?: RestrictionWord;
  /** `warn_if_reject` stands before it. */
  readonly isWarnOnly: boolean;
  /** Where this step stands, its argument included. */
  readonly whole: Span;
}

/** A restriction list in force. */
export interface RestrictionList {
  readonly entry: Entry;
  readonly items: readonly RestrictionItem[];
  /** False when some of it can't be told from the files. */
  readonly isKnown: boolean;
}

/** Where words begin with a macro of unknown value. */
const OPAQUE = '\ue000';

/** Lists can be long and are read at each keystroke: words are told apart with as little work as possible. */
function wordsOf(entry: Entry, main: PostfixMain): RestrictionWord[] {
  const words: RestrictionWord[] = [];
  const hasTemplates = hasForeignTemplate(entry.value);
  for (const { text, start, end } of splitPostfixList(entry.value, { braces: true })) {
    const span = valueSpanIn(entry, start, end);
    if (hasTemplates && hasForeignTemplate(text)) {
      words.push({ text: OPAQUE, span, isWritten: false });
      continue;
    }
    if (!text.includes('$')) {
      words.push({ text, span, isWritten: true });
      continue;
    }
    let isKnown = true;
    const { value, problem, isOpaque } = expandMacros(text, (name) => {
      const found = main.get(name);
      if (!found.isKnown) isKnown = false;
      return found.raw;
    });
    if (isKnown && !problem && !isOpaque) {
      for (const { text: word } of splitPostfixList(value, { braces: true })) words.push({ text: word, span, isWritten: false });
    } else {
      // The map type or path may come from the machine, the item is a table all the same.
      words.push({ text: /^\$[\w{}()]+:|^\w+:/.test(text) ? text : OPAQUE, span, isWritten: false });
    }
  }
  return words;
}

/** What was read of one set of parameters: a dozen rules ask for the same lists. */
interface Reading {
  readonly classes: ReadonlySet<string> | undefined;
  readonly lists: WeakMap<Entry, RestrictionList>;
}

const seen = new WeakMap<PostfixMain, Reading>();

function readingOf(main: PostfixMain): Reading {
  const known = seen.get(main);
  if (known) return known;
  const { value, isKnown } = main.get('smtpd_restriction_classes');
  const reading = { classes: isKnown ? new Set(splitPostfixList(value).map(({ text }) => text)) : undefined, lists: new WeakMap() };
  seen.set(main, reading);
  return reading;
}

/** The names in `smtpd_restriction_classes`; undefined when they can't be told. */
export function restrictionClasses(main: PostfixMain): ReadonlySet<string> | undefined {
  return readingOf(main).classes;
}

/**
 * Reads a restriction list as smtpd(8) does (generic_checks in smtpd_check.c): items apart by blanks or commas, braces
 * group, names in any letter case, `type:table` alone stands for the list's own `check_…_access`. Never throws.
 */
export function readRestrictions(entry: Entry, main: PostfixMain): RestrictionList {
  const { classes, lists } = readingOf(main);
  const known = lists.get(entry);
  if (known) return known;
  const list = readItems(entry, main, classes);
  lists.set(entry, list);
  return list;
}

function readItems(entry: Entry, main: PostfixMain, classes: ReadonlySet<string> | undefined): RestrictionList {
  const words = wordsOf(entry, main);
  const items: RestrictionItem[] = [];
  let isWarnOnly = false;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    const restriction = postfixRestriction(word.text);
    if (restriction?.argument === 'restriction' && words[at + 1]) {
      isWarnOnly = true;
      continue;
    }
    const takesArgument = restriction !== undefined && restriction.argument !== 'none' && restriction.argument !== 'restriction';
    const argument = takesArgument ? words[at + 1] : undefined;
    if (argument) at += 1;
    items.push({
      ...word,
      kind: kindOf(word.text, restriction, classes),
      name: restriction?.name ?? word.text,
      ...(restriction && { restriction }),
      ...(argument && { argument }),
      isWarnOnly,
      whole: argument ? { start: word.span.start, end: argument.span.end } : word.span,
    });
    isWarnOnly = false;
  }
  return { entry, items, isKnown: classes !== undefined && items.every(({ kind, argument }) => kind !== 'opaque' && argument?.text !== OPAQUE) };
}

function kindOf(text: string, restriction: PostfixRestriction | undefined, classes: ReadonlySet<string> | undefined): RestrictionItem['kind'] {
  if (text === OPAQUE) return 'opaque';
  if (restriction) return 'restriction';
  if (classes?.has(text)) return 'class';
  if (text.includes(':')) return 'table';
  // A class may be named in a part that can't be seen.
  return classes ? 'unknown' : 'opaque';
}

/** The list in force under a name; undefined when the name has no entry. */
export function restrictionList(main: PostfixMain, name: string): RestrictionList | undefined {
  const { entry } = main.get(name);
  return entry && readRestrictions(entry, main);
}

/** What lets smtpd(8) start (`rcpt_required` in smtpd_check.c). */
const GUARDS = new Set(['check_relay_domains', 'reject_unauth_destination', 'defer_unauth_destination', 'reject', 'defer', 'defer_if_permit']);

const CLASS_DEPTH_LIMIT = 10;

/**
 * Says whether a list turns strangers' relay attempts away before a plain `permit` (has_required in smtpd_check.c);
 * undefined when that can't be told.
 */
export function hasGuard(list: RestrictionList, main: PostfixMain, depth = 0): boolean | undefined {
  let isCertain = list.isKnown;
  for (const item of list.items) {
    if (item.isWarnOnly) continue;
    if (item.name === 'permit') return isCertain ? false : undefined;
    if (GUARDS.has(item.name)) return true;
    if (item.kind !== 'class') continue;
    const inner = restrictionList(main, item.text);
    const has = inner && depth < CLASS_DEPTH_LIMIT ? hasGuard(inner, main, depth + 1) : undefined;
    if (has) return true;
    if (has === undefined) isCertain = false;
  }
  return isCertain ? false : undefined;
}
