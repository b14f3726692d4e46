import { parseCapabilities } from './capabilities.ts';
import { otherProtocol } from './classify.ts';
import { Cancelled, within } from './deadline.ts';
import { replyText } from './reply.ts';
import { asStageFailure, info, type Run } from './run.ts';
import type { Capabilities, SmtpReply, TlsFacts, TranscriptLine } from './types.ts';
import { createWire, type Wire, WireError } from './wire.ts';

/** A second question must stay cheap: so many connections beside the first, and no longer than this each. */
export const MAX_EXTRA_CONNECTIONS = 3;
const MAX_WAIT_MS = 10_000;

/** What a TLS hello on a new connection brought. */
export type TlsAnswer =
  | { readonly speaksTls: true; readonly tls: TlsFacts; readonly greeting?: SmtpReply }
  | { readonly speaksTls: false; readonly code: string }
  | undefined;

/** What the server says first on a new connection when it is left in peace. */
export type PlainAnswer =
  | { readonly kind: 'reply'; readonly reply: SmtpReply; readonly capabilities?: Capabilities }
  | { readonly kind: 'other'; readonly line: string; readonly protocol?: string }
  | { readonly kind: 'tls' }
  | { readonly kind: 'silent' | 'closed' }
  | undefined;

/**
 * Asks whether the port speaks TLS from the first byte. A server that is silent in clear text may be waiting
 * for just that, or be slow, or be no mail server; only a hello tells. Undefined when no more connections
 * are allowed. Rejects with Cancelled only.
 */
export async function askForTls(run: Run): Promise<TlsAnswer> {
  return onNewConnection(run, 'does this port speak TLS from the first byte?', async (wire) => {
    const { tlsMs, commandMs } = run.plan.timeouts;
    let tls: TlsFacts;
    try {
      ({ tls } = await wire.startTls(tlsRequest(run), Math.min(tlsMs, MAX_WAIT_MS)));
    } catch (error) {
      const { failure } = asStageFailure('tls', error, run.redactor);
      if (failure.code === 'cancelled') throw error;
      info(run, `counter-probe: no TLS there (${failure.detail})`);
      return { speaksTls: false, code: failure.detail };
    }
    info(run, `counter-probe: TLS it is (${tls.protocol}, certificate of ${tls.chain[0]?.names[0] ?? 'nobody'})`);
    const greeting = await firstReply(wire, Math.min(commandMs, MAX_WAIT_MS));
    if (greeting?.code === 220) await farewell(wire, Math.min(commandMs, MAX_WAIT_MS));
    return { speaksTls: true, tls, ...(greeting ? { greeting } : {}) };
  });
}

/**
 * Asks what the server says in clear text: after a TLS hello was answered by something else, the first line
 * tells a STARTTLS port from a refusal and from another protocol. Sends EHLO and QUIT to a server that
 * greets. Undefined when no more connections are allowed. Rejects with Cancelled only.
 */
export async function askInClear(run: Run): Promise<PlainAnswer> {
  return onNewConnection(run, 'what does this port say in clear text?', async (wire): Promise<PlainAnswer> => {
    const { greetingMs, commandMs } = run.plan.timeouts;
    try {
      const { reply } = await wire.read({ ms: Math.min(greetingMs, MAX_WAIT_MS), expects: isGreeting });
      if (reply.code !== 220) return { kind: 'reply', reply };
      const ms = Math.min(commandMs, MAX_WAIT_MS);
      wire.send(`EHLO ${run.plan.heloName}`);
      const ehlo = await firstReply(wire, ms);
      await farewell(wire, ms);
      return { kind: 'reply', reply, ...(ehlo?.code === 250 ? { capabilities: parseCapabilities(ehlo) } : {}) };
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      if (error.kind === 'garbage') {
        const protocol = otherProtocol(error.detail);
        return error.isTls ? { kind: 'tls' } : { kind: 'other', line: error.detail, ...(protocol ? { protocol } : {}) };
      }
      return { kind: error.kind === 'timeout' ? 'silent' : 'closed' };
    }
  });
}

/** The name and the trust anchors that a handshake of this run uses. */
export function tlsRequest({ plan, host }: Run): { serverName: string; ca?: readonly string[] } {
  return { serverName: plan.serverName ?? host, ...(plan.ca ? { ca: plan.ca } : {}) };
}

const isGreeting = (code: number) => code === 220;

async function onNewConnection<T>(run: Run, question: string, body: (wire: Wire) => Promise<T>): Promise<T | undefined> {
  const { address, plan, transport, redactor, signal } = run;
  if (!address || run.extraConnections >= MAX_EXTRA_CONNECTIONS) return undefined;
  run.extraConnections += 1;
  info(run, `counter-probe: ${question}`);
  const tell = ({ direction, text }: TranscriptLine) => info(run, `counter-probe: ${direction === 'sent' ? '->' : '<-'} ${text}`);
  const attempt = new AbortController();
  let wire: Wire | undefined;
  try {
    const connecting = transport.connect(address, plan.port, attempt.signal);
    wire = createWire(await within(connecting, Math.min(plan.timeouts.connectMs, MAX_WAIT_MS), signal), redactor, tell, signal);
    return await body(wire);
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    // The second question is a bonus: when it can't be asked, the first answer stands.
    info(run, `counter-probe: no answer (${asStageFailure('connect', error, redactor).failure.detail})`);
    return undefined;
  } finally {
    attempt.abort();
    wire?.close();
  }
}

async function firstReply(wire: Wire, ms: number): Promise<SmtpReply | undefined> {
  try {
    return (await wire.read({ ms, expects: (code) => code < 400 })).reply;
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

async function farewell(wire: Wire, ms: number): Promise<void> {
  wire.send('QUIT');
  await firstReply(wire, ms);
}

/** A greeting as evidence. */
export function greetingText(reply: SmtpReply): string {
  return `"${replyText(reply)}"`;
}
