import { codeForReply, codeForSilence } from './causes/classify.ts';
import type { SecretFinding } from './credentials/secretForensics.ts';
import { Cancelled, Expired } from './deadline.ts';
import { codeForFailure } from './errors.ts';
import type { TlsAnswer } from './reach/counterProbes.ts';
import { createRedactor, type Redactor } from './redact.ts';
import { replyText } from './reply.ts';
import { type NameLookup, type ResolvedAddress, type Transport, TransportError } from './transport.ts';
import type {
  AddressAttempt,
  Capabilities,
  Cause,
  ProbeFailure,
  ProvenSettings,
  RelayPlan,
  SmtpReply,
  StageFacts,
  StageName,
  TlsFacts,
  TranscriptLine,
} from './types.ts';
import { type Reading, type Wire, WireError } from './wire.ts';

/** One run and what it has learnt so far; later stages and the verdict read what earlier ones wrote. */
export interface Run {
  readonly plan: RelayPlan;
  readonly transport: Transport;
  readonly signal: AbortSignal;
  readonly redactor: Redactor;
  /** Tells a line of the stage that is under way. */
  readonly tell: (line: TranscriptLine) => void;
  /** The name that is dialled: the plan's host, or the mail exchanger found for it. */
  host: string;
  addresses: readonly ResolvedAddress[];
  /** The lookups of the host, to compare them; absent where a mail exchanger was looked up. */
  lookup?: NameLookup;
  /** How they differ, in words. */
  lookupsDiffer?: string | undefined;
  attempts: readonly AddressAttempt[];
  /** The address that answered. */
  address?: ResolvedAddress;
  /** Our own address in that connection. */
  localAddress?: string | undefined;
  wire?: Wire;
  greeting?: SmtpReply;
  /** How long it took. */
  greetingMs?: number;
  capabilities?: Capabilities;
  /** What the server offered before TLS, to compare. */
  clearCapabilities?: Capabilities;
  tls?: TlsFacts;
  droppedBytes: number;
  mechanism?: string;
  /** RCPT was sent together with MAIL, so its reply follows that one's. */
  isRcptSent: boolean;
  /** What is odd about the password, once it was looked at. */
  secretFindings: readonly SecretFinding[];
  /** A sender was accepted, so there is an envelope to take back. */
  hasSender: boolean;
  /** The server has asked for the message itself, so it may have it. */
  isMessageOut: boolean;
  /** Whether the port speaks TLS from the first byte, once that was asked. */
  tlsAnswer?: TlsAnswer;
  /** Connections opened beside the first one; see counterProbes.ts. */
  extraConnections: number;
}

/** What a second question brought to light. */
export interface Notes {
  readonly evidence: readonly string[];
  readonly ruledOut: readonly string[];
  readonly confidence?: Cause['confidence'];
  /** What was seen to work instead. */
  readonly proven?: ProvenSettings;
  /** Whether the port offers STARTTLS in clear text, where that was asked. */
  readonly startTls?: boolean;
  /** The other ports where nothing answers. */
  readonly deadPorts?: readonly number[];
  /** The host that was probably meant: known, not seen. */
  readonly meant?: string;
}

export const NO_NOTES: Notes = { evidence: [], ruledOut: [] };

/** What a stage body returns when it did not fail. */
export interface StageResult {
  readonly facts: StageFacts;
  /** Why the thing asked for does not exist here, which is no failure by itself. */
  readonly absent?: string;
}

/** The network or the server said no. Everything the verdict needs travels along. */
export class StageFailure extends Error {
  readonly failure: ProbeFailure;
  readonly facts: StageFacts;
  readonly notes: Notes;
  /** Whether the dialogue is in step, so that the server can be told QUIT. */
  readonly isOpen: boolean;

  constructor(failure: ProbeFailure, extra: { facts?: StageFacts; notes?: Notes; isOpen?: boolean } = {}) {
    super(failure.code);
    this.name = 'StageFailure';
    this.failure = failure;
    this.facts = extra.facts ?? {};
    this.notes = extra.notes ?? NO_NOTES;
    this.isOpen = extra.isOpen ?? false;
  }
}

/** A run at its beginning, with nothing learnt yet. */
export function createRun(plan: RelayPlan, transport: Transport, signal: AbortSignal, tell: Run['tell']): Run {
  return {
    plan,
    transport,
    signal,
    tell,
    redactor: createRedactor(plan.user, plan.password),
    host: plan.host,
    addresses: [],
    attempts: [],
    droppedBytes: 0,
    isRcptSent: false,
    secretFindings: [],
    hasSender: false,
    isMessageOut: false,
    extraConnections: 0,
  };
}

/** Tells something in our own words. */
export function info(run: Run, text: string): void {
  run.tell({ direction: 'info', encrypted: run.wire?.isEncrypted ?? false, unexpected: false, text });
}

/** Tells a failure, or something to be wary of, in our own words. */
export function warn(run: Run, text: string): void {
  run.tell({ direction: 'error', encrypted: run.wire?.isEncrypted ?? false, unexpected: true, text });
}

/** Sends a command and returns its reply; anything `expects` does not want becomes a StageFailure. */
export async function ask(run: Run, stage: StageName, line: string, expects: (code: number) => boolean): Promise<Reading> {
  const wire = openWire(run);
  wire.send(line);
  const reading = await wire.read({ ms: run.plan.timeouts.commandMs, expects });
  if (!expects(reading.raw.code)) throw refused(stage, reading);
  return reading;
}

/** The dialogue of this run. */
export function openWire(run: Run): Wire {
  if (!run.wire) throw new Error('no connection yet');
  return run.wire;
}

/** The failure for a reply that was not the wanted one. */
export function refused(stage: StageName, { raw, reply }: Reading, facts: StageFacts = {}): StageFailure {
  const failure = { code: codeForReply(stage, raw), detail: replyText(reply), reply };
  // 421 means that the server closes the channel now (RFC 5321 §3.8).
  return new StageFailure(failure, { facts: { ...facts, reply }, isOpen: raw.code !== 421 });
}

/** Turns whatever a stage threw into a StageFailure; a fault of our own becomes `internal`. */
export function asStageFailure(stage: StageName, error: unknown, redactor: Redactor): StageFailure {
  if (error instanceof StageFailure) return error;
  if (error instanceof Cancelled) return new StageFailure({ code: 'cancelled', detail: 'cancelled' });
  if (error instanceof WireError) return new StageFailure({ code: codeForSilence(stage, error), detail: error.detail });
  if (error instanceof TransportError) return new StageFailure({ code: codeForFailure(error.phase, error.code), detail: error.code });
  if (error instanceof Expired) {
    const code = stage === 'tls' ? 'tls/timeout' : stage === 'resolve' ? 'dns/timeout' : 'protocol/timeout';
    return new StageFailure({ code, detail: error.message });
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new StageFailure({ code: 'internal', detail: redactor.redact(text) });
}
