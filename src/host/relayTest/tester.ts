import * as vscode from 'vscode';
import { runsElsewhere } from '../../report/place.ts';
import { recordedRelay, relayKey } from '../../report/recorder.ts';
import type { TestPlace } from '../../report/runRecord.ts';
import { hostNameProblem, isLoopback } from '../../smtp/hostName.ts';
import type { PlanOptions } from '../../smtp/plan.ts';
import type { RelayPlan } from '../../smtp/types.ts';
import type { Analyses } from '../analyses.ts';
import type { Panel } from '../panel.ts';
import { readSettings } from '../settings.ts';
import { createAnnouncer, referenceTo } from './announce.ts';
import { askRecipient, type Choice, chooseRelay, originOf, placeOf } from './choose.ts';
import { agreeToControlHost, agreeToRepeat, agreeToSend, agreeToTest, agreeToTests } from './consent.ts';
import { readLinkedFiles } from './linkedFiles.ts';
import { type Outcome, REFUSED_PASSWORD, testMany } from './many.ts';
import type { PasswordStore } from './passwords.ts';
import { type Prepared, prepare, prepareQuietly } from './prepare.ts';
import { createRefused, timeText } from './refused.ts';
import { createRunner, type Run, type RunRequest } from './run.ts';
import type { Runs } from './runs.ts';
import { createSigns } from './signs.ts';
import { createVerdicts } from './verdicts.ts';
import type { FoundRelay } from './workspaceRelays.ts';

export interface TesterParts {
  readonly analyses: Analyses;
  readonly panel: Panel;
  readonly passwords: PasswordStore;
  /** Remembers, per workspace, which relays the user agreed to test. */
  readonly memory: vscode.Memento;
  /** Keeps the key under which refused credentials are remembered. */
  readonly secrets: vscode.SecretStorage;
  readonly runs: Runs;
  readonly place: TestPlace;
}

