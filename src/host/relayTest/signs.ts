import * as vscode from 'vscode';
import { composeServices } from '../../discover/composeServices.ts';
import { isComposeFile, SIGN_FILES, type WorkspaceSigns } from '../../report/place.ts';
import type { Analyses } from '../analyses.ts';
import { excludedFromSearch, readText } from '../workspaceFiles.ts';
import type { FoundRelay } from './workspaceRelays.ts';

const PATTERN = `**/{${SIGN_FILES.join(',')}}`;
const MAX_FILES = 200;
/** So many Compose files are read for the names of their services; a project has a few for its stages. */
const MAX_COMPOSE_FILES = 8;

/** What the files beside and above a relay's file, within its workspace folder, show about where the app runs. */
export async function signsAround({ uri }: FoundRelay, analyses: Analyses): Promise<Omit<WorkspaceSigns, 'host'>> {
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  if (!root) return { files: [] };
  const found = await vscode.workspace.findFiles(new vscode.RelativePattern(root, PATTERN), excludedFromSearch(), MAX_FILES);
  const around = found.filter((one) => uri.path.startsWith(folderOf(one)));
  const composed = around.filter(({ path }) => isComposeFile(path)).slice(0, MAX_COMPOSE_FILES);
  const services = await Promise.all(composed.map((one) => servicesOf(one, analyses)));
  return { files: around.map((one) => vscode.workspace.asRelativePath(one, false)), services: services.flat() };
}

/** `.do/app.yaml` speaks for the folder that `.do` is in. */
function folderOf({ path }: vscode.Uri): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return folder.endsWith('/.do/') ? folder.slice(0, -'.do/'.length) : folder;
}

async function servicesOf(uri: vscode.Uri, analyses: Analyses): Promise<string[]> {
  const text = await readText(uri);
  const analysis = text === undefined ? undefined : await analyses.ofText(uri, text);
  return analysis ? composeServices(analysis.file) : [];
}
