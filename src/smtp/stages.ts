import { NO_CAPABILITIES, parseCapabilities } from './capabilities.ts';
import { canPipeline, mailFrom, rcptTo } from './envelope.ts';
import { greet } from './greet.ts';
import { isAboutName } from './helo.ts';
import { resolve } from './reach/lookups.ts';
import { connect } from './reach/reach.ts';
import { ask, info, openWire, type Run, refused, type StageResult } from './run.ts';
import { signIn } from './signIn.ts';
import { shakeHands } from './tls/handshake.ts';
import { startTls } from './tls/startTls.ts';
import { enumerateTls, noEnumeration } from './tls/tlsVersions.ts';
import type { RelayPlan, StageName } from './types.ts';
import { WireError } from './wire.ts';

/** One step of the dialogue. */
export interface Stage {
  readonly name: StageName;
  run(run: Run): Promise<StageResult>;
  /** Why there is nothing to do here in this run, or undefined. */
  skip?(run: Run): string | undefined;
  /** Stands beside the dialogue: it is due whatever has become of that. */
  readonly isBeside?: true;
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
    ...(plan.enumerateTls ? [{ name: 'tls-versions', run: enumerateTls, skip: noEnumeration, isBeside: true } satisfies Stage] : []),
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
  const isUnknown = ehlo.raw.code >= 500 && ehlo.raw.code <= 504 && !isAboutName(ehlo.raw);
  if (!isUnknown) throw refused(stage, ehlo);
  info(run, 'the server refuses EHLO; trying HELO, which offers neither TLS nor AUTH');
  const helo = await ask(run, stage, `HELO ${heloName}`, (code) => code === 250);
  run.capabilities = NO_CAPABILITIES;
  return { facts: { reply: helo.reply, capabilities: NO_CAPABILITIES } };
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
