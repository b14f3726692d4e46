import * as vscode from 'vscode';
import type { RunRecord } from '../../report/runRecord.ts';
import { verdictFinding } from '../../verdict/finding.ts';
import type { Analyses } from '../analyses.ts';
import { fixActions } from '../codeActions.ts';
import { referenceOf } from './reference.ts';

/** The edits that write what a run has proved, and the file that they begin in. */
export interface ProvenFix {
  readonly title: string;
  readonly edit: vscode.WorkspaceEdit;
  readonly document: vscode.TextDocument;
}

/** What "Apply Proven Fix" would do to the files as they are now; undefined when the run proved nothing, or it stands there already. */
export async function provenFixOf(analyses: Analyses, { relay, verdict: { cause } }: RunRecord): Promise<ProvenFix | undefined> {
  const reference = cause?.proven && referenceOf(relay);
  if (!cause || !reference) return undefined;
  const document = await openDocument(vscode.Uri.parse(reference.uri));
  const analysis = document && (await analyses.of(document));
  const setting = analysis?.settings.find(({ id }) => id === reference.id);
  // What was seen of one server proves nothing about another.
  if (!document || !analysis || !setting || (setting.host && !setting.host.templated && setting.host.value !== relay.host)) return undefined;
  const finding = verdictFinding(analysis, setting, cause);
  const [action] = finding ? await fixActions(document, analysis, finding, []) : [];
  return action?.edit && { title: action.title, edit: action.edit, document };
}

/** Undefined when the file is gone. */
export async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}
