import * as vscode from 'vscode';
import { relayKey } from '../../report/recorder.ts';
import type { RecordedRelay } from '../../report/runRecord.ts';
import { isRelayReference, type RelayAddress, type RelayReference } from '../commands.ts';
import type { Runs } from '../relayTest/runs.ts';

/** The key of the runs that an argument of a command names: a setting, or the key itself. Undefined for anything else. */
export function keyOf(runs: Runs, argument: unknown): string | undefined {
  // A row of the Relays view has both, and knows best.
  const key = (argument as { readonly key?: unknown } | undefined)?.key;
  if (typeof key === 'string') return key;
  if (!isRelayReference(argument)) return undefined;
  const file = vscode.workspace.asRelativePath(vscode.Uri.parse(argument.uri));
  return runs.keyOf(argument) ?? relayKey({ file, settingId: argument.id });
}

/** What the test command is given to test the relay of a run again while the report shows how it goes. */
export function targetOf(runs: Runs, relay: RecordedRelay): RelayReference | RelayAddress | undefined {
  if (relay.file === undefined) return { host: relay.host, port: relay.port };
  const reference = referenceOf(runs, relay);
  return reference && { ...reference, isQuiet: true };
}

/** The setting that a run tested; undefined for a typed address, and without a workspace. After a reload of the window it is read from the record. */
export function referenceOf(runs: Runs, { key, file }: RecordedRelay): RelayReference | undefined {
  const known = runs.referenceOf(key);
  if (known) return { uri: known.uri, id: known.id };
  const uri = file === undefined ? undefined : uriOf(file);
  if (!uri || file === undefined) return undefined;
  return { uri: uri.toString(), id: key.slice(relayKey({ file, settingId: '' }).length) };
}

/** The file of a path as `asRelativePath` makes it: with the folder's name in front where there are several folders. */
function uriOf(file: string): vscode.Uri | undefined {
  if (/^([/\\]|[a-z]:)/i.test(file)) return vscode.Uri.file(file);
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [first, ...rest] = file.split('/');
  const named = folders.length > 1 ? folders.find(({ name }) => name === first) : undefined;
  if (named) return vscode.Uri.joinPath(named.uri, ...rest);
  return folders[0] && vscode.Uri.joinPath(folders[0].uri, file);
}
