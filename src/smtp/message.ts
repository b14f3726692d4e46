import { causeOf } from './causes.ts';
import { createChannel } from './channel.ts';
import { Expired } from './deadline.ts';
import { DEFAULT_RESOLVE_MS, exchangesOf } from './lookups.ts';
import { nodemailerFailure, parseReply } from './nodemailerError.ts';
import { trustAnchors } from './nodeTls.ts';
import { MASK, type Redactor } from './redact.ts';
import { replyText } from './reply.ts';
import { asStageFailure, createRun, type Run, StageFailure } from './run.ts';
import { type Transport, TransportError } from './transport.ts';
import type { RelayPlan, StageEvent, StageName, TranscriptLine } from './types.ts';

export interface MessageOptions {
  /** That a person has agreed to exactly this message; a test message is never sent as a side effect. */
  readonly confirmed: true;
  /** Looks up the mail exchanger where the plan asks for one, and measures time. */
  readonly transport: Transport;
  readonly signal?: AbortSignal;
  readonly subject?: string;
  readonly text?: string;
}

/** A server may scan a message before it answers; its time is not that of a command (RFC 5321 §4.5.3.2.6). */
const MIN_IDLE_MS = 120_000;

/**
 * Sends one test message with nodemailer, set up as the plan says, and tells it as a run of a single stage
 * `message` with a verdict at the end. Never throws for what the network or the server does. Ends when the
 * signal says so or when the consumer leaves; a message that is under way then may still arrive.
 */
export async function* sendTestMessage(plan: RelayPlan, options: MessageOptions): AsyncGenerator<StageEvent, void, undefined> {
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  if (options.signal?.aborted) stop.abort();
  const channel = createChannel<StageEvent>();
  const work = send(plan, options, stop.signal, channel.push).finally(channel.end);
  try {
    yield* channel;
    await work;
  } finally {
    stop.abort();
    options.signal?.removeEventListener('abort', onAbort);
    await work.catch(ignoreAfterLeaving);
  }
}

/** The consumer has gone, so nobody is there to be told. */
function ignoreAfterLeaving(): void {}

async function send(plan: RelayPlan, options: MessageOptions, signal: AbortSignal, push: (event: StageEvent) => void): Promise<void> {
  const { transport } = options;
  const run = createRun(plan, transport, signal, (line) => push({ type: 'line', stage: 'message', line }));
  const start = transport.now();
  const elapsed = () => Math.round(transport.now() - start);
  push({ type: 'stage', stage: 'message', state: 'started' });
  try {
    if (plan.lookupMx) run.host = (await exchangesOf(run, plan.timeouts.resolveMs ?? DEFAULT_RESOLVE_MS))[0] ?? plan.host;
    const response = await sendWithNodemailer({ ...plan, host: run.host }, options, run);
    const reply = parseReply(run.redactor.redact(response));
    push({ type: 'stage', stage: 'message', state: 'passed', ms: elapsed(), facts: reply ? { reply } : {} });
    const summary = `${run.host} port ${plan.port} took the test message for <${plan.rcptTo}>${reply ? `: ${replyText(reply)}` : ''}`;
    push({ type: 'verdict', ok: true, summary, notTested: [] });
  } catch (error) {
    const { stage, failed } = failureOf(error, run);
    push({ type: 'stage', stage: 'message', state: 'failed', ms: elapsed(), facts: failed.facts, failure: failed.failure });
    const cause = causeOf({ run, stage, failure: failed.failure }, failed.notes);
    push({ type: 'verdict', ok: false, summary: cause.summary, cause, notTested: [] });
  }
}

