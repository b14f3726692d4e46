import * as vscode from 'vscode';
import { recordedRelay } from '../../report/recorder.ts';
import type { TestPlace } from '../../report/runRecord.ts';
import type { PlanOptions } from '../../smtp/plan.ts';
import type { ProbeCode } from '../../smtp/types.ts';
import type { Analyses } from '../analyses.ts';
import type { Panel } from '../panel.ts';
import { readSettings } from '../settings.ts';
import { createAnnouncer, referenceTo } from './announce.ts';
import { askRecipient, type Choice, chooseRelay, originOf, placeOf } from './choose.ts';
import { agreeToSend, agreeToTest } from './consent.ts';
import { readLinkedFiles } from './linkedFiles.ts';
import type { PasswordStore } from './passwords.ts';
import { type Prepared, prepare } from './prepare.ts';
import { createRunner, type Run, type RunRequest } from './run.ts';
import type { Runs } from './runs.ts';
import { createVerdicts } from './verdicts.ts';

/** Failures after which a saved password is not worth keeping. */
const REFUSED_PASSWORD: ReadonlySet<ProbeCode | undefined> = new Set<ProbeCode | undefined>([
  'auth/credentials',
  'auth/secret-kind',
  'auth/malformed',
  'auth/token',
]);

export interface TesterParts {
  readonly analyses: Analyses;
  readonly panel: Panel;
  readonly passwords: PasswordStore;
  /** Remembers, per workspace, which relays the user agreed to test. */
  readonly memory: vscode.Memento;
  readonly runs: Runs;
  readonly place: TestPlace;
}

export interface RelayTester extends vscode.Disposable {
  /** The command "Test SMTP Relay". Resolves when the verdict stands in the panel, or the user has left. */
  test(argument?: unknown): Promise<void>;
  /** The command "Send a Test Message…". Resolves in the same way. */
  sendMessage(argument?: unknown): Promise<void>;
}

export function createRelayTester({ analyses, panel, passwords, memory, runs, place }: TesterParts): RelayTester {
  const runner = createRunner({ panel, runs, place });
  const announcer = createAnnouncer(panel);
  const verdicts = createVerdicts(analyses, runs, panel);

  async function getReady(argument: unknown): Promise<{ choice: Choice; prepared: Prepared } | undefined> {
    if (!(await isTrusted())) return undefined;
    const choice = await chooseRelay(analyses, argument);
    const prepared = choice && (await prepare(choice, await givenBySettings(choice, panel), passwords));
    return prepared && { choice, prepared };
  }

  async function go(kind: RunRequest['kind'], choice: Choice, { plan, password }: Prepared): Promise<void> {
    const origin = choice.kind === 'setting' ? `from ${placeOf(choice.relay)}` : 'typed by hand';
    const [reference] = referenceTo(choice);
    announcer.clear();
    const result = await runner.run({ kind, plan, relay: recordedRelay(plan, originOf(choice)), ...(reference ? { reference } : {}), origin });
    if (password?.isSaved && REFUSED_PASSWORD.has(result.verdict.cause?.code)) {
      await passwords.forget(password.account);
      panel.line('=== the saved password was refused and is no longer kept; the next test asks for it');
    }
    const canKeep = password !== undefined && !password.isSaved && isSignedIn(result);
    const keepPassword = canKeep ? () => passwords.keep(password.account, password.secret) : undefined;
    // Not awaited: a notification stays until somebody answers it.
    void announcer.show({ run: result, choice, canSend: kind === 'probe', ...(keepPassword ? { keepPassword } : {}) });
  }

  return {
    async test(argument) {
      const ready = await getReady(argument);
      if (!ready) return;
      const { choice, prepared } = ready;
      // Who has just typed the address knows where the test goes.
      const isKnown = choice.kind === 'address' && prepared.consent.credentials === 'none';
      if (isKnown || (await agreeToTest(prepared.consent, memory))) await go('probe', choice, prepared);
    },
    async sendMessage(argument) {
      const ready = await getReady(argument);
      const rcptTo = ready && (await askRecipient(ready.prepared.plan.rcptTo));
      if (!ready || !rcptTo) return;
      const plan = { ...ready.prepared.plan, rcptTo };
      if (await agreeToSend(plan)) await go('message', ready.choice, { ...ready.prepared, plan });
    },
    dispose() {
      runner.dispose();
      announcer.dispose();
      verdicts.dispose();
    },
  };
}

/** Relay tests need trust: the files of a workspace decide which server is dialled and which credentials travel. */
async function isTrusted(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = 'Manage Workspace Trust';
  const why = 'Relay tests are off in an untrusted workspace, because its files decide which server is dialled and which credentials travel.';
  if ((await vscode.window.showWarningMessage(why, manage)) === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}

/** What the user's settings and the files that a main.cf names add to the plan. */
async function givenBySettings(choice: Choice, panel: Panel): Promise<PlanOptions> {
  const uri = choice.kind === 'setting' ? choice.relay.uri : vscode.workspace.workspaceFolders?.[0]?.uri;
  const { sender, recipient, certificateAuthorities } = readSettings(uri);
  const linked = await readLinkedFiles(choice.kind === 'setting' ? choice.relay : undefined, certificateAuthorities, panel);
  return { ...linked, ...(sender ? { mailFrom: sender } : {}), ...(recipient ? { rcptTo: recipient } : {}) };
}

function isSignedIn({ events }: Run): boolean {
  return events.some((event) => event.type === 'stage' && event.stage === 'auth' && event.state === 'passed');
}
