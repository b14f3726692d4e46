import {
  COMPOUNDS,
  FILLER_WORDS,
  FOLDS,
  LISTENER_PREFIX,
  ROLE_WORDS,
  SENDER_WORDS,
  SOFT_VETO_WORDS,
  STRONG_FAMILY,
  STRONG_ROLE_WORDS,
  VETO_WORDS,
  WEAK_FAMILY,
  type WordRole,
} from '../data/keyWords.ts';

/** What the name of a key says about itself. */
export interface KeyMeaning {
  readonly role: WordRole;
  /** Words before the family: what sets two relays in one file apart. */
  readonly prefix: string;
  /** The family words as written together: `smtp`, `mail`, `email_smtp`. */
  readonly family: string;
  readonly isStrong: boolean;
  readonly words: readonly string[];
  /** The value is the path of a file that holds the real value. */
  readonly isFile: boolean;
}

/** Fillers that are a switch when nothing else is said: `SMTP_ENABLED`. */
const SWITCH_WORDS: ReadonlySet<string> = new Set(['enabled', 'enable', 'use']);
/** Longer names are no settings; bounds the work per key. */
const MAX_KEY = 120;

/** The words of a key, in lower case: camelCase and every punctuation separate; compounds are split, pairs folded. */
export function wordsOf(key: string): readonly string[] {
  const spaced = key
    .slice(0, MAX_KEY)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
  const single = spaced
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .flatMap((word) => COMPOUNDS[word] ?? [word]);
  const folded: string[] = [];
  for (const word of single) {
    const pair = FOLDS[`${folded.at(-1)} ${word}`];
    if (pair) folded[folded.length - 1] = pair;
    else folded.push(word);
  }
  return folded;
}

/** Index of the last family word, -1 without one. */
const lastFamily = (words: readonly string[]) => words.reduce((found, word, at) => (isFamily(word) ? at : found), -1);

const isFamily = (word: string) => STRONG_FAMILY.has(word) || WEAK_FAMILY.has(word);

/** Says whether a name has a word of mail in it and none that vetoes. */
export function hasMailWord(words: readonly string[]): boolean {
  return words.some(isFamily) && !isVetoed(words);
}

export function hasStrongWord(words: readonly string[]): boolean {
  return words.some((word) => STRONG_FAMILY.has(word));
}

function isVetoed(words: readonly string[]): boolean {
  if (words.some((word) => VETO_WORDS.has(word))) return true;
  return !hasStrongWord(words) && words.some((word) => SOFT_VETO_WORDS.has(word));
}

/** Reads a name that carries its own family word: `SMTP_HOST`, `MyApp__Mail__Port`, `smtpUser`. */
export function meaningOfKey(key: string): KeyMeaning | undefined {
  if (LISTENER_PREFIX.test(key)) return undefined;
  const words = wordsOf(key);
  if (isSenderCredential(words)) return { role: ROLE_WORDS[words[1]!]!, prefix: '', family: 'sender', isStrong: false, words, isFile: false };
  if (!hasMailWord(words)) return undefined;
  const first = words.findIndex(isFamily);
  let runEnd = first + 1;
  while (runEnd < words.length && isFamily(words[runEnd]!)) runEnd += 1;
  const last = lastFamily(words);
  const isStrong = hasStrongWord(words);
  const role = roleOf(words.slice(last + 1), words, last, isStrong);
  if (!role) return undefined;
  // `DEFAULT_FROM_EMAIL` and `SENDER_EMAIL` belong to nobody in particular.
  const owner = words.slice(0, first).filter((word) => role !== 'from' || !(SENDER_WORDS.has(word) || FILLER_WORDS.has(word)));
  return { role, prefix: owner.join('_'), family: words.slice(first, runEnd).join('_'), isStrong, words, isFile: words.at(-1) === 'file' };
}

/** `SENDER_PASSWORD`, as scripts have it beside `SMTP_HOST`. */
const isSenderCredential = (words: readonly string[]) =>
  words.length === 2 && words[0] === 'sender' && ['password', 'user'].includes(ROLE_WORDS[words[1]!] ?? '');

/** Reads a name inside a map that is about mail: `host`, `auth.user`. `context` are the words of the map's own name. */
export function meaningInMap(key: string, inner: readonly string[], context: readonly string[]): KeyMeaning | undefined {
  const words = [...inner, ...wordsOf(key)];
  if (isVetoed([...context, ...words])) return undefined;
  const last = lastFamily(words);
  const isStrong = hasStrongWord([...context, ...words]);
  const role = roleOf(words.slice(last + 1), words, last, isStrong);
  if (!role) return undefined;
  return { role, prefix: '', family: '', isStrong, words, isFile: words.at(-1) === 'file' };
}

/** The role of the last word that says something. A word before the family names the owner, not the role. */
function roleOf(after: readonly string[], words: readonly string[], family: number, isStrong: boolean): WordRole | undefined {
  const telling = after.filter((word) => !FILLER_WORDS.has(word));
  const last = telling.at(-1);
  const role = last === undefined ? undefined : ROLE_WORDS[last];
  if (last !== undefined && STRONG_ROLE_WORDS.has(last) && !isStrong) return undefined;
  if (role === 'password' || role === 'port' || role === 'user') return role;
  if (words.some((word) => SENDER_WORDS.has(word))) return words.at(-1) === 'name' ? undefined : 'from';
  if (last === 'address') return STRONG_FAMILY.has(words[family] ?? '') && telling.length === 1 ? 'host' : undefined;
  if (last === undefined) return after.some((word) => SWITCH_WORDS.has(word)) ? 'enabled' : bareRole(words, family);
  return role;
}

/** `SMTP_EMAIL` is a sender; `RELAYHOST` and `SMARTHOST` name the server by themselves. */
function bareRole(words: readonly string[], family: number): WordRole | undefined {
  const word = words[family];
  if (word === undefined || family !== words.length - 1) return undefined;
  if (ROLE_WORDS[word] === 'host') return 'host';
  return WEAK_FAMILY.has(word) && STRONG_FAMILY.has(words[family - 1] ?? '') ? 'from' : undefined;
}
