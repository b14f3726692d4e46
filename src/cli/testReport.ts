import { open, writeFile } from 'node:fs/promises';
import { reportMarkdown } from '../report/markdown.ts';
import type { RunRecord } from '../report/runRecord.ts';
import { CannotRunError, type TextSink } from './ports.ts';
import { fileProblem } from './readSource.ts';

/** A relay that no test could be run for. */
export interface NotTested {
  readonly file: string | null;
  readonly line: number | null;
  readonly reason: string;
}

/** `--format json`. */
export function printRecords(runs: readonly RunRecord[], notTested: readonly NotTested[], out: TextSink): void {
  out.write(`${JSON.stringify({ version: 1, runs, notTested }, null, 2)}\n`);
}

/** Makes sure before the first test that the report can be written. @throws CannotRunError */
export async function checkReport(path: string | undefined): Promise<void> {
  if (path === undefined) return;
  const file = await open(path, 'a').catch((error: unknown) => cannotWrite(path, error));
  await file.close();
}

/** `--report FILE`: a summary where there is one, and each run. @throws CannotRunError */
export async function writeReport(path: string | undefined, runs: readonly RunRecord[], summary = ''): Promise<void> {
  if (path === undefined) return;
  const parts = [...(summary === '' ? [] : [summary]), ...runs.map((run) => reportMarkdown(run))];
  await writeFile(path, parts.join('\n')).catch((error: unknown) => cannotWrite(path, error));
}

function cannotWrite(path: string, error: unknown): never {
  throw new CannotRunError(`--report ${path}: ${fileProblem(error)}`);
}
