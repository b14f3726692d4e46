import type { PasswordInfo, RelaySetting } from '../../discover/types.ts';
import type { Entry } from '../../parse/types.ts';
import type { Span } from '../../text/span.ts';
import { percentDecode } from '../target.ts';
import { Secret } from './secret.ts';

/** Why the file itself can't give the password, in words that follow "the password is". */
const ELSEWHERE: Readonly<Record<Exclude<PasswordInfo['source'], 'literal'>, string>> = {
  placeholder: 'a placeholder',
  variable: 'a variable that no file here sets',
  file: 'in another file',
  command: 'the output of a command',
  map: 'in a lookup table',
  masked: 'masked',
};

export type FilePassword = { readonly secret: Secret } | { readonly elsewhere: string };

/**
 * Takes a setting's password out of its file: the value as the grammar reads it (quotes and escapes
 * resolved), percent-decoded inside a URL, base64-decoded in the `data` of a Kubernetes Secret. A variable is put in where
 * the files around set it. Says where it is when none of them holds it.
 */
export function filePassword(setting: RelaySetting, info: PasswordInfo): FilePassword {
  const isVariable = info.source === 'variable';
  if (info.source !== 'literal' && !isVariable) return { elsewhere: ELSEWHERE[info.source] };
  const written = spanValue(info.entry, info.span, setting.file.text);
  const text = isVariable ? setting.file.around?.resolve(written) : written;
  if (text === undefined) return { elsewhere: ELSEWHERE.variable };
  const encoding = info.encoding ?? (setting.url?.entry === info.entry ? 'percent' : undefined);
  if (encoding === 'base64') return { secret: new Secret(Buffer.from(text, 'base64').toString('utf8')) };
  return { secret: new Secret(encoding === 'percent' ? percentDecode(text) : text) };
}

/** The part of an entry's value that stands at `span` in the source. */
function spanValue(entry: Entry, span: Span, text: string): string {
  const { start, end } = entry.valueSpan;
  if (span.start <= start && span.end >= end) return entry.value;
  const segments = entry.segments ?? [{ at: 0, source: start, length: end - start }];
  const isPlain = entry.segments !== undefined || text.slice(start, end) === entry.value;
  const from = isPlain ? valueOffset(segments, span.start) : undefined;
  const to = isPlain ? valueOffset(segments, span.end) : undefined;
  return from === undefined || to === undefined ? text.slice(span.start, span.end) : entry.value.slice(from, to);
}

function valueOffset(segments: NonNullable<Entry['segments']>, offset: number): number | undefined {
  const segment = segments.find(({ source, length }) => source <= offset && offset <= source + length);
  return segment && segment.at + offset - segment.source;
}
