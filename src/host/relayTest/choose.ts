import * as vscode from 'vscode';
import { groupRelays } from '../../discover/groupRelays.ts';
import { wholeRelay } from '../../discover/joinedPlaces.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { type RelayOrigin, relayKey } from '../../report/recorder.ts';
import { hostNameProblem } from '../../smtp/hostName.ts';
import type { Analyses } from '../analyses.ts';
import { isRelayAddress, isRelayReference } from '../commands.ts';
import { hostAndPort, relayDetail, relayLabel } from '../relayLabel.ts';
import { type FoundRelay, findRelays, hostPlace } from './workspaceRelays.ts';

/** What to test: a setting of a file, or an address that the user typed. */
export type Choice = { readonly kind: 'setting'; readonly relay: FoundRelay } | { readonly kind: 'address'; readonly host: string; readonly port: number };

/**
 * Finds out what to test: what the lens points at or a report names; else the setting at the cursor, or the only one of the
 * active file; else what the user picks from the workspace or types. Undefined when the user leaves.
 */
export async function chooseRelay(analyses: Analyses, argument: unknown): Promise<Choice | undefined> {
  if (isRelayAddress(argument)) return { kind: 'address', host: argument.host, port: argument.port };
  const relay = isRelayReference(argument) ? await relayOf(analyses, argument.uri, argument.id) : await relayAtCursor(analyses);
  return relay ? { kind: 'setting', relay } : pickRelay(analyses);
}

async function relayOf(analyses: Analyses, uri: string, id: string): Promise<FoundRelay | undefined> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const analysis = await analyses.of(document);
  const setting = analysis && [...analysis.settings, ...(analysis.joined ?? [])].find((one) => one.id === id);
  return setting && { uri: document.uri, setting: wholeRelay(setting, analysis?.joined) };
}

async function relayAtCursor(analyses: Analyses): Promise<FoundRelay | undefined> {
  const editor = vscode.window.activeTextEditor;
  const analysis = editor && (await analyses.of(editor.document));
  if (!editor || !analysis) return undefined;
  const { settings } = analysis;
  const atCursor = (await analyses.service()).settingAt(analysis, editor.document.offsetAt(editor.selection.active));
  const setting: RelaySetting | undefined = atCursor ?? (settings.length === 1 ? settings[0] : undefined);
  return setting && { uri: editor.document.uri, setting: wholeRelay(setting, analysis.joined) };
}

interface RelayItem extends vscode.QuickPickItem {
  readonly relay?: FoundRelay;
}

async function pickRelay(analyses: Analyses): Promise<Choice | undefined> {
  const leaving = new vscode.CancellationTokenSource();
  const typed: RelayItem = { label: '$(edit) Enter host and port…', alwaysShow: true };
  const items = findRelays(analyses, leaving.token).then((relays): RelayItem[] => {
    if (relays.length === 0) return [{ ...typed, detail: 'No relay setting was found in this workspace.' }];
    return [...groupRelays(relays, ({ setting }) => setting).map(toItem), { label: '', kind: vscode.QuickPickItemKind.Separator }, typed];
  });
  try {
    const options = { title: 'Test SMTP Relay', placeHolder: 'Which relay?', matchOnDescription: true, matchOnDetail: true };
    const picked = await vscode.window.showQuickPick(items, options);
    if (!picked) return undefined;
    return picked.relay ? { kind: 'setting', relay: picked.relay } : askAddress();
  } finally {
    leaving.cancel();
    leaving.dispose();
  }
}

/** One row for a relay, in however many files it stands; the first setting is the one to test. */
function toItem(relays: readonly [FoundRelay, ...FoundRelay[]]): RelayItem {
  const [relay] = relays;
  const files = new Set(relays.map(({ uri }) => uri.toString())).size;
  const places = relays.map(placeOf).join(', ');
  return {
    label: `$(mail) ${relayLabel(relay.setting)}`,
    description: relayDetail(relay.setting),
    detail: files > 1 ? `in ${files} files: ${places}` : places,
    relay,
  };
}

/** The file and line that a setting stands in, as a person would say it: `app/.env:4`. */
export function placeOf(relay: FoundRelay): string {
  const { uri, line } = hostPlace(relay);
  return `${vscode.workspace.asRelativePath(uri)}:${line + 1}`;
}

/** The key of the records of a setting's runs. */
export function keyOf(relay: FoundRelay): string {
  return relayKey(originOf({ kind: 'setting', relay }));
}

/** Where a choice comes from, for the record of its runs. */
export function originOf(choice: Choice): RelayOrigin {
  if (choice.kind === 'address') return { host: choice.host, port: choice.port };
  const { uri, line } = hostPlace(choice.relay);
  return { file: vscode.workspace.asRelativePath(uri), line: line + 1, settingId: choice.relay.setting.id };
}

async function askAddress(): Promise<Choice | undefined> {
  const host = (await askHost())?.trim();
  const port = host && (await askPort(hostAndPort(host, undefined)));
  return host && port ? { kind: 'address', host, port } : undefined;
}

/** Asks for a host name or address; `why` says what the file has instead. */
export function askHost(why?: string, value?: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Test SMTP Relay: Host',
    prompt: why ?? 'Name or address of the mail server',
    placeHolder: 'smtp.example.com',
    ...(value === undefined ? {} : { value }),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'a host is needed' : hostNameProblem(text.trim())),
  });
}

/** Asks for a port, 587 suggested. */
export async function askPort(host: string, why?: string): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: `Test SMTP Relay: Port of ${host}`,
    prompt: why ?? '587 upgrades with STARTTLS, 465 speaks TLS from the first byte, 25 is for servers',
    value: '587',
    ignoreFocusOut: true,
    validateInput: (value) =>
      /^\d{1,5}$/.test(value.trim()) && Number(value) >= 1 && Number(value) <= 65535 ? undefined : 'expected a number from 1 to 65535',
  });
  return text === undefined ? undefined : Number(text);
}

/** Asks whom the test message goes to. */
export async function askRecipient(value: string): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'Send a Test Message: Recipient',
    prompt: 'One short message will be sent to this address, after you confirm',
    value,
    ignoreFocusOut: true,
    validateInput: (address) => (/^[^\s@<>]+@[^\s@<>]+$/.test(address.trim()) ? undefined : 'expected an address such as "you@example.com"'),
  });
  return text?.trim();
}
