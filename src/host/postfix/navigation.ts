import * as vscode from 'vscode';
import type { PostfixEditor } from '../../service/postfix/editor.ts';
import type { Place } from '../../service/postfix/occurrences.ts';
import type { OutlineItem } from '../../service/postfix/structure.ts';
import type { Analysis } from '../../service/types.ts';
import type { Analyses } from '../analyses.ts';
import { toRange } from '../convert.ts';
import { guarded } from '../guarded.ts';
import type { Panel } from '../panel.ts';
import { askAround } from './around.ts';
import { siblingOf } from './siblings.ts';

type Navigation = vscode.DefinitionProvider &
  vscode.ReferenceProvider &
  vscode.DocumentHighlightProvider &
  vscode.RenameProvider &
  vscode.DocumentSymbolProvider &
  vscode.FoldingRangeProvider &
  vscode.DocumentLinkProvider<PathDocumentLink>;

/** A link whose file is looked for when it is followed. */
class PathDocumentLink extends vscode.DocumentLink {
  readonly candidates: readonly vscode.Uri[];

  constructor(range: vscode.Range, candidates: readonly vscode.Uri[], tooltip: string) {
    super(range);
    this.candidates = candidates;
    this.tooltip = tooltip;
  }
}

const OUTLINE_KINDS: Readonly<Record<OutlineItem['kind'], vscode.SymbolKind>> = {
  parameter: vscode.SymbolKind.Property,
  service: vscode.SymbolKind.Module,
  key: vscode.SymbolKind.Key,
  block: vscode.SymbolKind.Namespace,
};

/** Going from name to name in main.cf, master.cf and lookup tables: definitions, references, outline, folds, links, renaming. */
export function createNavigation(analyses: Analyses, panel: Panel): Navigation {
  /** Asks the editor about a document; undefined when that is none of ours. */
  async function ask<T>(document: vscode.TextDocument, question: (editor: PostfixEditor, analysis: Analysis) => Promise<T> | T): Promise<T | undefined> {
    const analysis = await analyses.of(document);
    return analysis && question(await (await analyses.service()).postfixEditor(), analysis);
  }

  /** The same where the answer may lie in other files. */
  const askFurther = async <T>(document: vscode.TextDocument, question: (editor: PostfixEditor, analysis: Analysis) => T): Promise<T | undefined> =>
    askAround(analyses, document, async (analysis) => question(await (await analyses.service()).postfixEditor(), analysis));

  async function located(document: vscode.TextDocument, question: (editor: PostfixEditor, analysis: Analysis) => readonly Place[]): Promise<vscode.Location[]> {
    const places = (await askFurther(document, question)) ?? [];
    const found = await Promise.all(places.map((place) => locationOf(document, place)));
    return found.filter((location) => location !== undefined);
  }

  return {
    provideDefinition: guarded(panel, 'definition', (document: vscode.TextDocument, position: vscode.Position) =>
      located(document, (editor, analysis) => editor.definitions(analysis, document.offsetAt(position))),
    ),
    provideReferences: guarded(panel, 'references', (document: vscode.TextDocument, position: vscode.Position, context: vscode.ReferenceContext) =>
      located(document, (editor, analysis) => editor.references(analysis, document.offsetAt(position), context.includeDeclaration)),
    ),
    provideDocumentHighlights: guarded(panel, 'highlights', (document: vscode.TextDocument, position: vscode.Position) =>
      ask(document, (editor, analysis) =>
        editor
          .highlights(analysis, document.offsetAt(position))
          .map(
            ({ span, isWrite }) =>
              new vscode.DocumentHighlight(toRange(document, span), isWrite ? vscode.DocumentHighlightKind.Write : vscode.DocumentHighlightKind.Read),
          ),
      ),
    ),
    provideDocumentSymbols: guarded(panel, 'outline', (document: vscode.TextDocument) =>
      ask(document, (editor, analysis) => editor.outline(analysis).map((item) => symbolOf(document, item))),
    ),
    provideFoldingRanges: guarded(panel, 'folding', (document: vscode.TextDocument) =>
      ask(document, (editor, analysis) =>
        editor.folds(analysis).map(({ span, kind }) => {
          const range = toRange(document, span);
          return new vscode.FoldingRange(range.start.line, range.end.line, kind === 'comment' ? vscode.FoldingRangeKind.Comment : undefined);
        }),
      ),
    ),
    provideDocumentLinks: guarded(panel, 'links', (document: vscode.TextDocument) =>
      ask(document, (editor, analysis) =>
        editor.links(analysis).map(({ span, path, below }) => {
          const besides = below === undefined ? undefined : siblingOf(document.uri, below);
          const absolute = document.uri.with({ path, query: '', fragment: '' });
          return new PathDocumentLink(toRange(document, span), [...(besides ? [besides] : []), absolute], path);
        }),
      ),
    ),
    async resolveDocumentLink(link) {
      for (const candidate of link.candidates) {
        if (await exists(candidate)) {
          link.target = candidate;
          return link;
        }
      }
      // Following it then tells which file is missing.
      link.target = link.candidates.at(-1)!;
      return link;
    },
    // Refusals are for the person who asked, so these two are not guarded: the editor shows what they reject with.
    async prepareRename(document, position) {
      const answer = await ask(document, (editor, analysis) => editor.renameable(analysis, document.offsetAt(position)));
      if (!answer) return undefined;
      if ('refusal' in answer) throw new Error(answer.refusal);
      return { range: toRange(document, answer.span), placeholder: answer.name };
    },
    async provideRenameEdits(document, position, newName) {
      const answer = await askFurther(document, (editor, analysis) => editor.rename(analysis, document.offsetAt(position), newName));
      if (!answer) return undefined;
      if ('refusal' in answer) throw new Error(answer.refusal);
      const result = new vscode.WorkspaceEdit();
      for (const { path, edits } of answer.files) {
        const target = await documentOf(document, path);
        for (const { span, newText } of edits) result.replace(target.uri, toRange(target, span), newText);
      }
      return result;
    },
  };
}

async function documentOf(document: vscode.TextDocument, path: string | undefined): Promise<vscode.TextDocument> {
  const uri = path === undefined ? undefined : siblingOf(document.uri, path);
  return uri ? vscode.workspace.openTextDocument(uri) : document;
}

/** Where a place is; undefined when its file can't be opened. */
async function locationOf(document: vscode.TextDocument, { path, span }: Place): Promise<vscode.Location | undefined> {
  if (path !== undefined && siblingOf(document.uri, path) === undefined) return undefined;
  const target = await documentOf(document, path);
  return new vscode.Location(target.uri, toRange(target, span));
}

function symbolOf(document: vscode.TextDocument, item: OutlineItem): vscode.DocumentSymbol {
  const symbol = new vscode.DocumentSymbol(item.name, item.detail, OUTLINE_KINDS[item.kind], toRange(document, item.span), toRange(document, item.nameSpan));
  symbol.children = item.children.map((child) => symbolOf(document, child));
  return symbol;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    // Not there, or not for us to see: the next candidate is tried.
    return false;
  }
}
