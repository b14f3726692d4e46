import { variableScalar } from '../code/scalars.ts';
import type { Entry } from '../types.ts';

const OPTIONAL = /^\$\{\?\s*([\w.]+)\s*\}$/;

/** `port = 587`, then `port = ${?SMTP_PORT}`: the variable with its default, in the first one's place (HOCON.md, "Optional system or env variable overrides"). */
export function withOverrides(text: string, entries: readonly Entry[]): Entry[] {
  const result: Entry[] = [];
  const places = new Map<string, number>();
  for (const entry of entries) {
    const id = entry.path.join('\0');
    const name = OPTIONAL.exec(text.slice(entry.valueSpan.start, entry.valueSpan.end))?.[1];
    const index = name === undefined ? undefined : places.get(id);
    const before = index === undefined ? undefined : result[index];
    if (name === undefined || index === undefined || !before) {
      places.set(id, result.length);
      result.push(entry);
      continue;
    }
    const { value, valueSpan, quote, scalar, segments } = before;
    const fallback = { type: 'scalar', value, span: valueSpan, outer: valueSpan, quote, scalar, ...(segments && { segments }) } as const;
    const { value: combined, segments: moved } = variableScalar(text, valueSpan, name, fallback);
    if (combined.includes(':-')) result[index] = { ...before, value: combined, ...(moved && { segments: moved }) };
    else result.push(entry);
  }
  return result;
}
