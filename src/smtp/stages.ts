import { authenticate, chooseMechanism } from './auth.ts';
import { NO_CAPABILITIES, parseCapabilities } from './capabilities.ts';
import { codeForSilence } from './classify.ts';
import { greet } from './greet.ts';
import { shakeHands } from './handshake.ts';
import { connect, resolve } from './reach.ts';
import { ask, info, openWire, type Run, refused, StageFailure, type StageResult } from './run.ts';
import type { RelayPlan, StageName } from './types.ts';
import { type Reading, type Wire, WireError } from './wire.ts';

/** One step of the dialogue. */
export interface Stage {
  readonly name: StageName;
  run(run: Run): Promise<StageResult>;
  /** Why there is nothing to do here in this run, or undefined. */
  skip?(run: Run): string | undefined;
}

const isOk = (code: number) => code >= 200 && code < 300;
/** A polite end must not cost much time. */
const MAX_FAREWELL_MS = 5_000;

/** The stages of a plan, in order. Which ones there are depends on the mode alone. */
export function stagesFor(plan: RelayPlan): readonly Stage[] {
  const tls: Stage = { name: 'tls', run: shakeHands };
  const reach: readonly Stage[] = [
    { name: 'resolve', run: resolve },
    { name: 'connect', run: connect },
  ];
  const greeting: Stage = { name: 'greeting', run: greet };
  const hello: Stage = { name: 'ehlo', run: (run) => sayHello(run, 'ehlo') };
  const skip = (run: Run) => (run.capabilities?.startTls ? undefined : 'STARTTLS is not offered');
  const upgrade: readonly Stage[] = [
    { name: 'starttls', run: startTls },
    { ...tls, skip },
    { name: 'ehlo-tls', skip: (run) => (run.tls ? undefined : 'STARTTLS is not offered'), run: (run) => sayHello(run, 'ehlo-tls') },
  ];
  const dialogue = plan.mode === 'implicit-tls' ? [tls, greeting, hello] : [greeting, hello, ...(plan.mode === 'none' ? [] : upgrade)];
  return [
    ...reach,
    ...dialogue,
    { name: 'auth', run: signIn, skip: ({ plan: { user } }) => (user === undefined ? 'no credentials are configured' : undefined) },
    { name: 'mail-from', run: mailFrom },
    { name: 'rcpt-to', run: rcptTo },
    { name: 'quit', run: quit },
  ];
}

/** EHLO, or HELO where the server does not know it (RFC 5321 §3.2). */
async function sayHello(run: Run, stage: StageName): Promise<StageResult> {
  const wire = openWire(run);
  const { heloName, timeouts } = run.plan;
  wire.send(`EHLO ${heloName}`);
  const ehlo = await wire.read({ ms: timeouts.commandMs, expects: (code) => code === 250 });
  if (ehlo.raw.code === 250) {
    run.capabilities = parseCapabilities(ehlo.reply);
    if (stage === 'ehlo') run.clearCapabilities = run.capabilities;
    return { facts: { reply: ehlo.reply, capabilities: run.capabilities } };
  }
  const isUnknown = ehlo.raw.code >= 500 && ehlo.raw.code <= 504;
  if (!isUnknown) throw refused(stage, ehlo);
  info(run, 'the server refuses EHLO; trying HELO, which offers neither TLS nor AUTH');
  const helo = await ask(run, stage, `HELO ${heloName}`, (code) => code === 250);
  run.capabilities = NO_CAPABILITIES;
  return { facts: { reply: helo.reply, capabilities: NO_CAPABILITIES } };
}

async function startTls(run: Run): Promise<StageResult> {
  if (!run.capabilities?.startTls) {
    if (run.plan.mode === 'starttls-opportunistic') return { facts: {}, absent: 'the server does not announce STARTTLS' };
    throw new StageFailure({ code: 'starttls/not-offered', detail: 'EHLO does not announce STARTTLS' }, { isOpen: true });
  }
  const { reply } = await ask(run, 'starttls', 'STARTTLS', (code) => code === 220);
  return { facts: { reply } };
}

