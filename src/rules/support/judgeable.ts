import { type PostfixType, postfixParameter, serviceSuffixOf } from '../../data/postfixParameters.ts';
import type { PostfixMain } from '../../discover/postfixMain.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';
import type { RuleContext } from '../types.ts';
import { inlineComments, oddCharacters, quotable, quoteAround, swallowedLines } from './postfixText.ts';

/** A value in force, macros expanded, and the entry that says it. */
export interface JudgedValue {
  readonly entry: Entry;
  readonly value: string;
}

/** An entry of a parameter whose type is known, and what it is worth once somebody asked. */
interface Candidate {
  readonly entry: Entry;
  readonly type: PostfixType;
  judged?: JudgedValue | 'not judgeable';
}

/** Some forty rules go through the same entries, each for a few of them. */
const candidatesOf = new WeakMap<PostfixMain, readonly Candidate[]>();

/**
 * The settings of a main.cf whose value we can hold to its form: in force, fully known, and without a mistake of
 * writing (comment, quotes, odd characters) that has a finding of its own.
 */
export function* judgeableValues({ file, postfix }: RuleContext, isWanted: (name: string, type: PostfixType) => boolean): Generator<JudgedValue> {
  if (!postfix) return;
  for (const candidate of candidatesIn(file, postfix)) {
    if (!isWanted(candidate.entry.key, candidate.type)) continue;
    candidate.judged ??= judge(file, postfix, candidate.entry) ?? 'not judgeable';
    if (candidate.judged !== 'not judgeable') yield candidate.judged;
  }
}

function candidatesIn(file: ConfigFile, postfix: PostfixMain): readonly Candidate[] {
  const known = candidatesOf.get(postfix);
  if (known) return known;
  const candidates = file.entries.flatMap((entry): Candidate[] => {
    const type = (postfixParameter(entry.key) ?? serviceSuffixOf(entry.key))?.type;
    return type ? [{ entry, type }] : [];
  });
  candidatesOf.set(postfix, candidates);
  return candidates;
}

function judge(file: ConfigFile, postfix: PostfixMain, entry: Entry): JudgedValue | undefined {
  const { entry: inForce, value, isKnown } = postfix.get(entry.key);
  return inForce !== entry || !isKnown || isMiswritten(file, entry) ? undefined : { entry, value };
}

/** Says whether the value has a mistake of writing, which explains whatever else is wrong with it. */
export function isMiswritten(file: ConfigFile, entry: Entry): boolean {
  return (
    inlineComments(entry).length > 0 || quoteAround(entry) !== undefined || oddCharacters(entry.value).length > 0 || swallowedLines(file, entry).length > 0
  );
}

/** What is wrong with a value that is not of its type, for the beginning of a message. */
export function nameFault({ entry: { key, value: written }, value }: JudgedValue): string {
  return value === '' ? `"${key}" is empty` : `"${quotable(written)}" is no value for "${key}"`;
}
