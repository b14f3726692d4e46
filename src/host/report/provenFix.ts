import * as vscode from 'vscode';
import { wholeRelays } from '../../discover/joinedPlaces.ts';
import type { RunRecord } from '../../report/runRecord.ts';
import type { Analyses } from '../analyses.ts';
import { fixActions } from '../codeActions.ts';
import type { Runs } from '../relayTest/runs.ts';
import { locate } from '../relayTest/verdicts.ts';
import { openDocument } from './place.ts';
import { referenceOf } from './reference.ts';

/** The edits that write what a run has proved, and the file that they begin in. */
export interface ProvenFix {
  readonly title: string;
  readonly edit: vscode.WorkspaceEdit;
  readonly document: vscode.TextDocument;
}

/** What "Apply Proven Fix" would do to the files as they are now; undefined when the run proved nothing, or it stands there already. */
export async function provenFixOf(analyses: Analyses, runs: Runs, { relay, verdict: { cause } }: RunRecord): Promise<ProvenFix | undefined> {
  const reference = cause?.proven && referenceOf(runs, relay);
  const document = reference && (await openDocument(vscode.Uri.parse(reference.uri)));
  const found = document && (await locate(analyses, relay.key, reference, cause));
  if (!found) return undefined;
  const { host } = wholeRelays(found.analysis).find(({ id }) => id === reference.id) ?? {};
  // What was seen of one server proves nothing about another.
  if (host && !host.templated && host.value !== relay.host) return undefined;
  const [action] = await fixActions(found.source, found.analysis, found.finding, []);
  return action?.edit && { title: action.title, edit: action.edit, document };
}
