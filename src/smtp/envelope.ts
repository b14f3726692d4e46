import { codeForSilence } from './causes/classify.ts';
import { providerOfRun } from './causes/providerAdvice.ts';
import { info, openWire, type Run, refused, StageFailure, type StageResult } from './run.ts';
import { type Reading, type Wire, WireError } from './wire.ts';

const isOk = (code: number) => code >= 200 && code < 300;

/** Stage `mail-from`; sends the recipient along where the server lets it. */
export async function mailFrom(run: Run): Promise<StageResult> {
  const { mailFrom: from, rcptTo: to } = run.plan;
  // RFC 6531 §3.4: an address outside ASCII needs the server's consent.
  const isAscii = /^[\x00-\x7f]*$/.test(from + to);
  const knowsUtf8 = run.capabilities !== undefined && 'SMTPUTF8' in run.capabilities.extensions;
  if (!isAscii && !knowsUtf8)
    throw new StageFailure({ code: 'mail/needs-smtputf8', detail: 'the address is not ASCII and the server does not announce SMTPUTF8' }, { isOpen: true });
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
export function canPipeline({ capabilities }: Run): boolean {
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

/** Stage `rcpt-to`. */
export async function rcptTo(run: Run): Promise<StageResult> {
  const wire = openWire(run);
  if (!run.isRcptSent) wire.send(rcptCommand(run));
  const reading = await wire.read({ ms: run.plan.timeouts.commandMs, expects: isOk });
  if (!isOk(reading.raw.code)) throw refused('rcpt-to', reading);
  const provider = providerOfRun(run);
  if (provider?.judgesAfterMessage) info(run, `${provider.name} judges sender and account only after the message: send a test message to be sure`);
  return { facts: { reply: reading.reply } };
}
