import * as vscode from 'vscode';
import type { FileKind } from '../../parse/types.ts';
import type { PostfixEditor } from '../../service/postfix/editor.ts';
import type { FileSymbol } from '../../service/postfix/fileSymbols.ts';
import type { Analyses } from '../analyses.ts';
import { rangesIn } from '../convert.ts';
import { excludedFromSearch, readText } from '../workspaceFiles.ts';

/** Looks for names through the files of the workspace. */
export interface SymbolFinder {
  find(query: string, token: vscode.CancellationToken): Promise<vscode.SymbolInformation[]>;
}

/** Names that a Postfix file can have; its kind has the last word. */
const CANDIDATES = '{**/*.cf,**/*.cf.*,**/sasl_passwd*,**/aliases,**/postfix/*,**/postfix/sasl/*}';
const MAX_FILES = 500;
const MAX_FOUND = 1000;

const KINDS: Readonly<Record<FileSymbol['kind'], vscode.SymbolKind>> = {
  parameter: vscode.SymbolKind.Property,
  class: vscode.SymbolKind.Class,
  service: vscode.SymbolKind.Module,
  table: vscode.SymbolKind.File,
};

interface Known {
  /** Changes with the text. */
  readonly stamp: string;
  readonly symbols: readonly vscode.SymbolInformation[];
}

/** Keeps what it has read, file by file, until the file changes. */
export function createSymbolFinder(analyses: Analyses): SymbolFinder {
  const known = new Map<string, Known>();

  async function symbolsOf(uri: vscode.Uri, editor: PostfixEditor): Promise<readonly vscode.SymbolInformation[]> {
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    const stamp = document ? `version ${document.version} ${document.languageId}` : await stampOf(uri);
    const entry = known.get(uri.toString());
    if (stamp === undefined) return [];
    if (entry?.stamp === stamp) return entry.symbols;
    const text = document ? document.getText() : await readText(uri);
    const kind = document?.languageId.startsWith('postfix-') ? { kind: document.languageId as FileKind } : {};
    const found = text === undefined ? [] : editor.symbols({ path: uri.path, text, ...kind });
    const rangeOf = rangesIn(text ?? '');
    const symbols = found.map(
      ({ name, kind: own, detail, span }) => new vscode.SymbolInformation(name, KINDS[own], detail, new vscode.Location(uri, rangeOf(span))),
    );
    known.set(uri.toString(), { stamp, symbols });
    return symbols;
  }

  return {
    async find(query, token) {
      const uris = await vscode.workspace.findFiles(CANDIDATES, excludedFromSearch(), MAX_FILES, token);
      const current = new Set(uris.map((uri) => uri.toString()));
      for (const gone of known.keys()) if (!current.has(gone)) known.delete(gone);
      const editor = await (await analyses.service()).postfixEditor();
      const found: vscode.SymbolInformation[] = [];
      for (const uri of uris.sort((a, b) => (a.path < b.path ? -1 : 1))) {
        if (token.isCancellationRequested || found.length >= MAX_FOUND) break;
        for (const symbol of await symbolsOf(uri, editor)) if (isLike(symbol.name, query)) found.push(symbol);
      }
      return found.slice(0, MAX_FOUND);
    },
  };
}

/** When a file was changed last, and its size; undefined when it is gone. */
async function stampOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { mtime, size } = await vscode.workspace.fs.stat(uri);
    return `${mtime} ${size}`;
  } catch {
    // Deleted since the search began: it has nothing to offer.
    return undefined;
  }
}

/** Says whether the letters of a query stand in a name in their order, as the editor looks for them. */
function isLike(name: string, query: string): boolean {
  const folded = name.toLowerCase();
  let at = 0;
  for (const letter of query.toLowerCase().replaceAll(/\s/g, '')) {
    at = folded.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
