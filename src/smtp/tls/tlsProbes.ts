import { parseCapabilities } from '../capabilities.ts';
import { Cancelled, Expired, within } from '../deadline.ts';
import { MAX_EXTRA_CONNECTIONS, tlsRequest } from '../reach/counterProbes.ts';
import { info, type Run } from '../run.ts';
import { type ResolvedAddress, type TlsRequest, TransportError } from '../transport.ts';
import type { Capabilities, SmtpReply, TlsFacts, TranscriptLine } from '../types.ts';
import { createWire, type Wire, WireError } from '../wire.ts';

/** A second handshake is quick or tells nothing. */
const MAX_STEP_MS = 5_000;

/** What to do differently on a new connection. */
export interface TlsQuestion {
  /** Said in the transcript, as a question. */
  readonly question: string;
  readonly request?: Partial<TlsRequest>;
  /** Another address than the one that answered. */
  readonly address?: ResolvedAddress;
  /** Goes on to EHLO under TLS, to see what is offered there. */
  readonly asksCapabilities?: boolean;
  /** The person asked for this very connection, so it does not count as an extra one. */
  readonly isRequested?: boolean;
}

/** How a handshake on a new connection ended; undefined when it came to none. */
export type TlsOutcome =
  | { readonly ok: true; readonly tls: TlsFacts; readonly capabilities?: Capabilities }
  | { readonly ok: false; readonly code: string; readonly answeredBytes: number | undefined }
  | undefined;

/**
 * Shakes hands once more, on a new connection and in the mode of the plan, with something changed. Leaves
 * politely and never signs in. Undefined when no more connections are allowed, or when it does not come to a
 * handshake. Rejects with Cancelled only.
 */
export async function tryTls(run: Run, { question, request, address, asksCapabilities, isRequested }: TlsQuestion): Promise<TlsOutcome> {
  return onExtraConnection(run, { question, address, isRequested }, async (wire) => {
    if (run.plan.mode !== 'implicit-tls' && !(await agreeOnTls(run, wire))) return undefined;
    let tls: TlsFacts;
    try {
      ({ tls } = await wire.startTls({ ...tlsRequest(run), ...request }, stepMs(run.plan.timeouts.tlsMs)));
    } catch (error) {
      if (!(error instanceof TransportError) && !(error instanceof Expired)) throw error;
      const code = error instanceof TransportError ? error.code : 'ETIMEDOUT';
      info(run, `counter-probe: no TLS (${code})`);
      return { ok: false, code, answeredBytes: error instanceof TransportError ? error.answeredBytes : undefined };
    }
    info(run, `counter-probe: ${tls.protocol}, ${tls.cipher}, certificate of ${tls.chain[0]?.names[0] ?? 'nobody'}`);
    const capabilities = await leave(run, wire, asksCapabilities === true);
    return { ok: true, tls, ...(capabilities ? { capabilities } : {}) };
  });
}

/** Greets once more and says which server answered and what it offers in clear text. Rejects with Cancelled only. */
export async function askAgain(run: Run): Promise<{ readonly greeting: SmtpReply; readonly capabilities: Capabilities } | undefined> {
  return onExtraConnection(run, { question: 'does another connection get the same offer?' }, async (wire) => {
    const greeting = await reply(wire, stepMs(run.plan.timeouts.greetingMs));
    if (greeting?.code !== 220) return undefined;
    const ehlo = await ask(run, wire, `EHLO ${run.plan.heloName}`);
    await ask(run, wire, 'QUIT');
    return ehlo?.code === 250 ? { greeting, capabilities: parseCapabilities(ehlo) } : undefined;
  });
}

/** Whether another connection may be opened beside the first. */
export function mayAskMore({ extraConnections }: Run): boolean {
  return extraConnections < MAX_EXTRA_CONNECTIONS;
}

interface Extra {
  readonly question: string;
  readonly address?: ResolvedAddress | undefined;
  readonly isRequested?: boolean | undefined;
}

async function onExtraConnection<T>(run: Run, extra: Extra, body: (wire: Wire) => Promise<T>): Promise<T | undefined> {
  const { plan, transport, redactor, signal } = run;
  const address = extra.address ?? run.address;
  if (!address || (!extra.isRequested && !mayAskMore(run))) return undefined;
  if (!extra.isRequested) run.extraConnections += 1;
  info(run, `counter-probe: ${extra.question}`);
  const tell = ({ direction, text }: TranscriptLine) => info(run, `counter-probe: ${direction === 'sent' ? '->' : '<-'} ${text}`);
  const attempt = new AbortController();
  let wire: Wire | undefined;
  try {
    const connecting = transport.connect(address, plan.port, attempt.signal);
    wire = createWire(await within(connecting, stepMs(plan.timeouts.connectMs), signal), redactor, tell, signal);
    return await body(wire);
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    if (!(error instanceof TransportError) && !(error instanceof Expired) && !(error instanceof WireError)) throw error;
    // The second question is a bonus: when it can't be asked, the first answer stands.
    info(run, `counter-probe: no answer (${error.message})`);
    return undefined;
  } finally {
    attempt.abort();
    wire?.close();
  }
}

/** Comes as far as the server's consent to TLS (RFC 3207 §4). */
async function agreeOnTls(run: Run, wire: Wire): Promise<boolean> {
  if ((await reply(wire, stepMs(run.plan.timeouts.greetingMs)))?.code !== 220) return false;
  if ((await ask(run, wire, `EHLO ${run.plan.heloName}`))?.code !== 250) return false;
  return (await ask(run, wire, 'STARTTLS'))?.code === 220;
}

async function leave(run: Run, wire: Wire, asksCapabilities: boolean): Promise<Capabilities | undefined> {
  if (!wire.hasGreeted && (await reply(wire, stepMs(run.plan.timeouts.greetingMs)))?.code !== 220) return undefined;
  const ehlo = asksCapabilities ? await ask(run, wire, `EHLO ${run.plan.heloName}`) : undefined;
  await ask(run, wire, 'QUIT');
  return ehlo?.code === 250 ? parseCapabilities(ehlo) : undefined;
}

async function ask(run: Run, wire: Wire, line: string): Promise<SmtpReply | undefined> {
  wire.send(line);
  return reply(wire, stepMs(run.plan.timeouts.commandMs));
}

async function reply(wire: Wire, ms: number): Promise<SmtpReply | undefined> {
  try {
    return (await wire.read({ ms, expects: (code) => code < 400 })).reply;
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

function stepMs(wanted: number): number {
  return Math.min(wanted, MAX_STEP_MS);
}
