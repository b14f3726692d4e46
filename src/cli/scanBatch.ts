import { hasMailWord } from '../parse/mailWords.ts';
import { isWorthDecoding } from './readSource.ts';

/** How many files a thread takes at a time: what is looked at twice at worst, where two threads meet. */
const BLOCK = 32;

/** What one look at a file has shown. Files that nobody got to, or that can't be read, stay unknown. */
export const VERDICT = { unknown: 0, dull: 1, telling: 2 } as const;

/** Some of a folder's files, as several threads share them: the paths are copied, the notes are in memory that all see. */
export interface ScanBatch {
  readonly paths: readonly string[];
  /** One `VERDICT` per path. */
  readonly verdicts: Uint8Array;
  /** One per block of paths: 1 from the moment that somebody takes it. */
  readonly taken: Int32Array;
}

/** A batch that nobody has begun. Files of `isSure` are worth reading whatever their text says. */
export function createBatch(paths: readonly string[], isSure: (index: number) => boolean): ScanBatch {
  const verdicts = new Uint8Array(new SharedArrayBuffer(paths.length));
  for (let index = 0; index < paths.length; index += 1) if (isSure(index)) verdicts[index] = VERDICT.telling;
  return { paths, verdicts, taken: new Int32Array(new SharedArrayBuffer(4 * Math.ceil(paths.length / BLOCK))) };
}

/** Takes a file's block, when the file is the first of it, so that nobody else begins it. */
export function takeFrom({ taken }: ScanBatch, index: number): void {
  if (index % BLOCK === 0) Atomics.store(taken, index / BLOCK, 1);
}

/** Looks at the files of a batch from its end, away from whoever reads it from its beginning. */
export function scanFromEnd({ paths, verdicts, taken }: ScanBatch): void {
  for (let block = taken.length - 1; block >= 0; block -= 1) {
    if (Atomics.exchange(taken, block, 1) === 1) continue;
    const end = Math.min(paths.length, (block + 1) * BLOCK);
    for (let index = block * BLOCK; index < end; index += 1) {
      if (verdicts[index] === VERDICT.unknown) Atomics.store(verdicts, index, verdictOn(paths[index]!));
    }
  }
}

function verdictOn(path: string): number {
  try {
    return isWorthDecoding(path, hasMailWord) ? VERDICT.telling : VERDICT.dull;
  } catch {
    // Who reads it next gets the same error, and reports it in its turn.
    return VERDICT.unknown;
  }
}
