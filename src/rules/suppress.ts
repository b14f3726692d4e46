import type { Comment, ConfigFile, Origin } from '../parse/types.ts';
import { createLineIndex } from '../text/lineIndex.ts';
import type { Span } from '../text/span.ts';
import type { Finding } from './types.ts';

/** `# relay-doctor-disable-next-line tls/missing-ca, tls/unknown-level : lab relay`, taken apart. */
export interface Suppression {
  readonly comment: Comment;
  readonly ids: readonly { readonly id: string; readonly span: Span }[];
  /** Why the finding may stay; '' when the comment does not say. */
  readonly reason: string;
}

const DIRECTIVE = /^relay-doctor-disable-next-line(?![\w-])([^:]*)(?::(.*))?$/s;

/** Reads the suppression comments of a file, in file order. Ids are not checked here. */
export function findSuppressions(file: ConfigFile): Suppression[] {
  return file.comments.flatMap((comment) => {
    const directive = DIRECTIVE.exec(comment.text);
    if (!directive) return [];
    const [, list = '', reason = ''] = directive;
    const listStart = file.text.indexOf(comment.text, comment.span.start) + comment.text.indexOf(list, 'relay-doctor-disable-next-line'.length);
    const ids = [...list.matchAll(/[^\s,]+/g)].map((match) => ({
      id: match[0],
      span: { start: listStart + match.index, end: listStart + match.index + match[0].length },
    }));
    return [{ comment, ids, reason: reason.trim() }];
  });
}

/**
 * Leaves out the findings that a comment above them silences, in the file that they are placed in. The comment reaches the next line that is
 * neither blank nor a comment, and the whole entry when one begins there. Without a reason it has no effect. `parts` are what
 * joined relays were put together from.
 */
export function withoutSuppressed(file: ConfigFile, findings: readonly Finding[], parts: readonly Origin[] = []): readonly Finding[] {
  const others = new Map([...parts, ...(file.around?.origins.values() ?? [])].map((origin) => [origin.path, origin.file]));
  const paths = new Set(findings.map(({ path }) => path));
  const silenced = new Set(
    [...paths].flatMap((path) =>
      silencedIn(
        path === undefined ? file : others.get(path),
        findings.filter((one) => one.path === path),
      ),
    ),
  );
  return findings.filter((finding) => !silenced.has(finding));
}

function silencedIn(file: ConfigFile | undefined, findings: readonly Finding[]): readonly Finding[] {
  if (!file) return [];
  const suppressions = findSuppressions(file).filter(({ reason }) => reason !== '');
  if (suppressions.length === 0) return [];
  const reaches = suppressions.flatMap(({ comment, ids }) => {
    const reach = reachOf(file, comment);
    return reach ? ids.map(({ id }) => ({ id, reach })) : [];
  });
  return findings.filter(({ rule, span }) => reaches.some(({ id, reach }) => id === rule && reach.start <= span.start && span.start < reach.end));
}

function reachOf(file: ConfigFile, comment: Comment): Span | undefined {
  const lines = createLineIndex(file.text);
  const commentLines = new Set(file.comments.map(({ span }) => lines.positionAt(span.start).line));
  let line = lines.positionAt(comment.span.end).line + 1;
  while (line < lines.lineCount && (isBlank(line) || startsWithComment(line))) line += 1;
  if (line >= lines.lineCount) return undefined;
  const start = lines.startOf(line);
  const end = lines.endOf(line) + 1;
  // No comment can stand inside a tag of XML: one above it reaches all of its attributes.
  const entry = file.entries.find(({ span, tag = span }) => (start <= span.start && span.start < end) || (start <= tag.start && tag.start < end));
  return { start, end: Math.max(end, entry?.span.end ?? 0, entry?.tag?.end ?? 0) };

  function isBlank(at: number): boolean {
    return file.text.slice(lines.startOf(at), lines.endOf(at)).trim() === '';
  }
  function startsWithComment(at: number): boolean {
    return commentLines.has(at) && /^\s*(#|\/\/|\/\*|;|!|<!--)/.test(file.text.slice(lines.startOf(at), lines.endOf(at)));
  }
}
