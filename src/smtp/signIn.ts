import { isForTokens } from '../data/mechanisms.ts';
import { NO_CAPABILITIES } from './capabilities.ts';
import { providerOfRun } from './causes/providerAdvice.ts';
import { inspectSecret } from './credentials/secretForensics.ts';
import { info, NO_NOTES, openWire, type Run, refused, StageFailure, type StageResult, warn } from './run.ts';
import { type AuthDialogue, type AuthOutcome, authenticate, chooseMechanism } from './sasl/auth.ts';
import type { ProbeCode } from './types.ts';

/** Stage `auth`: one attempt with the best mechanism. Several would count as several failed logins. */
export async function signIn(run: Run): Promise<StageResult> {
  const wire = openWire(run);
  const ask: Ask = (line, twin) => {
    wire.send(line, twin);
    return wire.read({ ms: run.plan.timeouts.commandMs, expects: (code) => code === 235 || code === 334 });
  };
  return attempt(run, ask, wire.isEncrypted);
}

type Ask = AuthDialogue['ask'];

/**
 * One sign-in with what the server has offered so far (`run.capabilities`), over any way to ask it. Throws StageFailure when
 * it is not tried, refused, or not believed.
 */
export async function attempt(run: Run, ask: Ask, isEncrypted: boolean): Promise<StageResult> {
  const { user, password, allowClearTextAuth, secretKind, host, port } = run.plan;
  if (user === undefined || password === undefined) throw new Error('no credentials to sign in with');
  tellOffer(run);
  const problem = offerProblem(run, isEncrypted);
  if (problem) throw new StageFailure(problem, { notes: { ...NO_NOTES, evidence: offerEvidence(run) }, isOpen: true });
  if (!isEncrypted && !allowClearTextAuth)
    throw new StageFailure({ code: 'auth/clear-text-refused', detail: 'the connection is not encrypted' }, { isOpen: true });
  const { mechanisms: offered } = run.capabilities ?? NO_CAPABILITIES;
  const mechanism = chooseMechanism({ offered, isEncrypted, secretKind, named: run.plan.mechanism });
  if (!mechanism) throw new StageFailure(noMechanism(run, offered), { notes: { ...NO_NOTES, evidence: offerEvidence(run) }, isOpen: true });
  tellSecret(run);
  run.mechanism = mechanism.name;
  const outcome = await authenticate(mechanism, { user, password, host, port }, { ask, hide: (text) => run.redactor.hide(text) });
  return judge(run, mechanism.name, outcome);
}

/** What the end of a sign-in means. */
function judge(run: Run, mechanism: string, { reading, tokenError, stop }: AuthOutcome): StageResult {
  const facts = { mechanism, reply: reading.reply };
  if (stop) {
    const code: ProbeCode = stop.stop === 'forged' ? 'auth/server-proof' : 'protocol/unexpected';
    throw new StageFailure({ code, detail: stop.detail }, { facts, isOpen: true });
  }
  if (reading.raw.code === 235) return { facts };
  const said = tokenError === undefined ? [] : [`the server says about the token: ${run.redactor.redact(tokenError)}`];
  for (const line of said) warn(run, line);
  const failed = refused('auth', reading, facts);
  const isToken = run.plan.secretKind === 'token' && (said.length > 0 || failed.failure.code === 'auth/credentials');
  const failure = isToken ? { ...failed.failure, code: 'auth/token' as const } : failed.failure;
  const evidence = [...said, ...run.secretFindings.map(({ text }) => text), ...offerEvidence(run)];
  throw new StageFailure(failure, { facts: failed.facts, notes: { ...NO_NOTES, evidence }, isOpen: failed.isOpen });
}

/** Why no sign-in can be tried on this connection as it is. */
function offerProblem(run: Run, isEncrypted: boolean) {
  const { mechanisms, startTls } = run.capabilities ?? NO_CAPABILITIES;
  if (mechanisms.length > 0) return undefined;
  if (!isEncrypted && startTls) return { code: 'auth/needs-tls', detail: 'AUTH is not announced before STARTTLS' } as const;
  return { code: 'auth/not-offered', detail: 'EHLO does not announce AUTH' } as const;
}

function noMechanism({ plan }: Run, offered: readonly string[]) {
  const isOauthOnly = plan.secretKind !== 'token' && plan.mechanism === undefined && offered.every(isForTokens);
  return { code: isOauthOnly ? 'auth/oauth-only' : 'auth/no-common-mechanism', detail: `the server offers ${offered.join(', ')}` } as const;
}

const list = (mechanisms: readonly string[]) => (mechanisms.length > 0 ? mechanisms.join(', ') : 'none');

/** What the server offered before TLS and under it: that they differ is the rule, and explains why an app without TLS finds nothing. */
function offerEvidence({ clearCapabilities, capabilities, tls, plan }: Run): string[] {
  if (!capabilities) return [];
  if (!tls || plan.mode === 'implicit-tls' || !clearCapabilities) return [`sign-in methods offered: ${list(capabilities.mechanisms)}`];
  return [`sign-in methods offered before TLS: ${list(clearCapabilities.mechanisms)}; under TLS: ${list(capabilities.mechanisms)}`];
}

function tellOffer(run: Run): void {
  for (const line of offerEvidence(run)) info(run, line);
}

/** Said before the one attempt is spent, so that a person can still stop and correct it. */
function tellSecret(run: Run): void {
  const { password, secretKind, secretDoubts } = run.plan;
  if (password === undefined || secretKind === 'token') return;
  run.secretFindings = inspectSecret(password, providerOfRun(run), secretDoubts);
  for (const { level, text } of run.secretFindings) (level === 'warn' ? warn : info)(run, text);
}
