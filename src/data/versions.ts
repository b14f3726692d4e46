/** Orders releases by their numbers: `3.9` before `3.10`. A missing part counts as 0. */
export function compareVersions(a: string, b: string): number {
  const left = numbersOf(a);
  const right = numbersOf(b);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const numbersSoFar = new Map<string, readonly number[]>();

function numbersOf(version: string): readonly number[] {
  const known = numbersSoFar.get(version);
  if (known) return known;
  const numbers = version.split('.').map(Number);
  numbersSoFar.set(version, numbers);
  return numbers;
}
