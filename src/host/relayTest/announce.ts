import * as vscode from 'vscode';
import { COMMANDS, type RelayReference } from '../commands.ts';
import { toRange } from '../convert.ts';
import type { Panel } from '../panel.ts';
import type { Choice } from './choose.ts';
import type { Run } from './run.ts';

/** A finished run and what can be done about it. */
export interface Outcome {
  readonly run: Run;
  readonly choice: Choice;
  /** Keeps the password that the user has typed; absent when there is none to keep. */
  readonly keepPassword?: () => Promise<void>;
  /** Whether sending a message is the natural next step. */
  readonly canSend: boolean;
}

/** One notification with the headline; its buttons are the next steps. Resolves when it is gone. */
export async function announce({ run: { verdict }, choice, keepPassword, canSend }: Outcome, panel: Panel): Promise<void> {
  if (verdict.cause?.code === 'cancelled') return;
  const rule = verdict.cause?.rule;
  const steps: [title: string, step: () => unknown][] = [];
  if (keepPassword) steps.push(['Keep Password', keepPassword]);
  if (verdict.ok && canSend) steps.push(['Send a Test Message…', () => vscode.commands.executeCommand(COMMANDS.sendTestMessage, referenceTo(choice))]);
  if (rule) steps.push(['Explain', () => vscode.commands.executeCommand(COMMANDS.explainRule, rule)]);
  if (!verdict.ok && choice.kind === 'setting') steps.push(['Open Setting', () => openSetting(choice)]);
  steps.push(['Show Output', () => panel.show()]);
  try {
    const show = verdict.ok ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
    const answer = await show(verdict.summary, ...steps.map(([title]) => title));
    await steps.find(([title]) => title === answer)?.[1]();
  } catch (error) {
    panel.failure('notification', error);
  }
}

/** How a choice is handed to another command, so that nothing is asked twice. */
function referenceTo(choice: Choice): RelayReference | undefined {
  return choice.kind === 'setting' ? { uri: choice.relay.uri.toString(), id: choice.relay.setting.id } : undefined;
}

async function openSetting({ relay }: Extract<Choice, { kind: 'setting' }>): Promise<void> {
  const document = await vscode.workspace.openTextDocument(relay.uri);
  await vscode.window.showTextDocument(document, { selection: toRange(document, relay.setting.anchor.keySpan) });
}
