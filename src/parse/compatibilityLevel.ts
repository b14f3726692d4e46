/**
 * Compares two compatibility levels, `n`, `n.n` or `n.n.n` (compat_level(3), `compatibility_level` in postconf(5)).
 * Returns a number below, equal to or above zero, or undefined when one of them is none.
 */
export function compareCompatibilityLevels(left: string, right: string): number | undefined {
  const a = parseLevel(left);
  const b = parseLevel(right);
  if (!a || !b) return undefined;
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** Largest major number whose encoding fits into a C long, and largest minor and patch number. */
const LIMITS = [2n ** 43n - 1n, 1023n, 1023n] as const;
const NUMBER = '[ \\t\\n\\v\\f\\r]*[+-]?\\d{1,40}';
const LEVEL = new RegExp(`^(${NUMBER})(?:\\.(${NUMBER})(?:\\.(${NUMBER}))?)?$`);

/** Each number as strtol(3) takes it, leading blanks and sign included. */
function parseLevel(text: string): readonly [number, number, number] | undefined {
  const match = LEVEL.exec(text);
  if (!match) return undefined;
  const numbers = [match[1], match[2], match[3]].map((number) => BigInt((number ?? '0').trim().replace(/^\+/, '')));
  return numbers.every((number, index) => number >= 0n && number <= LIMITS[index]!) ? (numbers.map(Number) as [number, number, number]) : undefined;
}
