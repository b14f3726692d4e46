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

function parseLevel(text: string): readonly [number, number, number] | undefined {
  const match = /^[ \t\n\v\f\r]*\+?(\d{1,4})(?:\.(\d{1,4})(?:\.(\d{1,4}))?)?$/.exec(text);
  return match ? [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)] : undefined;
}
