import * as vscode from 'vscode';
import { fileKind } from '../parse/fileKind.ts';
import type { FileKind } from '../parse/types.ts';

/** Languages that say which grammar a file has, whatever its name. */
const KIND_OF_LANGUAGE: Readonly<Record<string, FileKind>> = {
  'postfix-main': 'postfix-main',
  'postfix-master': 'postfix-master',
  'postfix-map': 'postfix-map',
};

/** A language as the manifest contributes it. */
interface Language {
  readonly id: string;
  readonly filenames?: readonly string[];
  readonly filenamePatterns?: readonly string[];
}

/** Tells what a document is: its language if a person chose it, else its name and text. */
export interface Languages {
  kindOf(document: vscode.TextDocument, text: string): FileKind | undefined;
  /** Whether the language that the document has now is one that a person gave it, as far as that can be told. */
  isChosen(document: vscode.TextDocument): boolean;
}

/** Takes the manifest's own languages: a document whose name has one of them and that has another was given it by hand. */
export function createLanguages(contributed: readonly Language[]): Languages {
  const patterns = [
    ...contributed.flatMap(({ id, filenames = [] }) => filenames.map((name) => ({ id, pattern: `**/${name}` }))),
    ...contributed.flatMap(({ id, filenamePatterns = [] }) => filenamePatterns.map((pattern) => ({ id, pattern: anywhere(pattern) }))),
  ];

  /** The language that we give the name; a whole name counts before a pattern, as in the editor. */
  const languageByName = (document: vscode.TextDocument) => patterns.find(({ pattern }) => matches(pattern, document))?.id;

  function isChosen(document: vscode.TextDocument): boolean {
    const own = languageByName(document);
    // Another extension may call the same files by an own name for the same thing.
    const isOther = own !== undefined && own !== document.languageId && !/^postfix(?!-(main|master|map)$)/.test(document.languageId);
    const isOurs = own === undefined && KIND_OF_LANGUAGE[document.languageId] !== undefined;
    return isOther || isOurs || isAssociated(document);
  }

  return {
    isChosen,
    kindOf(document, text) {
      const { languageId, uri } = document;
      const kind = KIND_OF_LANGUAGE[languageId];
      if (!kind) return languageByName(document) !== undefined && isChosen(document) ? undefined : fileKind(uri.path, text);
      // Database clients, bounce messages and others have such names too; a new file is what its language says.
      const isDoubtful = kind === 'postfix-main' && !isChosen(document) && /^[^\s#]/m.test(text);
      return isDoubtful ? fileKind(uri.path.slice(uri.path.lastIndexOf('/') + 1), text) : kind;
    },
  };
}

/** Whether the setting `files.associations` gives the document its language. */
function isAssociated(document: vscode.TextDocument): boolean {
  const associations = vscode.workspace.getConfiguration('files', document.uri).get<Readonly<Record<string, string>>>('associations', {});
  return Object.entries(associations).some(([pattern, language]) => language === document.languageId && matches(anywhere(pattern), document));
}

function matches(pattern: string, document: vscode.TextDocument): boolean {
  return vscode.languages.match({ pattern }, document) > 0;
}

/** A pattern without a folder means the name of a file in any folder. */
function anywhere(pattern: string): string {
  return pattern.includes('/') ? pattern : `**/${pattern}`;
}
