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
  '*msmtprc,*muttrc,msmtp/config,remotes,*.tf,*.tfvars,config/*.exs',
  // Of programs those whose names speak of mail or settings: all of them would be too many.
  ...['js', 'cjs', 'mjs', 'ts', 'tsx', 'php', 'py', 'rb', 'ps1', 'go', 'exs', 'nix'].map(
    (ending) => `*mail*.${ending},*Mail*.${ending},*smtp*.${ending},*config*.${ending},*settings*.${ending}`,
  ),
  'plugins.js,plugins.ts,settings/*.py,environments/*.rb,gitlab.rb,app*.php',
].join(',')}}`;
const MAX_FILES = 2000;

/** All relay settings of the workspace, file by file in order of path. Unsaved text counts instead of the disk's. */
export async function findRelays(analyses: Analyses, token: vscode.CancellationToken): Promise<FoundRelay[]> {
  const uris = await vscode.workspace.findFiles(CANDIDATES, excludedFromSearch(), MAX_FILES, token);
  const open = new Map(vscode.workspace.textDocuments.map((document) => [document.uri.toString(), document]));
  const found: FoundRelay[] = [];
  for (const uri of uris.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (token.isCancellationRequested) break;
    const document = open.get(uri.toString());
    const text = document ? undefined : await readText(uri);
    const analysis = document ? await analyses.of(document) : text === undefined ? undefined : await analyses.ofText(uri, text);
    for (const setting of analysis?.settings ?? []) found.push({ uri, setting });
  }
  return found;
}
