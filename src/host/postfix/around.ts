import type * as vscode from 'vscode';
import type { Analysis } from '../../service/types.ts';
import type { Analyses } from '../analyses.ts';

/**
 * Asks about a document where the answer may lie in files that nobody has read yet: asking makes their names known, then
 * they are read, and the question is asked again. Undefined when the document is none of ours.
 */
export async function askAround<T>(
  analyses: Analyses,
  document: vscode.TextDocument,
  question: (analysis: Analysis) => T | Promise<T>,
): Promise<T | undefined> {
  const analysis = await analyses.of(document);
  if (!analysis) return undefined;
  const first = await question(analysis);
  if (!analysis.folder) return first;
  const fuller = await analyses.of(document);
  return fuller === undefined || fuller === analysis ? first : question(fuller);
}
