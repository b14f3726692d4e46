import * as vscode from 'vscode';
import type { Analysis } from '../service/types.ts';
import { siblingOf } from './postfix/siblings.ts';

/** A file that a finding names, with the text that the finding was made for. */
export interface OtherFile {
  readonly uri: vscode.Uri;
  readonly text: string;
}

/** The file that a finding of a document names; undefined when it can't be read. */
export function otherFile(document: vscode.TextDocument, { file, folder, project }: Analysis, path: string): OtherFile | undefined {
  if (!folder) {
    const origin = [...(file.around?.origins.values() ?? [])].find((one) => one.path === path);
    const text = origin?.file.text ?? project?.view.readText(path);
    return text === undefined ? undefined : { uri: vscode.Uri.joinPath(document.uri, '..', path), text };
  }
  const uri = siblingOf(document.uri, path);
  const text = folder.view.readText(path);
  return uri && text !== undefined ? { uri, text } : undefined;
}
