import * as vscode from 'vscode';
import { recordedRelay } from '../../report/recorder.ts';
import type { TestPlace } from '../../report/runRecord.ts';
import type { PlanOptions } from '../../smtp/plan.ts';
import type { ProbeCode } from '../../smtp/types.ts';
import type { Analyses } from '../analyses.ts';
import { isRelayReference } from '../commands.ts';
import type { Panel } from '../panel.ts';
import { readSettings } from '../settings.ts';
import { createAnnouncer, referenceTo } from './announce.ts';
import { askRecipient, type Choice, chooseRelay, originOf, placeOf } from './choose.ts';
import { agreeToSend, agreeToTest, agreeToTests } from './consent.ts';
import { readLinkedFiles } from './linkedFiles.ts';
import { type Outcome, testMany } from './many.ts';
import type { PasswordStore } from './passwords.ts';
import { type Prepared, prepare, prepareQuietly } from './prepare.ts';
import { createRunner, type Run, type RunRequest } from './run.ts';
import type { Runs } from './runs.ts';
import { createVerdicts } from './verdicts.ts';
import type { FoundRelay } from './workspaceRelays.ts';

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
  /**
   * Tests the given relays side by side and tells of each how it ended. Shows neither panel nor progress: whoever asks does.
   * Of several, none asks for anything but the one consent; a single one asks for what it needs.
   */
  testMany(relays: readonly FoundRelay[], told: (relay: FoundRelay, outcome: Outcome) => void, token?: vscode.CancellationToken): Promise<void>;
  /** Cancels the run of this key, or all runs. */
  stop(key?: string): void;
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

  /** What an end of all runs cancels besides those that go on. */
  const lists = new Set<vscode.CancellationTokenSource>();

  async function go(kind: RunRequest['kind'], choice: Choice, { plan, password }: Prepared, how: Pick<RunRequest, 'isQuiet' | 'token'>): Promise<Run> {
    const origin = choice.kind === 'setting' ? `from ${placeOf(choice.relay)}` : 'typed by hand';
    const [reference] = referenceTo(choice);
    const result = await runner.run({ kind, plan, relay: recordedRelay(plan, originOf(choice)), ...(reference ? { reference } : {}), origin, ...how });
    if (password?.isSaved && REFUSED_PASSWORD.has(result.verdict.cause?.code)) {
      await passwords.forget(password.account);
      panel.line('=== the saved password was refused and is no longer kept; the next test asks for it');
    }
    return result;
  }

  async function goAndTell(kind: RunRequest['kind'], choice: Choice, prepared: Prepared, how: Pick<RunRequest, 'isQuiet' | 'token'> = {}): Promise<Run> {
    announcer.clear();
    const { password } = prepared;
    const result = await go(kind, choice, prepared, how);
    const canKeep = password !== undefined && !password.isSaved && isSignedIn(result);
    const keepPassword = canKeep ? () => passwords.keep(password.account, password.secret) : undefined;
    // Not awaited: a notification stays until somebody answers it.
    const isViewed = how.isQuiet === true && runs.isViewed();
    void announcer.show({ run: result, choice, canSend: kind === 'probe', isViewed, ...(keepPassword ? { keepPassword } : {}) });
    return result;
  }

  /** Asks for what a single relay needs, consent included. Undefined when the user leaves. */
  async function testOne(choice: Choice, prepared: Prepared | undefined, how: Pick<RunRequest, 'isQuiet' | 'token'>): Promise<Run | undefined> {
    if (!prepared) return undefined;
    // Who has just typed the address knows where the test goes.
    const isKnown = choice.kind === 'address' && prepared.consent.credentials === 'none';
    return isKnown || (await agreeToTest(prepared.consent, memory)) ? goAndTell('probe', choice, prepared, how) : undefined;
  }

  return {
    async test(argument) {
      const ready = await getReady(argument);
      if (!ready) return;
      await testOne(ready.choice, ready.prepared, { isQuiet: isRelayReference(argument) && argument.isQuiet === true });
    },
    async sendMessage(argument) {
      const ready = await getReady(argument);
      const rcptTo = ready && (await askRecipient(ready.prepared.plan.rcptTo));
      if (!ready || !rcptTo) return;
      const plan = { ...ready.prepared.plan, rcptTo };
      if (await agreeToSend(plan)) await goAndTell('message', ready.choice, { ...ready.prepared, plan });
    },
    async testMany(relays, told, outer) {
      const isAllowed = await isTrusted();
      const list = new vscode.CancellationTokenSource();
      const { token } = list;
      const listening = outer?.onCancellationRequested(() => list.cancel());
      if (!isAllowed || outer?.isCancellationRequested) list.cancel();
      lists.add(list);
      const choiceOf = (relay: FoundRelay): Choice => ({ kind: 'setting', relay });
      const given = (relay: FoundRelay) => givenBySettings(choiceOf(relay), panel);
      try {
        const [only] = relays;
        if (token.isCancellationRequested) for (const relay of relays) told(relay, { kind: 'cancelled' });
        else if (only && relays.length === 1) {
          const choice = choiceOf(only);
          const run = await testOne(choice, await prepare(choice, await given(only), passwords), { isQuiet: true, token });
          told(only, run && run.verdict.cause?.code !== 'cancelled' ? { kind: 'tested', run } : { kind: 'cancelled' });
        } else {
          const parts = {
            prepare: async (relay: FoundRelay) => prepareQuietly(choiceOf(relay), await given(relay), passwords),
            isOff: ({ setting }: FoundRelay) => !setting.enabled,
            agree: (consents: readonly Prepared['consent'][]) => agreeToTests(consents, memory),
            run: (relay: FoundRelay, prepared: Prepared) => go('probe', choiceOf(relay), prepared, { isQuiet: true, token }),
            isCancelled: () => token.isCancellationRequested,
            fault: (error: unknown) => panel.failure('test of many relays', error),
          };
          await testMany(relays, parts, told);
        }
      } finally {
        lists.delete(list);
        listening?.dispose();
        list.dispose();
      }
    },
    stop(key) {
      if (key === undefined) for (const list of lists) list.cancel();
      runner.stop(key);
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
