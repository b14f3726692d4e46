import { Cancelled, within } from '../deadline.ts';
import { otherProtocol } from '../protocols.ts';
import { replyText } from '../reply.ts';
import { asStageFailure, info, type Run } from '../run.ts';
import type { Connection, ResolvedAddress } from '../transport.ts';
import type { SmtpReply, TlsFacts, TranscriptLine } from '../types.ts';
import { createWire, type Wire, WireError } from '../wire.ts';
import { type PortTalk, talk } from './portTalk.ts';

/** A second question must stay cheap: so many connections beside the first, and no longer than this each. */
export const MAX_EXTRA_CONNECTIONS = 3;
const MAX_WAIT_MS = 10_000;
/** A host that is there answers a SYN long before. */
const MAX_CONNECT_MS = 5_000;

/** What a TLS hello on a new connection brought. */
export type TlsAnswer =
  | { readonly speaksTls: true; readonly tls: TlsFacts; readonly talk: PortTalk; readonly greeting?: SmtpReply }
  | { readonly speaksTls: false; readonly code: string }
  | undefined;

/** What the server says first on a new connection when it is left in peace. */
export type PlainAnswer = PortTalk | undefined;

/** How many more connections may be opened beside the first. */
export function connectionsLeft({ extraConnections }: Run): number {
  return Math.max(0, MAX_EXTRA_CONNECTIONS - extraConnections);
}

/**
 * Asks whether the port speaks TLS from the first byte. A server that is silent in clear text may be waiting
 * for just that, or be slow, or be no mail server; only a hello tells. Undefined when no more connections
 * are allowed. Rejects with Cancelled only.
 */
export async function askForTls(run: Run): Promise<TlsAnswer> {
  const told = await talkOn(run, { port: run.plan.port, implicit: true, question: 'does this port speak TLS from the first byte?' });
  if (!told || 'code' in told) return undefined;
  if (!told.tls) {
    info(run, `counter-probe: no TLS there (${told.detail})`);
    return { speaksTls: false, code: told.detail ?? told.kind };
  }
  info(run, `counter-probe: TLS it is (${told.tls.protocol}, certificate of ${told.tls.chain[0]?.names[0] ?? 'nobody'})`);
  return { speaksTls: true, tls: told.tls, talk: told, ...(told.greeting ? { greeting: told.greeting } : {}) };
}

/**
 * Asks what the server says in clear text: after a TLS hello was answered by something else, the first line
 * tells a STARTTLS port from a refusal and from another protocol. Goes on as far as EHLO under STARTTLS with a
 * server that greets. Undefined when no more connections are allowed. Rejects with Cancelled only.
 */
export async function askInClear(run: Run): Promise<PlainAnswer> {
  const told = await talkOn(run, { port: run.plan.port, implicit: false, question: 'what does this port say in clear text?' });
  return told && 'code' in told ? undefined : told;
}

export interface PortQuestion {
  readonly port: number;
  readonly implicit: boolean;
  readonly question: string;
  /** Another address than the one that answered. */
  readonly address?: ResolvedAddress;
}

/** Talks on a new connection. A code when none came about; undefined when no more are allowed. Rejects with Cancelled only. */
export async function talkOn(run: Run, { port, implicit, question, address }: PortQuestion): Promise<PortTalk | { readonly code: string } | undefined> {
  const end = run.transport.now() + MAX_WAIT_MS;
  const patience = (wanted: number) => Math.max(1, Math.min(wanted, end - run.transport.now()));
  return onNewConnection(run, question, { port, address }, (connection, tell) => {
    const wire = createWire(connection, run.redactor, tell, run.signal);
    return talk(run, wire, implicit, patience);
  });
}

/**
 * What a server that neither greets nor speaks TLS answers to bytes that are no SMTP: HTTP and others only speak when
 * spoken to. It has shown by its silence that it is no mail server, so nothing is spoilt by speaking first.
 */
export async function askWhatItIs(run: Run): Promise<{ readonly line: string; readonly protocol?: string } | undefined> {
  const told = await onNewConnection(run, 'what does this port answer to bytes that are no SMTP?', { port: run.plan.port }, async (connection, tell) => {
    // The head of a TLS hello, so that a TLS server would answer in TLS, then blank lines for those that read lines.
    connection.write(Uint8Array.of(0x16, 0x03, 0x01, 0x00, 0x04, 0x0d, 0x0a, 0x0d, 0x0a));
    return firstLine(createWire(connection, run.redactor, tell, run.signal), Math.min(run.plan.timeouts.commandMs, run.plan.timeouts.greetingMs, MAX_WAIT_MS));
  });
  if (told === undefined || typeof told === 'object') return undefined;
  const protocol = otherProtocol(told);
  return told === '' ? undefined : { line: told, ...(protocol ? { protocol } : {}) };
}

async function firstLine(wire: Wire, ms: number): Promise<string> {
  try {
    return replyText((await wire.read({ ms, expects: () => true })).reply);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return error.kind === 'garbage' && !error.isTls ? error.detail : '';
  }
}

/** The name and the trust anchors that a handshake of this run uses. */
export function tlsRequest({ plan, host }: Run): { serverName: string; ca?: readonly string[] } {
  return { serverName: plan.serverName ?? host, ...(plan.ca ? { ca: plan.ca } : {}) };
}

/** Opens one more connection for a question. A code when it does not stand; undefined when no more are allowed. */
export async function onNewConnection<T>(
  run: Run,
  question: string,
  { port, address = run.address }: { readonly port: number; readonly address?: ResolvedAddress | undefined },
  body: (connection: Connection, tell: (line: TranscriptLine) => void) => Promise<T>,
): Promise<T | { readonly code: string } | undefined> {
  const { plan, transport, redactor, signal } = run;
  if (!address || connectionsLeft(run) === 0) return undefined;
  run.extraConnections += 1;
  info(run, `counter-probe: ${question}`);
  const label = port === plan.port ? 'counter-probe' : `counter-probe ${port}`;
  const tell = ({ direction, text }: TranscriptLine) => info(run, `${label}: ${direction === 'sent' ? '->' : '<-'} ${text}`);
  const attempt = new AbortController();
  let connection: Connection | undefined;
  try {
    connection = await within(transport.connect(address, port, attempt.signal), Math.min(plan.timeouts.connectMs, MAX_CONNECT_MS), signal);
    return await body(connection, tell);
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    // The second question is a bonus: when it can't be asked, the first answer stands.
    const { code, detail } = asStageFailure('connect', error, redactor).failure;
    info(run, `${label}: no answer (${detail})`);
    return { code: code === 'protocol/timeout' ? 'ETIMEDOUT' : detail };
  } finally {
    attempt.abort();
    connection?.destroy();
  }
}

/** A greeting as evidence. */
export function greetingText(reply: SmtpReply): string {
  return `"${replyText(reply)}"`;
}
