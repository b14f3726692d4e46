import * as vscode from 'vscode';
import { composeServices } from '../../discover/composeServices.ts';
import { isComposeFile, SIGN_FILES, type WorkspaceSigns } from '../../report/place.ts';
import type { Analyses } from '../analyses.ts';
import { excludedFromSearch, readText } from '../workspaceFiles.ts';
import type { FoundRelay } from './workspaceRelays.ts';

const PATTERN = `**/{${SIGN_FILES.join(',')}}`;
const MAX_FILES = 200;

interface Sign {
  readonly uri: vscode.Uri;
  /** Of a Compose file. */
  readonly services: readonly string[];
}

/** What the files of the workspace show about where the app runs. Looked for with the first question, and again when they change. */
export interface Signs extends vscode.Disposable {
  /** Those beside and above a relay's file, within its workspace folder. */
  around(relay: FoundRelay): Promise<Omit<WorkspaceSigns, 'host'>>;
}

export function createSigns(analyses: Analyses): Signs {
  const byRoot = new Map<string, Promise<readonly Sign[]>>();
  const watcher = vscode.workspace.createFileSystemWatcher(PATTERN);
  const forget = () => byRoot.clear();
  watcher.onDidCreate(forget);
  watcher.onDidChange(forget);
  watcher.onDidDelete(forget);

  async function find(root: vscode.Uri): Promise<readonly Sign[]> {
    const uris = await vscode.workspace.findFiles(new vscode.RelativePattern(root, PATTERN), excludedFromSearch(), MAX_FILES);
    return Promise.all(uris.map(async (uri) => ({ uri, services: isComposeFile(uri.path) ? await servicesOf(uri, analyses) : [] })));
  }

  return {
    async around({ uri }) {
      const root = vscode.workspace.getWorkspaceFolder(uri)?.uri;
      if (!root) return { files: [] };
      const key = root.toString();
      const finding = byRoot.get(key) ?? find(root);
      byRoot.set(key, finding);
      const signs = (await finding).filter((sign) => uri.path.startsWith(folderOf(sign)));
      return { files: signs.map((sign) => vscode.workspace.asRelativePath(sign.uri, false)), services: signs.flatMap(({ services }) => services) };
    },
    dispose: () => watcher.dispose(),
  };
}

/** `.do/app.yaml` speaks for the folder that `.do` is in. */
function folderOf({ uri: { path } }: Sign): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return folder.endsWith('/.do/') ? folder.slice(0, -'.do/'.length) : folder;
}

async function servicesOf(uri: vscode.Uri, analyses: Analyses): Promise<string[]> {
  const text = await readText(uri);
  const analysis = text === undefined ? undefined : await analyses.ofText(uri, text);
  return analysis ? composeServices(analysis.file) : [];
}
