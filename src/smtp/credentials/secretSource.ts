import type { PasswordInfo, RelaySetting } from '../../discover/types.ts';

/** What the values of a .env file end at without quotes, and what reads them. */
const isDotenvLike = ({ file }: RelaySetting) => file.kind === 'dotenv';

/**
 * What the text around a password makes doubtful, as clauses that hold nothing of it: a "#" that cut it, a "$" that the app
 * will replace. The value alone does not show that; a secret from elsewhere has no such text.
 */
export function secretDoubts(setting: RelaySetting, { source, entry }: PasswordInfo): string[] {
  if (source !== 'literal') return [];
  const { text } = setting.file;
  const lineEnd = text.indexOf('\n', entry.valueSpan.end);
  const after = text.slice(entry.valueSpan.end, lineEnd === -1 ? text.length : lineEnd);
  const written = text.slice(entry.valueSpan.start, entry.valueSpan.end);
  const doubts: string[] = [];
  if (isDotenvLike(setting)) {
    if (entry.quote === '' && /^\s*#/.test(after))
      doubts.push(`"${entry.key}": what follows the "#" on its line is taken for a comment; quote the value if it belongs to the password`);
    if (entry.quote === '' && /[^\s]#/.test(written))
      doubts.push(`"${entry.key}" holds a "#" without quotes, at which some programs cut the value; put it into single quotes`);
    if (entry.quote !== "'" && /\$[A-Za-z_{(]/.test(written))
      doubts.push(`"${entry.key}" holds a "$" that many programs replace by a variable; put it into single quotes`);
    if (entry.quote === '"' && /\\[^\\"$]/.test(written))
      doubts.push(`"${entry.key}" holds a backslash in double quotes, which some programs take for an escape; put it into single quotes`);
  }
  return doubts;
}
