import { parseCapabilities } from './capabilities.ts';
import { causeOf } from './causes/causes.ts';
import { providerAdvice, providerOfRun } from './causes/providerAdvice.ts';
import { createChannel } from './channel.ts';
import type { Secret } from './credentials/secret.ts';
import { Expired } from './deadline.ts';
import { nodemailerFailure, parseReply } from './nodemailerError.ts';
import { DEFAULT_RESOLVE_MS, exchangesOf } from './reach/lookups.ts';
import { MASK } from './redact.ts';
import { replyText } from './reply.ts';
import { asStageFailure, createRun, info, type Run, StageFailure, warn } from './run.ts';
import { attempt } from './signIn.ts';
import { trustAnchors } from './tls/nodeTls.ts';
import { type Transport, TransportError } from './transport.ts';
import type { RelayPlan, SmtpReply, StageEvent, StageName } from './types.ts';

export interface MessageOptions {
  /** That a person has agreed to exactly this message; a test message is never sent as a side effect. */
  readonly confirmed: true;
  /** Looks up the mail exchanger where the plan asks for one, and measures time. */
  readonly transport: Transport;
  readonly signal?: AbortSignal;
  readonly subject?: string;
  readonly text?: string;
  /** How long the server may be silent; two minutes when absent, as it may scan the message first. */
  readonly idleMs?: number;
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
    if (reply) tellAccepted(run, reply);
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

/** The name under which the server keeps the message: after "queued as" in Postfix, after "id=" in Exim, after "Ok" at some services. */
function queueId(text: string): string | undefined {
  const id = /(?:queued as|\bid[=:]?|message-id[=:]?)\s*<?([\w.@+-]{5,})/i.exec(text) ?? /\bok:?\s+<?((?=\S*\d)[\w.@+-]{5,})/i.exec(text);
  return id?.[1];
}

/** An accepted message may still not arrive; what to look for then stands in the reply, or the provider is known for it. */
function tellAccepted(run: Run, reply: SmtpReply): void {
  const id = queueId(replyText(reply));
  const name = id === undefined ? '' : ` (look for "${id}" in the log or the activity page)`;
  info(
    run,
    `accepted is not yet delivered: if it does not arrive, look into the spam folder, for a bounce in the mailbox of the sender, and at the suppression list${name}`,
  );
  const advice = providerAdvice(providerOfRun(run), reply, 'message/rejected');
  if (advice) warn(run, advice.evidence);
}

/** Everything but nodemailer's own errors arose before it was asked: in the lookup, or in our own check. */
function failureOf(error: unknown, { signal, redactor, isMessageOut }: Run): { readonly stage: StageName; readonly failed: StageFailure } {
  if (signal.aborted) return { stage: 'message', failed: new StageFailure({ code: 'cancelled', detail: 'cancelled' }) };
  const isLookup = error instanceof TransportError || error instanceof Expired || (error instanceof StageFailure && error.failure.code.startsWith('dns/'));
  if (isLookup) return { stage: 'resolve', failed: asStageFailure('resolve', error, redactor) };
  return error instanceof StageFailure ? { stage: 'auth', failed: error } : nodemailerFailure(error, redactor, isMessageOut);
}

/** Returns the server's last reply. nodemailer is loaded here, so that nothing else pays for it. */
async function sendWithNodemailer(plan: RelayPlan, options: MessageOptions, run: Run): Promise<string> {
  const { signal } = run;
  const { host, port, mode, user, password, timeouts } = plan;
  const mustEncrypt = mode === 'starttls-required' || (mode === 'starttls-opportunistic' && user !== undefined && !plan.allowClearTextAuth);
  if (mode === 'none' && user !== undefined && !plan.allowClearTextAuth) {
    throw new StageFailure({ code: 'auth/clear-text-refused', detail: 'the connection would not be encrypted' });
  }
  const { createTransport } = await import('nodemailer');
  const log: MessageLog & ReturnType<typeof createLogger> = createLogger(run, mode === 'implicit-tls');
  const transporter = createTransport({
    host,
    port,
    secure: mode === 'implicit-tls',
    requireTLS: mustEncrypt,
    ignoreTLS: mode === 'none',
    name: plan.heloName,
    ...(user !== undefined && password ? signInWith(run, log, user, password) : {}),
    tls: { ...(plan.serverName ? { servername: plan.serverName } : {}), ca: trustAnchors(plan.ca ?? []), rejectUnauthorized: plan.verifyCertificate },
    dnsTimeout: timeouts.resolveMs,
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: options.idleMs ?? Math.max(timeouts.commandMs, MIN_IDLE_MS),
    transactionLog: true,
    logger: log.logger,
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
  } catch (error) {
    throw log.signInError ?? error;
  } finally {
    transporter.close();
  }
}

/** The name under which nodemailer is given our own sign-in. */
const OWN_METHOD = 'RELAY-DOCTOR';

/** Our own sign-in for nodemailer, which knows fewer mechanisms and would choose another than the probe. What it throws is kept. */
function signInWith(run: Run, log: MessageLog, user: string, password: Secret) {
  const handler = async ({ sendCommand }: { sendCommand(command: string): Promise<{ response: string }> }) => {
    const ask = async (line: string) => {
      const { response } = await sendCommand(line);
      const raw = parseReply(response);
      if (!raw) throw new StageFailure({ code: 'protocol/unexpected', detail: run.redactor.redact(response) });
      return { raw, reply: { ...raw, lines: raw.lines.map(run.redactor.redact) } };
    };
    try {
      await attempt(run, ask, log.isEncrypted());
    } catch (error) {
      log.signInError = error;
      throw error;
    }
  };
  // nodemailer asks for both, though only the handler uses them.
  // Without AUTH on offer nodemailer would send the message unsigned and call that a success.
  return { forceAuth: true, auth: { type: 'custom' as const, method: OWN_METHOD, user, pass: password.reveal() }, customAuth: { [OWN_METHOD]: handler } };
}

/** What the log of a message knows besides its lines. */
interface MessageLog {
  isEncrypted(): boolean;
  /** Why our own sign-in ended, which nodemailer passes on as text only. */
  signInError?: unknown;
}

/** Turns nodemailer's log into transcript lines. It masks secrets itself, in base64 that looks like one; here they become dots. */
function createLogger(run: Run, startsEncrypted: boolean) {
  const { redactor, tell } = run;
  let encrypted = startsEncrypted;
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
      learn(run, message);
    } else if (tnx === 'message') tell({ direction: 'info', encrypted, unexpected: false, text: redactor.redact(message) });
    else if (/upgraded with STARTTLS/.test(message)) encrypted = true;
  };
  const logger = { level: () => undefined, trace: log, debug: log, info: log, warn: log, error: log, fatal: log };
  return { logger, isEncrypted: () => encrypted };
}

/** What replies tell about the server: its greeting, what it offers, and that it waits for the message. */
function learn(run: Run, text: string): void {
  const reply = parseReply(text);
  if (reply?.code === 220 && !run.greeting) run.greeting = reply;
  if (reply?.code === 354) run.isMessageOut = true;
  if (reply?.code !== 250 || run.isMessageOut || reply.lines.length < 2) return;
  run.clearCapabilities ??= run.capabilities;
  run.capabilities = parseCapabilities(reply);
}
