import * as vscode from 'vscode';
import { placeOfRelay, wholeRelays } from '../../discover/joinedPlaces.ts';
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
  return (analysis ? wholeRelays(analysis) : []).map((setting) => ({ uri, setting }));
}

/** All relay settings of the workspace, file by file in order of path. */
export async function findRelays(analyses: Analyses, token: vscode.CancellationToken): Promise<FoundRelay[]> {
  const found: FoundRelay[] = [];
  for (const uri of await candidateFiles(token)) {
    if (token.isCancellationRequested) break;
    found.push(...(await relaysIn(analyses, uri)));
  }
  return withoutRepeats(found);
}

/** The file and line (from 0) that the host of a relay stands in, which may be another file than it was found in. */
export function hostPlace({ uri, setting }: FoundRelay): { readonly uri: vscode.Uri; readonly line: number } {
  const { path, file, span } = placeOfRelay(setting);
  const start = path === undefined && file === setting.file ? setting.anchor.keySpan.start : span.start;
  return { uri: path === undefined ? uri : vscode.Uri.joinPath(uri, '..', path), line: file.text.slice(0, start).split('\n').length - 1 };
}

/** A relay that several files have a part in is met in each of them. */
export function withoutRepeats(found: readonly FoundRelay[]): FoundRelay[] {
  const keys = new Set<string>();
  return found.filter((one) => {
    const { port, security, user, profile, file } = one.setting;
    const place = hostPlace(one);
    const key = JSON.stringify([place.uri.toString(), place.line, port?.value ?? null, security.effective, user?.value ?? null, profile]);
    const isNew = !file.parts || !keys.has(key);
    keys.add(key);
    return isNew;
  });
}
