import * as vscode from 'vscode';
import { COMMANDS, type RelayReference } from '../commands.ts';
import { toRange } from '../convert.ts';
import type { Panel } from '../panel.ts';
import type { Choice } from './choose.ts';
import type { Run } from './run.ts';
import { hostPlace } from './workspaceRelays.ts';

/** A finished run and what can be done about it. */
export interface Outcome {
  readonly run: Run;
  readonly choice: Choice;
  /** Keeps the password that the user has typed; absent when there is none to keep. */
  readonly keepPassword?: () => Promise<void>;
  /** What may be kept is an access token. */
  readonly isToken?: boolean;
  /** Whether sending a message is the natural next step. */
  readonly canSend: boolean;
  /** Whether a view that people see shows how the run ended. */
  readonly isViewed: boolean;
}

export interface Announcer extends vscode.Disposable {
  /** Forgets the last outcome, for a new run begins. */
  clear(): void;
  /** Shows an outcome. Resolves when a notification, if one is needed, is gone. */
  show(outcome: Outcome): Promise<void>;
}

interface Step {
  readonly title: string;
  readonly command: string;
  readonly arguments: readonly unknown[];
}

/**
 * Tells the outcome outside the panel: in the status bar, with the next steps in its tooltip. A notification
 * would lie over the verdict, so it comes only when nothing that people see shows it or a password may be kept.
 */
export function createAnnouncer(panel: Panel): Announcer {
  const item = vscode.window.createStatusBarItem('relayDoctor.result', vscode.StatusBarAlignment.Right, 89);
  item.name = 'Relay Doctor: Last Test';
  item.command = COMMANDS.showOutput;
  return {
    clear: () => item.hide(),
    async show(outcome) {
      const { verdict } = outcome.run;
      if (verdict.cause?.code === 'cancelled') return;
      const steps = nextSteps(outcome);
      const what = outcome.canSend ? 'SMTP test' : 'Test message';
      item.text = verdict.ok ? `$(pass) ${what} ${outcome.canSend ? 'passed' : 'sent'}` : `$(error) ${what} failed`;
      item.tooltip = tooltip(verdict.summary, steps);
      item.show();
      try {
        if (outcome.keepPassword || !(outcome.isViewed || (await panel.isVisible()))) await notify(outcome, steps);
      } catch (error) {
        panel.failure('notification', error);
      }
    },
    dispose: () => item.dispose(),
  };
}

function nextSteps({ run: { verdict, record }, choice, canSend }: Outcome): Step[] {
  const rule = verdict.cause?.rule;
  return [
    ...(verdict.ok && canSend ? [{ title: 'Send a Test Message…', command: COMMANDS.sendTestMessage, arguments: referenceTo(choice) }] : []),
    ...(verdict.cause?.code === 'auth/oauth-only'
      ? [
          {
            title: 'Test with an Access Token…',
            command: COMMANDS.testRelay,
            arguments: choice.kind === 'setting' ? referenceTo(choice) : [{ host: choice.host, port: choice.port }],
          },
        ]
      : []),
    ...(rule ? [{ title: 'Explain', command: COMMANDS.explainRule, arguments: [rule] }] : []),
    ...(!verdict.ok && choice.kind === 'setting' ? [openSetting(choice)] : []),
    ...(canSend ? [{ title: 'Show Report', command: COMMANDS.showReport, arguments: [{ key: record.relay.key }] }] : []),
    { title: 'Show Output', command: COMMANDS.showOutput, arguments: [] },
  ];
}

/** How a choice is handed to another command, so that nothing is asked twice. */
export function referenceTo(choice: Choice): RelayReference[] {
  return choice.kind === 'setting' ? [{ uri: choice.relay.uri.toString(), id: choice.relay.setting.id }] : [];
}

function openSetting({ relay }: Extract<Choice, { kind: 'setting' }>): Step {
  const { uri, line } = hostPlace(relay);
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  const isOwn = relay.setting.file.parts === undefined;
  const selection = isOwn ? document && toRange(document, relay.setting.anchor.keySpan) : new vscode.Range(line, 0, line, 0);
  return { title: 'Open Setting', command: 'vscode.open', arguments: [uri, ...(selection ? [{ selection }] : [])] };
}

function tooltip(summary: string, steps: readonly Step[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString().appendText(summary);
  text.isTrusted = { enabledCommands: steps.map(({ command }) => command) };
  const links = steps.map((step) => `[${step.title}](command:${step.command}?${encodeURIComponent(JSON.stringify(step.arguments))})`);
  return text.appendMarkdown(`\n\n${links.join(' · ')}`);
}

async function notify({ run: { verdict }, keepPassword, isToken }: Outcome, steps: readonly Step[]): Promise<void> {
  const keep = isToken ? 'Keep Access Token' : 'Keep Password';
  const titles = [...(keepPassword ? [keep] : []), ...steps.map(({ title }) => title)];
  const show = verdict.ok ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const answer = await show(verdict.summary, ...titles);
  const step = steps.find(({ title }) => title === answer);
  if (answer === keep) await keepPassword?.();
  else if (step) await vscode.commands.executeCommand(step.command, ...step.arguments);
}
