import { type Run, StageFailure } from '../run.ts';
import { createWire, WireError } from '../wire.ts';
import { onNewConnection } from './counterProbes.ts';

/** More than one full packet on any Ethernet, so at least one of full size is on the way. */
const LARGE_BYTES = 1_800;
const MAX_WAIT_MS = 5_000;

/**
 * After a server that answered before fell silent on something large, such as a TLS hello with keys of today: asks on
 * a new connection whether a small command is answered and a large one is not (RFC 2923 §2.1, a path MTU black hole).
 * Any answer to the large one will do, a refusal as well.
 */
export async function explainStall(run: Run, failed: StageFailure): Promise<StageFailure> {
  if (!run.greeting || run.plan.mode === 'implicit-tls') return failed;
  const answer = await onNewConnection(run, 'is a large command answered as a small one is?', { port: run.plan.port }, async (connection, tell) => {
    const wire = createWire(connection, run.redactor, tell, run.signal);
    const ms = Math.min(run.plan.timeouts.commandMs, MAX_WAIT_MS);
    const expects = (code: number) => code < 400;
    try {
      await wire.read({ ms, expects });
      for (const command of [`EHLO ${run.plan.heloName}`, 'NOOP']) {
        wire.send(command);
        await wire.read({ ms, expects });
      }
    } catch (error) {
      if (error instanceof WireError) return 'unclear' as const;
      throw error;
    }
    wire.send(`NOOP ${'x'.repeat(LARGE_BYTES)}`, `NOOP and ${LARGE_BYTES} bytes`);
    try {
      await wire.read({ ms, expects: () => true });
      return 'passes' as const;
    } catch (error) {
      if (error instanceof WireError) return error.kind === 'timeout' ? ('stalls' as const) : ('unclear' as const);
      throw error;
    }
  });
  const { failure, facts, notes } = failed;
  if (answer === 'passes')
    return new StageFailure(failure, {
      facts,
      notes: { ...notes, ruledOut: [...notes.ruledOut, 'a network that loses large packets: a large command was answered'] },
    });
  if (answer !== 'stalls') return failed;
  const evidence = [`on a new connection a small command was answered, one of ${LARGE_BYTES} bytes was not`, ...notes.evidence];
  return new StageFailure({ ...failure, code: 'tcp/large-packets' }, { facts, notes: { ...notes, evidence, confidence: 'likely' } });
}
