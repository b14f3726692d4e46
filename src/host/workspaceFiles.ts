import * as vscode from 'vscode';
import { MAX_TEXT_LENGTH } from '../parse/types.ts';

const ALWAYS_EXCLUDED = ['**/node_modules/**', '**/vendor/**', '**/.git/**', '**/dist/**', '**/.venv/**'];

/** What a search for files leaves out: `findFiles` honours files.exclude by itself, but not search.exclude. */
export function excludedFromSearch(): string {
  const search = vscode.workspace.getConfiguration('search').get<Record<string, unknown>>('exclude', {});
  const patterns = Object.keys(search).filter((pattern) => search[pattern] === true);
  return `{${[...ALWAYS_EXCLUDED, ...patterns].join(',')}}`;
}

/** A file's text; undefined for what is too large, binary, or gone meanwhile. */
export async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MAX_TEXT_LENGTH) return undefined;
    const bytes = await vscode.workspace.fs.readFile(uri);
    return bytes.includes(0) ? undefined : new TextDecoder().decode(bytes);
  } catch {
    // Deleted, a broken link or not ours to read: such a file simply offers nothing.
    return undefined;
  }
}
