import type { Severity } from '../rules/types.ts';
import type { CliPorts, TextSink } from './ports.ts';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'blue' | 'green';

const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  yellow: [33, 39],
  blue: [34, 39],
  green: [32, 39],
};

export const SEVERITY_STYLE: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', information: 'blue', hint: 'dim' };

export type Paint = (style: Style, text: string) => string;

/** Colours for a terminal only, and none when NO_COLOR holds anything (no-color.org) or the terminal can't show them. */
export function painter(sink: TextSink, env: CliPorts['env']): Paint {
  const isPlain = !sink.isTty || Boolean(env.NO_COLOR) || env.TERM === 'dumb';
  if (isPlain) return (_style, text) => text;
  return (style, text) => `\u001b[${CODES[style][0]}m${text}\u001b[${CODES[style][1]}m`;
}

/** Makes control characters visible: a message quotes what stands in a file, and a file must not drive a terminal. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** `1 file`, `2 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
