import * as vscode from 'vscode';
import { SECURITY_MODE_WORDS } from '../../data/securityModes.ts';
import type { Consent } from '../../smtp/plan.ts';
import type { RelayPlan } from '../../smtp/types.ts';
import { hostAndPort } from '../relayLabel.ts';

const AGREED = 'relayDoctor.agreedRelays';

/**
 * Says what is about to happen and asks whether to go on: once for each server, mode and way the
 * credentials travel, then remembered in the workspace.
 */
export async function agreeToTest({ host, port, mode, credentials, sentence }: Consent, memory: vscode.Memento): Promise<boolean> {
  const key = [hostAndPort(host, port), mode, credentials].join(' ');
  const agreed = memory.get<string[]>(AGREED, []);
  if (agreed.includes(key)) return true;
  const options = { modal: true, detail: `${sentence}.\n\nThis is asked once per relay in this workspace.` };
  const answer = await vscode.window.showInformationMessage(`Test ${hostAndPort(host, port)}?`, options, 'Continue');
  if (answer !== 'Continue') return false;
  await memory.update(AGREED, [...agreed, key]);
  return true;
}

/** Asks whether to send exactly this message; never remembered. */
export async function agreeToSend({ host, port, mode, user, mailFrom, rcptTo }: RelayPlan): Promise<boolean> {
  const signsIn = user === undefined ? 'without signing in' : `signing in as "${user}"`;
  const detail = `One short message from <${mailFrom}> goes through ${host} port ${port} (${SECURITY_MODE_WORDS[mode]}), ${signsIn}.`;
  return (await vscode.window.showInformationMessage(`Send a test message to ${rcptTo}?`, { modal: true, detail }, 'Send')) === 'Send';
}
