import { parseCapabilities } from '../capabilities.ts';
import { otherProtocol } from '../protocols.ts';
import { replyText } from '../reply.ts';
import { asStageFailure, type Run } from '../run.ts';
import { certificateProblem } from '../tls/judgeCertificate.ts';
import type { Capabilities, PortAnswer, ProvenSettings, RelayPlan, SmtpReply, TlsFacts } from '../types.ts';
import { type Wire, WireError } from '../wire.ts';

/** What a port said from the first byte to QUIT: no sign-in, no envelope. */
export interface PortTalk {
  readonly kind: 'reply' | 'other' | 'tls' | 'silent' | 'closed' | 'no-tls';
  readonly greeting?: SmtpReply;
  /** A first line that is not SMTP's, and whose it is. */
  readonly line?: string;
  readonly protocol?: string;
  /** What the last EHLO offered: under TLS where there was TLS. */
  readonly capabilities?: Capabilities;
  readonly startTls?: boolean;
  readonly tls?: TlsFacts;
  /** The low-level code or the reply that ended it early. */
  readonly detail?: string;
}

/** How long each answer may take. */
export type Patience = (wanted: number) => number;

/**
 * Talks to a port as far as a client comes without an account: greeting, EHLO, STARTTLS where offered, EHLO again,
 * QUIT; with `implicit` TLS first. A server that does otherwise is told as it is. Rejects with Cancelled only.
 */
export async function talk(run: Run, wire: Wire, implicit: boolean, patience: Patience): Promise<PortTalk> {
  const { greetingMs, commandMs, tlsMs } = run.plan.timeouts;
  const request = { serverName: run.plan.serverName ?? run.host, ...(run.plan.ca ? { ca: run.plan.ca } : {}) };
  const shake = async (): Promise<{ tls: TlsFacts } | { detail: string }> => {
    try {
      return { tls: (await wire.startTls(request, patience(tlsMs))).tls };
    } catch (error) {
      const { failure } = asStageFailure('tls', error, run.redactor);
      if (failure.code === 'cancelled') throw error;
      return { detail: failure.detail };
    }
  };
  const hello = async (): Promise<Capabilities | undefined> => {
    wire.send(`EHLO ${run.plan.heloName}`);
    const { reply } = await wire.read({ ms: patience(commandMs), expects: (code) => code === 250 });
    return reply.code === 250 ? parseCapabilities(reply) : undefined;
  };
  let told: PortTalk = { kind: 'silent' };
  try {
    if (implicit) {
      const first = await shake();
      if ('detail' in first) return { kind: 'no-tls', detail: first.detail };
      told = { kind: 'tls', tls: first.tls };
    }
    const { reply } = await wire.read({ ms: patience(greetingMs), expects: (code) => code === 220 });
    told = { ...told, kind: implicit ? 'tls' : 'reply', greeting: reply };
    if (reply.code !== 220) return told;
    const clear = await hello();
    told = { ...told, ...(clear ? { capabilities: clear, startTls: clear.startTls } : {}) };
    if (!implicit && clear?.startTls) {
      wire.send('STARTTLS');
      const go = (await wire.read({ ms: patience(commandMs), expects: (code) => code === 220 })).reply;
      if (go.code === 220) {
        const second = await shake();
        if ('detail' in second) return { ...told, detail: second.detail };
        told = { ...told, tls: second.tls };
        const under = await hello();
        if (under) told = { ...told, capabilities: under };
      } else told = { ...told, detail: replyText(go) };
    }
    wire.send('QUIT');
    await wire.read({ ms: patience(commandMs), expects: (code) => code === 221 });
    return told;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    if (told.greeting || told.tls) return told.detail === undefined && !told.capabilities ? { ...told, detail: error.detail } : told;
    if (error.kind !== 'garbage') return { kind: error.kind === 'timeout' ? 'silent' : 'closed', detail: error.detail };
    if (error.isTls) return { kind: 'closed', detail: 'a TLS record' };
    const protocol = otherProtocol(error.detail);
    return { kind: 'other', line: error.detail, ...(protocol ? { protocol } : {}) };
  }
}

/** Whether a certificate and its name hold. */
export function isValid(tls: TlsFacts | undefined): boolean {
  return tls !== undefined && certificateProblem(tls) === undefined;
}

/** What a port said, as a fact of the run. */
export function portAnswer(port: number, told: PortTalk): PortAnswer {
  const { greeting, tls, capabilities, startTls } = told;
  const detail = greeting ? replyText(greeting) : (told.line ?? told.detail ?? told.kind);
  const isGreeted = greeting?.code === 220;
  const kind = told.kind === 'tls' ? 'tls' : isGreeted ? 'smtp' : 'other';
  return {
    port,
    kind,
    ...(startTls === undefined || told.kind === 'tls' ? {} : { startTls }),
    ...(capabilities ? { mechanisms: capabilities.mechanisms } : {}),
    ...(tls ? { certificateValid: isValid(tls) } : {}),
    detail,
  };
}

/**
 * The settings that a talk has shown to work, as far as a talk goes; undefined when something would still be in the
 * way: no TLS where the plan wants it, a certificate that does not hold, no sign-in for the credentials at hand.
 */
export function provenBy(plan: RelayPlan, port: number, told: PortTalk): ProvenSettings | undefined {
  const { tls, capabilities, greeting } = told;
  if (greeting?.code !== 220 || !capabilities) return undefined;
  const { mechanisms } = capabilities;
  if (plan.user !== undefined && mechanisms.length === 0) return undefined;
  if (tls && plan.verifyCertificate && !isValid(tls)) return undefined;
  if (!tls && (told.startTls || wantsTls(plan))) return undefined;
  const mode = modeOf(plan, told);
  const how = told.kind === 'tls' ? 'implicit TLS' : tls ? 'STARTTLS' : 'no TLS';
  const parts = [
    `${port} with ${how} answered`,
    ...(tls ? [isValid(tls) ? 'certificate valid' : 'certificate not valid, which the configuration accepts'] : []),
    mechanisms.length > 0 ? `AUTH ${mechanisms.join(' ')} offered` : 'no sign-in offered',
  ];
  return {
    ...(port === plan.port ? {} : { port }),
    ...(mode === plan.mode && port === plan.port ? {} : { mode }),
    ...(mechanisms.length > 0 ? { mechanisms } : {}),
    evidence: parts.join(', '),
  };
}

/** Nobody is to be led from TLS to clear text: that is for those who have asked for no more anyway. */
function wantsTls(plan: RelayPlan): boolean {
  return plan.mode === 'implicit-tls' || plan.mode === 'starttls-required' || (plan.user !== undefined && !plan.allowClearTextAuth);
}

/** The mode that uses what was seen, the plan's own where that does. */
function modeOf(plan: RelayPlan, told: PortTalk): RelayPlan['mode'] {
  if (told.kind === 'tls') return 'implicit-tls';
  if (told.tls) return plan.mode === 'starttls-opportunistic' ? plan.mode : 'starttls-required';
  return plan.mode;
}
