const UNITS: readonly (readonly [letter: string, name: string, seconds: number])[] = [
  ['w', 'week', 604_800],
  ['d', 'day', 86_400],
  ['h', 'hour', 3600],
  ['m', 'minute', 60],
  ['s', 'second', 1],
];

/** Seconds in the words of a person: `5 days`, `1 hour 30 minutes`. Weeks only where nothing is left over. */
function inWords(seconds: number): string {
  if (seconds === 0) return '0 seconds';
  const parts: string[] = [];
  let rest = seconds;
  for (const [letter, name, size] of UNITS) {
    if (letter === 'w' && seconds % size !== 0) continue;
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`);
  }
  return parts.join(' ');
}

/** A time such as `432000s`, spelt out: `432000 s = 5 days`. Without a letter it counts in `unit`. Undefined when it is none. */
export function humanTime(text: string, unit = 's'): string | undefined {
  const [, digits, letter = unit] = /^(\d{1,10})([smhdw])?$/.exec(text) ?? [];
  const size = UNITS.find(([own]) => own === letter)?.[2];
  if (digits === undefined || size === undefined) return undefined;
  const seconds = Number(digits) * size;
  const words = inWords(seconds);
  const amount = letter === 's' ? `${digits} s` : `${digits}${letter} = ${seconds} s`;
  return words === `${digits} seconds` || words === '1 second' ? `${digits} s` : `${amount} = ${words}`;
}

/** A number of bytes, spelt out: `10240000 bytes = 9.8 MiB`. Undefined when it is none. */
export function humanSize(text: string): string | undefined {
  if (!/^\d{1,15}$/.test(text)) return undefined;
  const bytes = Number(text);
  const step = bytes >= 2 ** 30 ? 3 : bytes >= 2 ** 20 ? 2 : bytes >= 1024 ? 1 : 0;
  if (step === 0) return `${bytes} bytes`;
  const amount = bytes / 1024 ** step;
  const rounded = Number(amount.toFixed(1));
  return `${bytes} bytes ${rounded === amount ? '=' : 'are about'} ${rounded} ${['', 'KiB', 'MiB', 'GiB'][step]}`;
}

/** A time in the words of a person, `5 days`; undefined where those say no more than the text. */
export function timeInWords(text: string, unit = 's'): string | undefined {
  const words = humanTime(text, unit)?.split(' = ');
  return words && words.length > 1 ? words.at(-1) : undefined;
}

/** A size in the words of a person, `64 KiB` or `about 9.8 MiB`; undefined below one KiB. */
export function sizeInWords(text: string): string | undefined {
  return humanSize(text)?.match(/(?:= |are )((?:about )?\S+ [KMG]iB)$/)?.[1];
}
