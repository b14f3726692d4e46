/** Texts that are remembered at once; a large configuration has fewer. */
const LIMIT = 4096;
/** Longer texts are rare, and cost more to keep than to read again. */
const MAX_LENGTH = 4096;

/**
 * A pure function of a text that keeps its answers: most values of a file stay the same from keystroke to keystroke, and
 * are asked about by several rules. The answers must not be changed.
 */
export function remembered<T>(compute: (text: string) => T): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    if (text.length > MAX_LENGTH) return compute(text);
    const known = answers.get(text);
    if (known !== undefined) return known;
    if (answers.size >= LIMIT) answers.clear();
    const answer = compute(text);
    answers.set(text, answer);
    return answer;
  };
}
