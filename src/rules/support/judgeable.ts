import { type PostfixType, postfixParameter, serviceSuffixOf } from '../../data/postfixParameters.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';
import type { RuleContext } from '../types.ts';
import { inlineComments, oddCharacters, quotable, quoteAround, swallowedLines } from './postfixText.ts';

/** A value in force, macros expanded, and the entry that says it. */
export interface JudgedValue {
  readonly entry: Entry;
  readonly value: string;
}

/**
 * The settings of a main.cf whose value we can hold to its form: in force, fully known, and without a mistake of
 * writing (comment, quotes, odd characters) that has a finding of its own.
 */
export function* judgeableValues({ file, postfix }: RuleContext, isWanted: (name: string, type: PostfixType) => boolean): Generator<JudgedValue> {
  for (const entry of file.entries) {
    const type = (postfixParameter(entry.key) ?? serviceSuffixOf(entry.key))?.type;
    if (!postfix || !type || !isWanted(entry.key, type)) continue;
    const { entry: inForce, value, isKnown } = postfix.get(entry.key);
    if (inForce !== entry || !isKnown || isMiswritten(file, entry)) continue;
    yield { entry, value };
  }
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
