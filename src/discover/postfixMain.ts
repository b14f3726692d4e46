import type { Entry } from '../parse/types.ts';

/** One parameter as Postfix would see it. */
export interface PostfixValue {
  readonly name: string;
  /** The entry in force (the last one, dict(3)); absent when the default applies. */
  readonly entry?: Entry;
  /** The value before macro expansion: the file's, or the built-in default. */
  readonly raw: string;
  /** The value after macro expansion; meaningless when `isKnown` is false. */
  readonly value: string;
  /** False when the value depends on something that this file alone does not tell (host name, undefined macro, macro error). */
  readonly isKnown: boolean;
}

/** A main.cf as its readers see it: effective values, defaults included. */
export interface PostfixMain {
  /** The effective value of a built-in or user-defined parameter; an unknown name has raw '' and isKnown false. */
  get(name: string): PostfixValue;
  /** Every entry that sets the name, in file order. */
  all(name: string): readonly Entry[];
  isSet(name: string): boolean;
}
