import * as vscode from 'vscode';
import { wholeRelays } from '../../discover/joinedPlaces.ts';
import type { RecordedRelay } from '../../report/runRecord.ts';
import type { Analyses } from '../analyses.ts';
import type { RelayReference } from '../commands.ts';
import { toRange } from '../convert.ts';
import { hostPlace } from '../relayTest/workspaceRelays.ts';

/** Where the setting of a run stands now, or stood when it was tested. Undefined when its file is gone. */
export async function placeOfSetting(
  analyses: Analyses,
  { uri, id }: RelayReference,
  { line = 1 }: RecordedRelay,
): Promise<{ readonly document: vscode.TextDocument; readonly range: vscode.Range } | undefined> {
  const source = await openDocument(vscode.Uri.parse(uri));
  const analysis = source && (await analyses.of(source));
  const setting = analysis && wholeRelays(analysis).find((one) => one.id === id);
  const place = setting && hostPlace({ uri: source.uri, setting });
  const document = place && place.uri.toString() !== uri ? await openDocument(place.uri) : source;
  if (!document) return undefined;
  if (setting && document === source) return { document, range: toRange(document, setting.anchor.keySpan) };
  return { document, range: document.lineAt(Math.min(document.lineCount - 1, place?.line ?? line - 1)).range };
}

/** Undefined when the file is gone. */
export async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}
