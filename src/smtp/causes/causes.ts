import { IMPLICIT_TLS_PORT, SUBMISSION_PORT } from '../../data/ports.ts';
import { SECURITY_MODE_WORDS } from '../../data/securityModes.ts';
import { credentialReason } from '../credentials/credentialReason.ts';
import { endpoint } from '../reach/reach.ts';
import { replyText } from '../reply.ts';
import type { Notes, Run } from '../run.ts';
import type { Cause, ProbeCode, ProvenSettings, SettingPart } from '../types.ts';
import { ruleFor } from './causeRules.ts';
import type { CauseContext, CauseText } from './causeText.ts';
import { CERTIFICATE_CAUSES } from './certificateCauses.ts';
import { DIALOGUE_CAUSES } from './dialogueCauses.ts';
import { ENVELOPE_CAUSES } from './envelopeCauses.ts';
import { GREETING_CAUSES } from './greetingCauses.ts';
import { NAME_CAUSES } from './nameCauses.ts';
import { providerAdvice, providerOfRun } from './providerAdvice.ts';
import { limitEvidence } from './providerLimits.ts';
import { trapEvidence } from './providerTraps.ts';
import { SIGN_IN_CAUSES } from './signInCauses.ts';
import { TLS_CAUSES } from './tlsCauses.ts';

/** One text per code, so that a new code without words does not compile. */
const CAUSE_TEXTS: Readonly<Record<ProbeCode, (context: CauseContext) => CauseText>> = {
  ...NAME_CAUSES,
  ...GREETING_CAUSES,
  ...SIGN_IN_CAUSES,
  ...ENVELOPE_CAUSES,
  ...TLS_CAUSES,
  ...CERTIFICATE_CAUSES,
  ...DIALOGUE_CAUSES,
};

/** Another cause looks the same from here, unless a counter-probe has settled it. */
const AMBIGUOUS: ReadonlySet<ProbeCode> = new Set([
  'tcp/timeout',
  'tcp/reset',
  'greeting/timeout',
  'greeting/closed',
  'tls/timeout',
  'tls/closed',
  'tls/reset',
  'tls/handshake',
  'tls/missing-intermediate',
  'tls/not-yet-valid',
  'protocol/closed',
  'protocol/timeout',
]);

const SUBMISSION_PORTS: readonly number[] = [SUBMISSION_PORT, IMPLICIT_TLS_PORT];

/** The one root cause of a failed run, in words. What followed from it was not tested and is no finding. */
export function causeOf(context: CauseContext, notes: Notes): Cause {
  const { run, stage, failure } = context;
  const provider = providerOfRun(run);
  const advice = failure.reply && providerAdvice(provider, failure.reply, failure.code);
  const general = advice?.code ?? failure.code;
  const special = credentialReason(run, general);
  const code = special?.code ?? general;
  const text = CAUSE_TEXTS[code]({ ...context, failure: { ...failure, code }, notes });
  const rule = special?.rule ?? ruleFor(code, run.plan);
  const part = special?.part ?? ((notes.proven && provenPart(notes.proven)) || text.part);
  const { proven } = notes;
  const ownSteps = special?.steps ?? advice?.steps ?? [portStep(text, notes) ?? text.nextStep, ...(text.moreSteps ?? [])];
  const steps = [...(proven ? [provenStep(proven)] : []), ...ownSteps];
  const limits = provider && limitEvidence(provider, code);
  const evidence = [
    ...(failure.reply ? [`reply: ${replyText(failure.reply)}`] : []),
    ...(advice ? [advice.evidence] : []),
    ...(special ? [special.reason] : []),
    ...(limits ? [limits] : []),
    ...(stage === 'connect' ? attemptEvidence(run) : []),
    ...notes.evidence,
    ...(text.evidence ?? []),
    ...(provider ? trapEvidence(provider, code, run.plan.port) : []),
  ];
  const confidence = notes.confidence ?? special?.confidence ?? advice?.confidence ?? (AMBIGUOUS.has(code) ? 'likely' : 'certain');
  return {
    code,
    stage,
    summary: special?.isHeadline
      ? `${special.reason} (${failure.detail})`
      : advice
        ? `${advice.provider}: ${advice.meaning} (${failure.detail})`
        : text.summary,
    owner: special ? 'you' : (advice?.owner ?? text.owner),
    confidence,
    evidence: [...new Set(evidence)],
    ruledOut: [...notes.ruledOut, ...ruledOutBefore(context)],
    nextStep: steps[0] ?? text.nextStep,
    nextSteps: steps,
    ...(rule ? { rule } : {}),
    ...(part ? { part } : {}),
    ...(proven ? { proven } : {}),
    ...(advice || special?.isOfProvider ? { provider: provider!.id } : {}),
  };
}

/** What to do in place of changing to a submission port when both were seen to be dead. */
function portStep({ part }: CauseText, { deadPorts = [] }: Notes): string | undefined {
  if (part !== 'port' || !SUBMISSION_PORTS.every((port) => deadPorts.includes(port))) return undefined;
  return `Check the host: on this one neither port ${SUBMISSION_PORTS.join(' nor port ')} answers. If it is right, ask its administrator for the port to use, or to repair this one.`;
}

/** What to write instead, as it was seen to work. */
function provenStep({ host, port, mode, user, heloName, evidence }: ProvenSettings): string {
  const settings = [
    ...(host === undefined ? [] : [`host "${host}"`]),
    ...(port === undefined ? [] : [`port ${port}`]),
    ...(mode === undefined ? [] : [SECURITY_MODE_WORDS[mode]]),
    ...(user === undefined ? [] : [`user name "${user}"`]),
    ...(heloName === undefined ? [] : [`HELO name "${heloName}"`]),
  ];
  return settings.length > 0 ? `Set ${settings.join(', ')}: ${evidence}.` : `Keep the settings: ${evidence}.`;
}

/** The setting that the proven one differs in, the one that leads to the server first. */
function provenPart({ host, port, mode, user, heloName }: ProvenSettings): SettingPart | undefined {
  if (host !== undefined) return 'host';
  if (port !== undefined) return 'port';
  if (mode !== undefined) return 'security';
  if (user !== undefined) return 'user';
  return heloName === undefined ? undefined : 'helo';
}

/** What the stages before this one have already shown not to be the trouble. */
function ruledOutBefore({ run, stage, failure }: CauseContext): string[] {
  if (failure.code === 'cancelled' || failure.code === 'internal') return [];
  const passed: string[] = [];
  if (run.address && stage !== 'connect') passed.push(`the network: ${run.address.address} answers on port ${run.plan.port}`);
  if (run.tls && stage !== 'tls' && failure.code !== 'tls/client-certificate' && run.tls.trusted && run.tls.nameMatches)
    passed.push(`TLS and certificate: ${run.tls.protocol}, valid for ${run.tls.chain[0]?.daysLeft ?? 0} more days`);
  if (run.mechanism && (stage === 'mail-from' || stage === 'rcpt-to' || stage === 'message'))
    passed.push(`the credentials: the sign-in with ${run.mechanism} worked`);
  return passed;
}

/** What each address said, when not all of them answered. */
function attemptEvidence({ attempts, plan }: Run): string[] {
  if (attempts.every(({ ok }) => ok)) return [];
  return attempts.map(({ ok, code, ms, ...target }) => `${endpoint(target, plan.port)}: ${ok ? 'connected' : code} after ${ms} ms`);
}
