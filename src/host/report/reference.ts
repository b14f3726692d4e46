import * as vscode from 'vscode';
import { relayKey } from '../../report/recorder.ts';
import type { RecordedRelay } from '../../report/runRecord.ts';
import { isRelayReference, type RelayAddress, type RelayReference } from '../commands.ts';

/** The key of the runs that an argument of a command names: a setting, or the key itself. Undefined for anything else. */
export function keyOf(argument: unknown): string | undefined {
  // What knows its key may stand in another file than it was found in.
  const key = (argument as { readonly key?: unknown } | undefined)?.key;
  if (typeof key === 'string') return key;
  return isRelayReference(argument) ? relayKey({ file: vscode.workspace.asRelativePath(vscode.Uri.parse(argument.uri)), settingId: argument.id }) : undefined;
}

/** What the test command is given to test the relay of a run again. */
export function targetOf(relay: RecordedRelay): RelayReference | RelayAddress | undefined {
  if (relay.file === undefined) return { host: relay.host, port: relay.port };
  return referenceOf(relay);
}

/** The setting that a run tested; undefined for a typed address, and without a workspace. */
export function referenceOf({ key, file }: RecordedRelay): RelayReference | undefined {
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
