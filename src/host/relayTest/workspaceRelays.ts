import * as vscode from 'vscode';
import type { RelaySetting } from '../../discover/types.ts';
import type { Analyses } from '../analyses.ts';
import { excludedFromSearch, readText } from '../workspaceFiles.ts';

/** One relay setting and the document it stands in. */
export interface FoundRelay {
  readonly uri: vscode.Uri;
  readonly setting: RelaySetting;
}

/** Names that can hold a relay; `kindOf` has the last word. */
const CANDIDATES = `**/{${[
  '*.cf,*.cf.*,.env,.env.*,*.env,*.env.*,*.yml,*.yml.*,*.yaml,*.yaml.*,*.json,*.jsonc,*.json.*,*.toml,*.toml.*',
  '*.ini,*.ini.*,*.conf,*.conf.*,*.cfg,*.cfg.*,*.properties,*.properties.*,*.xml,*.config,*gitconfig,*.service,*.container',
  '*msmtprc,*muttrc,msmtp/config,remotes',
  // Of programs those whose names speak of mail or settings: all of them would be too many.
  ...['js', 'cjs', 'mjs', 'ts', 'tsx', 'php', 'py', 'rb'].map(
    (ending) => `*mail*.${ending},*Mail*.${ending},*smtp*.${ending},*config*.${ending},*settings*.${ending}`,
  ),
  'plugins.js,plugins.ts,settings/*.py,environments/*.rb,gitlab.rb,app*.php',
].join(',')}}`;
const MAX_FILES = 2000;

/** The files that may hold a relay, in order of path. */
export async function candidateFiles(token?: vscode.CancellationToken): Promise<vscode.Uri[]> {
  const uris = await vscode.workspace.findFiles(CANDIDATES, excludedFromSearch(), MAX_FILES, token);
  return uris.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Tells of files that may hold a relay when they come, change on the disk, or go. Those that a search leaves out are told of as well. */
export function watchCandidates(): vscode.FileSystemWatcher {
  return vscode.workspace.createFileSystemWatcher(CANDIDATES);
}

/** The relay settings of one file. Unsaved text counts instead of the disk's. */
export async function relaysIn(analyses: Analyses, uri: vscode.Uri): Promise<FoundRelay[]> {
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  const text = document ? undefined : await readText(uri);
  const analysis = document ? await analyses.of(document) : text === undefined ? undefined : await analyses.ofText(uri, text);
  return (analysis?.settings ?? []).map((setting) => ({ uri, setting }));
}

/** All relay settings of the workspace, file by file in order of path. */
export async function findRelays(analyses: Analyses, token: vscode.CancellationToken): Promise<FoundRelay[]> {
  const found: FoundRelay[] = [];
  for (const uri of await candidateFiles(token)) {
    if (token.isCancellationRequested) break;
    found.push(...(await relaysIn(analyses, uri)));
  }
  return found;
}