export interface RelayTester extends vscode.Disposable {
  /** The commands "Test SMTP Relay" and "… with TLS Versions". Resolves when the verdict stands in the panel, or the user has left. */
  test(argument?: unknown, wish?: Pick<PlanOptions, 'enumerateTls'>): Promise<void>;
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

export function createRelayTester({ analyses, panel, passwords, memory, secrets, runs, place }: TesterParts): RelayTester {
  const runner = createRunner({ panel, runs, place });
  const announcer = createAnnouncer(panel);
  const verdicts = createVerdicts(analyses, runs, panel);

  const signs = createSigns(analyses);
  const refused = createRefused(secrets, memory);
  /** Relays whose server was seen to take nothing but access tokens; the next test asks for one. */
  const tokenOnly = new Set<string>();

  async function getReady(argument: unknown, wish: PlanOptions = {}): Promise<{ choice: Choice; prepared: Prepared } | undefined> {
    if (!(await isTrusted())) return undefined;
    const choice = await chooseRelay(analyses, argument);
    const prepared = choice && (await prepareAlone(choice, wish));
    return prepared && { choice, prepared };
  }

  /** Asks for what is missing, and before credentials that were refused are tried again. Undefined when the user leaves. */
  async function prepareAlone(choice: Choice, wish: PlanOptions = {}): Promise<Prepared | undefined> {
    const asked: PlanOptions = tokenOnly.has(relayKey(originOf(choice))) ? { secretKind: 'token' } : {};
    const given = { ...(await givenBySettings(choice, panel)), ...(await namesAround(choice)), ...asked, ...wish };
    const prepared = await prepare(choice, given, passwords);
    const at = prepared && (await refused.at(prepared.plan));
    if (!prepared || at === undefined) return prepared;
    const answer = await agreeToRepeat(prepared.plan, timeText(at));
    if (answer === undefined) return undefined;
    return answer === 'again' ? prepared : prepare(choice, { ...given, skipAuth: true, secretKind: 'password' }, passwords);
  }

  /** The same without a question; a line that says what would have to be asked. */
  async function prepareAmongMany(relay: FoundRelay): Promise<Prepared | string> {
    const choice: Choice = { kind: 'setting', relay };
    const prepared = await prepareQuietly(choice, { ...(await givenBySettings(choice, panel)), ...(await namesAround(choice)) }, passwords);
    const at = typeof prepared === 'string' ? undefined : await refused.at(prepared.plan);
    return at === undefined ? prepared : `"${relay.setting.host?.value ?? 'the server'}" refused these credentials ${timeText(at)}`;
  }

  /** Names between the containers of the project mean nothing to the resolver of this machine. */
  async function namesAround(choice: Choice): Promise<PlanOptions> {
    if (choice.kind !== 'setting' || place.kind === 'container') return {};
    const { services = [] } = await signs.around(choice.relay);
    return services.length > 0 ? { containerNames: services.map((name) => name.toLowerCase()) } : {};
  }

  /** What an end of all runs cancels besides those that go on. */
  const lists = new Set<vscode.CancellationTokenSource>();

  async function go(kind: RunRequest['kind'], choice: Choice, { plan, password }: Prepared, how: Pick<RunRequest, 'isQuiet' | 'token'>): Promise<Run> {
    const origin = choice.kind === 'setting' ? `from ${placeOf(choice.relay)}` : 'typed by hand';
    const [reference] = referenceTo(choice);
    const relay = recordedRelay(plan, originOf(choice));
    const shown = choice.kind === 'setting' ? await signs.around(choice.relay) : undefined;
    const elsewhere = shown && runsElsewhere({ host: plan.host, ...shown }, place);
    const result = await runner.run({ kind, plan, relay, ...(reference ? { reference } : {}), ...(elsewhere ? { elsewhere } : {}), origin, ...how });
    await refused.learn(plan, result);
    if (result.verdict.cause?.code === 'auth/oauth-only') tokenOnly.add(relay.key);
    if (password?.isSaved && REFUSED_PASSWORD.has(result.verdict.cause?.code)) {
      await passwords.forget(password.account);
      panel.line(`=== the saved ${password.isToken ? 'access token' : 'password'} was refused and is no longer kept; the next test asks for it`);
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
    void announcer.show({
      run: result,
      choice,
      canSend: kind === 'probe',
      isViewed,
      ...(keepPassword ? { keepPassword } : {}),
      isToken: password?.isToken === true,
    });
    return result;
  }

  /** Asks for what a single relay needs, consent included. Undefined when the user leaves. */
  async function testOne(choice: Choice, prepared: Prepared | undefined, how: Pick<RunRequest, 'isQuiet' | 'token'>): Promise<Run | undefined> {
    if (!prepared) return undefined;
    // Who has just typed the address knows where the test goes.
    const isKnown = choice.kind === 'address' && prepared.consent.credentials === 'none';
    if (!isKnown && !(await agreeToTest(prepared.consent, memory))) return undefined;
    const plan = await withControlHost(choice, prepared.plan, memory);
    return plan && goAndTell('probe', choice, { ...prepared, plan }, how);
  }

  return {
    async test(argument, wish) {
      const ready = await getReady(argument, wish);
      if (!ready) return;
      await testOne(ready.choice, ready.prepared, { isQuiet: (argument as { isQuiet?: unknown } | undefined)?.isQuiet === true });
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
      try {
        const [only] = relays;
        if (token.isCancellationRequested) for (const relay of relays) told(relay, { kind: 'cancelled' });
        else if (only && relays.length === 1) {
          const choice = choiceOf(only);
          const run = await testOne(choice, await prepareAlone(choice), { isQuiet: true, token });
          told(only, run && run.verdict.cause?.code !== 'cancelled' ? { kind: 'tested', run } : { kind: 'cancelled' });
        } else {
          const parts = {
            prepare: prepareAmongMany,
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
      signs.dispose();
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
export async function givenBySettings(choice: Choice, panel: Panel): Promise<PlanOptions> {
  const { sender, recipient, certificateAuthorities } = readSettings(scopeOf(choice));
  const linked = await readLinkedFiles(choice.kind === 'setting' ? choice.relay : undefined, certificateAuthorities, panel);
  return { ...linked, ...(sender ? { mailFrom: sender } : {}), ...(recipient ? { rcptTo: recipient } : {}) };
}

/**
 * The plan with the third party that the settings name, once the user has agreed to it by name. Undefined when the user
 * leaves. This machine itself blocks no port on the way to itself.
 */
async function withControlHost(choice: Choice, plan: RelayPlan, memory: vscode.Memento): Promise<RelayPlan | undefined> {
  const { controlHost } = readSettings(scopeOf(choice));
  if (controlHost === '' || isLoopback(plan.host) || hostNameProblem(controlHost) !== undefined) return plan;
  const isAgreed = await agreeToControlHost(controlHost, plan, memory);
  if (isAgreed === undefined) return undefined;
  return isAgreed ? { ...plan, controlHost } : plan;
}

function scopeOf(choice: Choice): vscode.Uri | undefined {
  return choice.kind === 'setting' ? choice.relay.uri : vscode.workspace.workspaceFolders?.[0]?.uri;
}

function isSignedIn({ events }: Run): boolean {
  return events.some((event) => event.type === 'stage' && event.stage === 'auth' && event.state === 'passed');
}
