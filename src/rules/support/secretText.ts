import type { PasswordInfo } from '../../discover/types.ts';
import type { ConfigFile } from '../../parse/types.ts';

/**
 * The password behind a place as the file has it, decoded, to compare its form with known ones; undefined when the file does
 * not hold it. Whoever calls this must not let the text reach a message.
 */
export function literalSecret(file: ConfigFile, { source, entry, span, encoding }: PasswordInfo): string | undefined {
  if (source !== 'literal' && source !== 'masked') return undefined;
  const isWholeValue = span.start === entry.valueSpan.start && span.end === entry.valueSpan.end;
  const written = isWholeValue ? entry.value : file.text.slice(span.start, span.end);
  return encoding ? decode(written, encoding) : written;
}

function decode(written: string, encoding: NonNullable<PasswordInfo['encoding']>): string | undefined {
  try {
    return encoding === 'percent' ? decodeURIComponent(written) : atob(written);
  } catch {
    // A secret that is not encoded as its place asks for has no form to compare.
    return undefined;
  }
}
