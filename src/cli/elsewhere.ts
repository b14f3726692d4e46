import { dirname, join } from 'node:path';
import type { Finding, Fix, RelatedPlace } from '../rules/types.ts';
import { createLineIndex, type LineIndex } from '../text/lineIndex.ts';
import type { TextEdit } from '../text/span.ts';
import type { LintedFile } from './lint.ts';

/** Another file of the folder, by the path a report gives it. */
export interface OtherFile {
  /** As the linted file's own path is written: relative when that is. */
  readonly path: string;
  readonly lines: LineIndex;
}

/** The other files that a fix changes and how; undefined when one of them can't be read, so that the fix is no whole. */
export function editsElsewhere({ elsewhere = [] }: Fix, from: LintedFile): (OtherFile & { readonly edits: readonly TextEdit[] })[] | undefined {
  const files = elsewhere.flatMap(({ path, edits }) => {
    const other = otherFile(path, from);
    return other ? [{ ...other, edits }] : [];
  });
  return files.length === elsewhere.length ? files : undefined;
}

/** The places in other files that a finding points at, as far as those can be read. */
export function relatedElsewhere({ related }: Finding, from: LintedFile): (OtherFile & { readonly place: RelatedPlace })[] {
  return related.flatMap((place) => {
    const other = place.path === undefined ? undefined : otherFile(place.path, from);
    return other ? [{ ...other, place }] : [];
  });
}

function otherFile(named: string, { path, around }: LintedFile): OtherFile | undefined {
  const name = around?.nameOf(named);
  const text = around?.readText(named);
  return name === undefined || text === undefined ? undefined : { path: join(dirname(path), name), lines: createLineIndex(text) };
}
