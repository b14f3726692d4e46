import * as vscode from 'vscode';
import { SECURITY_MODE_WORDS } from '../../data/securityModes.ts';
import type { Consent } from '../../smtp/plan.ts';
import type { RelayPlan } from '../../smtp/types.ts';
import { hostAndPort } from '../relayLabel.ts';

const AGREED = 'relayDoctor.agreedRelays';

/** A dialog with more lines would not fit on a small screen. */
const MAX_LISTED = 20;

const CREDENTIAL_WORDS: Readonly<Record<Consent['credentials'], string>> = {
  none: 'no sign-in',
  'under-tls': 'sign-in under TLS only',
  'clear-text-possible': 'sign-in, in clear text if the server offers no TLS',
};

/**
 * Says what is about to happen and asks whether to go on: once for each server, mode and way the
 * credentials travel, then remembered in the workspace.
 */
export async function agreeToTest({ host, port, mode, credentials, sentence }: Consent, memory: vscode.Memento): Promise<boolean> {
  const key = keyOf({ host, port, mode, credentials });
  const agreed = memory.get<string[]>(AGREED, []);
  if (agreed.includes(key)) return true;
  const options = { modal: true, detail: `${sentence}.\n\nThis is asked once per relay in this workspace.` };
  const answer = await vscode.window.showInformationMessage(`Test ${hostAndPort(host, port)}?`, options, 'Continue');
  if (answer !== 'Continue') return false;
  await memory.update(AGREED, [...agreed, key]);
  return true;
}

/**
 * The same for many tests: one question that lists every server that was not agreed to yet and how credentials travel there.
 * Resolves at once when all were.
 */
export async function agreeToTests(consents: readonly Consent[], memory: vscode.Memento): Promise<boolean> {
  const agreed = memory.get<string[]>(AGREED, []);
  const fresh = new Map(consents.filter((consent) => !agreed.includes(keyOf(consent))).map((consent) => [keyOf(consent), consent]));
  if (fresh.size === 0) return true;
  const listed = [...fresh.values()].slice(0, MAX_LISTED).map((consent) => `• ${shortly(consent)}`);
  const more = fresh.size > listed.length ? [`… and ${fresh.size - listed.length} more`] : [];
  const detail = [...listed, ...more, '', 'Each is asked for relaying; no message is sent. This is asked once per relay in this workspace.'].join('\n');
  const what = fresh.size === 1 ? 'this relay' : `these ${fresh.size} relays`;
  const answer = await vscode.window.showInformationMessage(`Test ${what}?`, { modal: true, detail }, 'Continue');
  if (answer !== 'Continue') return false;
  await memory.update(AGREED, [...agreed, ...fresh.keys()]);
  return true;
}

function shortly({ host, port, mode, credentials }: Consent): string {
  return `${hostAndPort(host, port)} (${SECURITY_MODE_WORDS[mode]}), ${CREDENTIAL_WORDS[credentials]}`;
}

function keyOf({ host, port, mode, credentials }: Pick<Consent, 'host' | 'port' | 'mode' | 'credentials'>): string {
  return [hostAndPort(host, port), mode, credentials].join(' ');
}

const ASKED_OTHERS = 'relayDoctor.agreedControlHosts';
/** Those that the user did not want; until the window is closed, so that a change of mind needs no key to be found. */
const unwantedOthers = new Set<string>();

/**
 * Asks whether a third party may be connected to as well, by name and port; once for each in a workspace. Undefined when
 * the user leaves.
 */
export async function agreeToControlHost(
  controlHost: string,
  { host, port }: Pick<RelayPlan, 'host' | 'port'>,
  memory: vscode.Memento,
): Promise<boolean | undefined> {
  const key = hostAndPort(controlHost, port);
  const agreed = memory.get<string[]>(ASKED_OTHERS, []);
  if (agreed.includes(key)) return true;
  if (unwantedOthers.has(key)) return false;
  const detail = `Only when ${hostAndPort(host, port)} gives no answer, one connection shows whether this network blocks the port. Nothing is sent over it, but whoever runs "${controlHost}" sees your address. The setting "relayDoctor.test.controlHost" names it. This is asked once per host and port in this workspace.`;
  const answer = await vscode.window.showInformationMessage(
    `Also connect to ${controlHost} port ${port}?`,
    { modal: true, detail },
    'Connect',
    "Don't Connect",
  );
  if (answer === undefined) return undefined;
  if (answer === 'Connect') await memory.update(ASKED_OTHERS, [...agreed, key]);
  else unwantedOthers.add(key);
  return answer === 'Connect';
}

/** Asks before credentials are tried that were refused before. Undefined when the user leaves. */
export async function agreeToRepeat({ host, user }: Pick<RelayPlan, 'host' | 'user'>, when: string): Promise<'again' | 'unsigned' | undefined> {
  const detail = `${host} refused this user name with this very password or token. Providers lock accounts after repeated failures.`;
  const question = `These credentials${user === undefined ? '' : ` of "${user}"`} were refused ${when}. Try again?`;
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, 'Try Again', 'Test without Signing In');
  if (answer === undefined) return undefined;
  return answer === 'Try Again' ? 'again' : 'unsigned';
}

/** Asks whether to send exactly this message; never remembered. */
export async function agreeToSend({ host, port, mode, user, mailFrom, rcptTo }: RelayPlan): Promise<boolean> {
  const signsIn = user === undefined ? 'without signing in' : `signing in as "${user}"`;
  const detail = `One short message from <${mailFrom}> goes through ${host} port ${port} (${SECURITY_MODE_WORDS[mode]}), ${signsIn}.`;
  return (await vscode.window.showInformationMessage(`Send a test message to ${rcptTo}?`, { modal: true, detail }, 'Send')) === 'Send';
}