/** Everything but nodemailer's own errors arose before it was asked: in the lookup, or in our own check. */
function failureOf(error: unknown, { signal, redactor }: Run): { readonly stage: StageName; readonly failed: StageFailure } {
  if (signal.aborted) return { stage: 'message', failed: new StageFailure({ code: 'cancelled', detail: 'cancelled' }) };
  const isLookup = error instanceof TransportError || error instanceof Expired || (error instanceof StageFailure && error.failure.code.startsWith('dns/'));
  if (isLookup) return { stage: 'resolve', failed: asStageFailure('resolve', error, redactor) };
  return error instanceof StageFailure ? { stage: 'auth', failed: error } : nodemailerFailure(error, redactor);
}

/** Returns the server's last reply. nodemailer is loaded here, so that nothing else pays for it. */
async function sendWithNodemailer(plan: RelayPlan, options: MessageOptions, { signal, redactor, tell }: Run): Promise<string> {
  const { host, port, mode, user, password, timeouts } = plan;
  const mustEncrypt = mode === 'starttls-required' || (mode === 'starttls-opportunistic' && user !== undefined && !plan.allowClearTextAuth);
  if (mode === 'none' && user !== undefined && !plan.allowClearTextAuth) {
    throw new StageFailure({ code: 'auth/clear-text-refused', detail: 'the connection would not be encrypted' });
  }
  const { createTransport } = await import('nodemailer');
  const transporter = createTransport({
    host,
    port,
    secure: mode === 'implicit-tls',
    requireTLS: mustEncrypt,
    ignoreTLS: mode === 'none',
    name: plan.heloName,
    ...(user !== undefined && password ? { auth: { user, pass: password.reveal() } } : {}),
    tls: { ...(plan.serverName ? { servername: plan.serverName } : {}), ca: trustAnchors(plan.ca ?? []), rejectUnauthorized: plan.verifyCertificate },
    dnsTimeout: timeouts.resolveMs,
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: Math.max(timeouts.commandMs, MIN_IDLE_MS),
    transactionLog: true,
    logger: createLogger(redactor, mode === 'implicit-tls', tell),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { response } = await transporter.sendMail({
      envelope: { from: plan.mailFrom === '' ? false : plan.mailFrom, to: plan.rcptTo },
      from: plan.mailFrom === '' ? plan.rcptTo : plan.mailFrom,
      to: plan.rcptTo,
      subject: options.subject ?? 'Test message from Relay Doctor',
      text: options.text ?? `This message was sent to test the mail relay ${host}, port ${port}. If you can read it, the relay works.\n`,
      signal,
    });
    return response;
  } finally {
    transporter.close();
  }
}

/** Turns nodemailer's log into transcript lines. It masks secrets itself, in base64 that looks like one; here they become dots. */
function createLogger(redactor: Redactor, isEncrypted: boolean, tell: (line: TranscriptLine) => void) {
  let encrypted = isEncrypted;
  let isSigningIn = false;
  const log = (entry: unknown, template: unknown, ...values: unknown[]) => {
    const { tnx } = (entry ?? {}) as { tnx?: string };
    const message = values.reduce<string>((text, value) => text.replace('%s', () => String(value)), String(template ?? ''));
    if (tnx === 'client') {
      const auth = /^AUTH \S+/.exec(message)?.[0];
      const shown = auth ? (message.length > auth.length ? `${auth} ${MASK}` : auth) : isSigningIn ? MASK : redactor.redact(message);
      isSigningIn = isSigningIn || auth !== undefined;
      tell({ direction: 'sent', encrypted, unexpected: false, text: shown });
    } else if (tnx === 'server') {
      for (const line of message.split(/\r?\n/)) {
        tell({ direction: 'received', encrypted, unexpected: /^[45]/.test(line), text: redactor.redact(line) });
        if (!line.startsWith('334')) isSigningIn = false;
      }
    } else if (tnx === 'message') tell({ direction: 'info', encrypted, unexpected: false, text: redactor.redact(message) });
    else if (/upgraded with STARTTLS/.test(message)) encrypted = true;
  };
  return { level: () => undefined, trace: log, debug: log, info: log, warn: log, error: log, fatal: log };
}