/** Stage `auth`: one attempt with the best mechanism. Several would count as several failed logins. */
async function signIn(run: Run): Promise<StageResult> {
  const { user, password, allowClearTextAuth } = run.plan;
  const wire = openWire(run);
  const { mechanisms: offered, startTls: canUpgrade } = run.capabilities ?? NO_CAPABILITIES;
  const fail = (code: 'auth/not-offered' | 'auth/needs-tls' | 'auth/clear-text-refused' | 'auth/no-common-mechanism', detail: string) =>
    new StageFailure({ code, detail }, { isOpen: true });
  if (user === undefined || password === undefined) throw new Error('no credentials to sign in with');
  if (offered.length === 0) {
    if (!wire.isEncrypted && canUpgrade) throw fail('auth/needs-tls', 'AUTH is not announced before STARTTLS');
    throw fail('auth/not-offered', 'EHLO does not announce AUTH');
  }
  if (!wire.isEncrypted && !allowClearTextAuth) throw fail('auth/clear-text-refused', 'the connection is not encrypted');
  const mechanism = chooseMechanism(offered, wire.isEncrypted);
  if (!mechanism) throw fail('auth/no-common-mechanism', `the server offers ${offered.join(', ')}`);
  run.mechanism = mechanism.name;
  const reading = await authenticate(
    mechanism,
    { user, password },
    {
      hide: (text) => run.redactor.hide(text),
      ask(line, twin) {
        wire.send(line, twin);
        return wire.read({ ms: run.plan.timeouts.commandMs, expects: (code) => code === 235 || code === 334 });
      },
    },
  );
  const facts = { mechanism: mechanism.name, reply: reading.reply };
  if (reading.raw.code !== 235) throw refused('auth', reading, facts);
  return { facts };
}

async function mailFrom(run: Run): Promise<StageResult> {
  const { mailFrom: from, rcptTo: to } = run.plan;
  // RFC 6531 §3.4: an address outside ASCII needs the server's consent.
  const isAscii = /^[\x00-\x7f]*$/.test(from + to);
  const knowsUtf8 = run.capabilities !== undefined && 'SMTPUTF8' in run.capabilities.extensions;
  if (!isAscii && !knowsUtf8)
    throw new StageFailure({ code: 'mail/rejected', detail: 'the address is not ASCII and the server does not announce SMTPUTF8' }, { isOpen: true });
  const wire = openWire(run);
  const rcpt = canPipeline(run) ? [rcptCommand(run)] : [];
  wire.sendAll([`MAIL FROM:<${from}>${isAscii ? '' : ' SMTPUTF8'}`, ...rcpt]);
  run.isRcptSent = rcpt.length > 0;
  const reading = await readMailReply(run, wire);
  if (!isOk(reading.raw.code)) throw await withoutCascade(run, wire, refused('mail-from', reading));
  run.hasSender = true;
  return { facts: { reply: reading.reply } };
}

/** RFC 2920 §3.1: MAIL, RCPT and RSET may stand anywhere in a group of commands sent at once, QUIT at its end. */
function canPipeline({ capabilities }: Run): boolean {
  return capabilities !== undefined && 'PIPELINING' in capabilities.extensions;
}

/** Sent together with RCPT, MAIL may be answered when RCPT is: what silence means is then less sure. */
async function readMailReply(run: Run, wire: Wire): Promise<Reading> {
  try {
    return await wire.read({ ms: run.plan.timeouts.commandMs, expects: isOk });
  } catch (error) {
    if (!run.isRcptSent || !(error instanceof WireError)) throw error;
    const evidence = ['MAIL FROM and RCPT TO were sent together, as PIPELINING allows: a server may hold the first reply back until it has the second'];
    throw new StageFailure({ code: codeForSilence('mail-from', error), detail: error.detail }, { notes: { evidence, ruledOut: [], confidence: 'likely' } });
  }
}

/** After a refused sender the recipient that was sent along is refused as well, which is no cause of its own. */
async function withoutCascade(run: Run, wire: Wire, failed: StageFailure): Promise<StageFailure> {
  if (!run.isRcptSent || !failed.isOpen) return failed;
  try {
    await wire.read({ ms: run.plan.timeouts.commandMs, expects: (code) => code >= 500 });
    return failed;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return new StageFailure(failed.failure, { facts: failed.facts, notes: failed.notes });
  }
}

function rcptCommand({ plan }: Run): string {
  return `RCPT TO:<${plan.rcptTo}>`;
}

async function rcptTo(run: Run): Promise<StageResult> {
  const wire = openWire(run);
  if (!run.isRcptSent) wire.send(rcptCommand(run));
  const reading = await wire.read({ ms: run.plan.timeouts.commandMs, expects: isOk });
  if (!isOk(reading.raw.code)) throw refused('rcpt-to', reading);
  return { facts: { reply: reading.reply } };
}

/** Takes the envelope back and leaves. Whatever the server makes of it changes nothing about the result. */
export async function quit(run: Run): Promise<StageResult> {
  const wire = openWire(run);
  const ms = Math.min(run.plan.timeouts.commandMs, MAX_FAREWELL_MS);
  try {
    const isAtOnce = run.hasSender && canPipeline(run);
    if (run.hasSender) {
      wire.sendAll(isAtOnce ? ['RSET', 'QUIT'] : ['RSET']);
      await wire.read({ ms, expects: isOk });
    }
    if (!isAtOnce) wire.send('QUIT');
    const { reply } = await wire.read({ ms, expects: (code) => code === 221 });
    return { facts: { reply } };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    info(run, `the server left without a farewell (${error.detail})`);
    return { facts: {} };
  }
}
