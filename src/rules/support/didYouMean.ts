import { distance } from 'fastest-levenshtein';

/**
 * The candidate that was probably meant, at most `limit` typing errors away; undefined when none is near, or
 * when the word is so short that anything is. Of several equally near the first counts.
 */
export function didYouMean(word: string, candidates: Iterable<string>, limit = 2): string | undefined {
  const most = Math.min(limit, Math.floor(word.length / 3));
  let best: string | undefined;
  let fewest = most + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= fewest) continue;
    const steps = distance(word, candidate);
    if (steps === 0 || steps >= fewest) continue;
    best = candidate;
    fewest = steps;
  }
  return best;
}

/** `one of "a", "b", "c"`, for messages. */
export function oneOf(words: readonly string[]): string {
  return `${words.length > 1 ? 'one of ' : ''}${words.map((word) => `"${word}"`).join(', ')}`;
}
