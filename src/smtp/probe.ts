import { causeOf } from './causes/causes.ts';
import { createChannel } from './channel.ts';
import { lookAround } from './reach/lookAround.ts';
import { asStageFailure, createRun, type Run, StageFailure } from './run.ts';
import { quit, type Stage, stagesFor } from './stages.ts';
import { certificateDoubts } from './tls/judgeCertificate.ts';
import type { Transport } from './transport.ts';
import type { RelayPlan, StageEvent, StageName } from './types.ts';

type Push = (event: StageEvent) => void;
type NotTested = { readonly stage: StageName; readonly reason: string };

/**
 * Tests a relay: resolves, connects, speaks SMTP as far as RCPT TO, and leaves without sending a message.
 * Yields events while they happen and a verdict at the end, always exactly one. Never throws: what the network
 * or the server does wrong is a failed stage. It ends when the signal says so, with a verdict of its own, or
 * when the consumer leaves the loop, silently; both close every socket.
 */
export async function* probe(plan: RelayPlan, transport: Transport, signal?: AbortSignal): AsyncGenerator<StageEvent, void, undefined> {
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) stop.abort();
  const channel = createChannel<StageEvent>();
  const work = runStages(plan, transport, stop.signal, channel.push).finally(channel.end);
  try {
    yield* channel;
    await work;
  } finally {
    stop.abort();
    signal?.removeEventListener('abort', onAbort);
    await work.catch(ignoreAfterLeaving);
  }
}

/** The consumer has gone, so nobody is there to be told. */
function ignoreAfterLeaving(): void {}

async function runStages(plan: RelayPlan, transport: Transport, signal: AbortSignal, push: Push): Promise<void> {
  let current: StageName = 'resolve';
  const run = createRun(plan, transport, signal, (line) => push({ type: 'line', stage: current, line }));
  const notTested: NotTested[] = [];
  let failed: { readonly stage: StageName; readonly error: StageFailure } | undefined;
  try {
    for (const stage of stagesFor(plan)) {
      current = stage.name;
      const reason = failed && !stage.isBeside ? reasonAfter(failed, stage) : stage.skip?.(run);
      if (reason !== undefined) {
        push({ type: 'stage', stage: stage.name, state: 'skipped', reason });
        if (stage.name !== 'quit' && !stage.isBeside) notTested.push({ stage: stage.name, reason });
        continue;
      }
      const error = await runStage(stage, run, push);
      if (error && !failed) failed = { stage: stage.name, error };
    }
  } finally {
    run.wire?.close();
    run.lookup?.cancel();
  }
  push(verdictOf(run, failed, notTested));
}

/** After a failure nothing is tested any more; only the farewell is still due while the dialogue is in step. */
function reasonAfter({ stage, error }: { readonly stage: StageName; readonly error: StageFailure }, next: Stage): string | undefined {
  if (next.run === quit && error.isOpen) return undefined;
  if (error.failure.code === 'cancelled') return 'cancelled';
  return next.run === quit ? 'the connection is gone' : `${stage} failed`;
}

/** Runs one stage and tells how it went. Returns its failure, if any. */
async function runStage(stage: Stage, run: Run, push: Push): Promise<StageFailure | undefined> {
  const start = run.transport.now();
  const elapsed = () => Math.round(run.transport.now() - start);
  push({ type: 'stage', stage: stage.name, state: 'started' });
  try {
    if (run.signal.aborted) throw new StageFailure({ code: 'cancelled', detail: 'cancelled' });
    const { facts, absent } = await stage.run(run);
    const common = { type: 'stage', stage: stage.name, ms: elapsed(), facts } as const;
    push(absent === undefined ? { ...common, state: 'passed' } : { ...common, state: 'absent', reason: absent });
    return undefined;
  } catch (error) {
    const ms = elapsed();
    const failure = await understand(run, stage.name, error);
    push({ type: 'stage', stage: stage.name, state: 'failed', ms, facts: failure.facts, failure: failure.failure });
    return failure;
  }
}

/** The failure as it stands after the second questions; a cancelled run asks none. */
async function understand(run: Run, stage: StageName, error: unknown): Promise<StageFailure> {
  const cancelled = () => new StageFailure({ code: 'cancelled', detail: 'cancelled' });
  // A network that is torn down with us may fail in its own way first; the cause is still the signal.
  if (run.signal.aborted) return cancelled();
  const failed = asStageFailure(stage, error, run.redactor);
  if (failed.failure.code === 'cancelled' || failed.failure.code === 'internal') return failed;
  try {
    return await lookAround(run, stage, failed);
  } catch (second) {
    return run.signal.aborted ? cancelled() : asStageFailure(stage, second, run.redactor);
  }
}

function verdictOf(run: Run, failed: { readonly stage: StageName; readonly error: StageFailure } | undefined, notTested: readonly NotTested[]): StageEvent {
  if (failed) {
    const cause = causeOf({ run, stage: failed.stage, failure: failed.error.failure }, failed.error.notes);
    return { type: 'verdict', ok: false, summary: cause.summary, cause, notTested };
  }
  return { type: 'verdict', ok: true, summary: successText(run), notTested };
}

function successText({ host, plan, tls, mechanism, droppedBytes, attempts }: Run): string {
  const dead = attempts.filter(({ ok }) => !ok);
  const doubts = [
    ...(dead[0]
      ? [`its address ${dead.map(({ address }) => address).join(', ')} does not answer (${dead[0].code}), which costs an app that tries it first time or mail`]
      : []),
    ...(tls && !(tls.trusted && tls.nameMatches) ? ['the certificate would not stand a check'] : []),
    ...(droppedBytes > 0 ? [`${droppedBytes} bytes were injected before TLS`] : []),
    ...(tls ? certificateDoubts(tls) : []),
    ...(mechanism && !tls ? ['the password travelled in clear text'] : []),
  ];
  const how = [tls ? tls.protocol : 'no TLS', ...(mechanism ? [`signed in with ${mechanism}`] : ['no sign-in'])].join(', ');
  const but = doubts.length > 0 ? `; but ${doubts.join(', and ')}` : '';
  return `${host} port ${plan.port} takes mail from <${plan.mailFrom}> to <${plan.rcptTo}> (${how})${but}`;
}
