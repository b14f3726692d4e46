import * as vscode from 'vscode';
import { linkedFiles, linkedPlaces } from '../../smtp/linkedFiles.ts';
import type { PlanOptions } from '../../smtp/plan.ts';
import type { Panel } from '../panel.ts';
import { readText } from '../workspaceFiles.ts';
import type { FoundRelay } from './workspaceRelays.ts';

/**
 * Reads what a test needs from outside the file: certificate authorities of the settings and of a main.cf,
 * and the password table that a main.cf names. What can't be read is left out; the user is asked instead.
 */
export async function readLinkedFiles(relay: FoundRelay | undefined, authorities: readonly string[], panel: Panel): Promise<PlanOptions> {
  const ca: string[] = [];
  for (const path of authorities) {
    const pem = await readText(settingsPath(path, relay?.uri));
    if (pem === undefined) panel.line(`*** the certificate authority "${path}" (setting relayDoctor.test.certificateAuthorities) can't be read`);
    else ca.push(pem);
  }
  if (!relay) return ca.length > 0 ? { ca } : {};
  const folder = vscode.Uri.joinPath(relay.uri, '..');
  const { caFile, passwordTables, senderDependent } = linkedFiles(relay.setting.main ?? relay.setting.file, folder.path);
  const places = (path: string) => linkedPlaces(path, folder.path).map((place) => folder.with({ path: place }));
  const pem = caFile === undefined ? undefined : await readFirst(places(caFile));
  if (pem !== undefined) ca.push(pem);
  const text = await readFirst(passwordTables.flatMap(places));
  return { ...(ca.length > 0 ? { ca } : {}), ...(text === undefined ? {} : { saslPasswords: { text, senderDependent } }) };
}

function settingsPath(path: string, uri: vscode.Uri | undefined): vscode.Uri {
  const root = (uri && vscode.workspace.getWorkspaceFolder(uri)) ?? vscode.workspace.workspaceFolders?.[0];
  return root && !/^(\/|[A-Za-z]:[\\/])/.test(path) ? vscode.Uri.joinPath(root.uri, path) : vscode.Uri.file(path);
}

async function readFirst(uris: readonly vscode.Uri[]): Promise<string | undefined> {
  for (const uri of uris) {
    const text = await readText(uri);
    if (text !== undefined) return text;
  }
  return undefined;
}
