import { NO_CAPABILITIES } from './capabilities.ts';
import { causeOf } from './causes.ts';
import { createChannel } from './channel.ts';
import { Expired } from './deadline.ts';
import { nodemailerFailure, parseReply } from './nodemailerError.ts';
import { trustAnchors } from './nodeTransport.ts';
import { providerAdvice, providerOfRun } from './providerAdvice.ts';
import { DEFAULT_RESOLVE_MS, exchangerOf } from './reach.ts';
import { MASK } from './redact.ts';
import { replyText } from './reply.ts';
import { asStageFailure, createRun, info, type Run, StageFailure, warn } from './run.ts';
import type { Secret } from './secret.ts';
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
    if (plan.lookupMx) run.host = await exchangerOf(run, plan.timeouts.resolveMs ?? DEFAULT_RESOLVE_MS);
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
  const transporter = createTransport({
    host,
    port,
    secure: mode === 'implicit-tls',
    requireTLS: mustEncrypt,
    ignoreTLS: mode === 'none',
    name: plan.heloName,
    ...(user !== undefined && password ? signInWith(plan, user, password) : {}),
    tls: { ...(plan.serverName ? { servername: plan.serverName } : {}), ca: trustAnchors(plan.ca ?? []), rejectUnauthorized: plan.verifyCertificate },
    dnsTimeout: timeouts.resolveMs,
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: options.idleMs ?? Math.max(timeouts.commandMs, MIN_IDLE_MS),
    transactionLog: true,
    logger: createLogger(run, mode === 'implicit-tls'),
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

/** nodemailer's words for the credentials. It speaks PLAIN, LOGIN, CRAM-MD5 and XOAUTH2, and chooses where none is named. */
function signInWith({ secretKind, mechanism }: RelayPlan, user: string, password: Secret): SignIn {
  if (secretKind === 'token') return { auth: { type: 'OAuth2', user, accessToken: password.reveal() } };
  const isKnown = mechanism !== undefined && /^(PLAIN|LOGIN|CRAM-MD5)$/.test(mechanism);
  return { auth: { user, pass: password.reveal() }, ...(isKnown ? { authMethod: mechanism } : {}) };
}

type SignIn =
  | { readonly auth: { readonly type: 'OAuth2'; readonly user: string; readonly accessToken: string } }
  | { readonly auth: { readonly user: string; readonly pass: string }; readonly authMethod?: string };

/** Turns nodemailer's log into transcript lines. It masks secrets itself, in base64 that looks like one; here they become dots. */
function createLogger(run: Run, isEncrypted: boolean) {
  const { redactor, tell } = run;
  let encrypted = isEncrypted;
  let isSigningIn = false;
  let tried: string | undefined;
  const log = (entry: unknown, template: unknown, ...values: unknown[]) => {
    const { tnx } = (entry ?? {}) as { tnx?: string };
    const message = values.reduce<string>((text, value) => text.replace('%s', () => String(value)), String(template ?? ''));
    if (tnx === 'client') {
      const auth = /^AUTH \S+/.exec(message)?.[0];
      const shown = auth ? (message.length > auth.length ? `${auth} ${MASK}` : auth) : isSigningIn ? MASK : redactor.redact(message);
      isSigningIn = isSigningIn || auth !== undefined;
      tried = auth?.slice('AUTH '.length) ?? tried;
      tell({ direction: 'sent', encrypted, unexpected: false, text: shown });
    } else if (tnx === 'server') {
      for (const line of message.split(/\r?\n/)) {
        tell({ direction: 'received', encrypted, unexpected: /^[45]/.test(line), text: redactor.redact(line) });
        if (!line.startsWith('334')) isSigningIn = false;
        if (line.startsWith('354')) run.isMessageOut = true;
        if (line.startsWith('235') && tried) run.mechanism = tried;
        if (/^250[ -]SIZE \d+/i.test(line)) run.capabilities = { ...(run.capabilities ?? NO_CAPABILITIES), size: Number(line.slice(9)) };
      }
    } else if (tnx === 'message') tell({ direction: 'info', encrypted, unexpected: false, text: redactor.redact(message) });
    else if (/upgraded with STARTTLS/.test(message)) encrypted = true;
  };
  return { level: () => undefined, trace: log, debug: log, info: log, warn: log, error: log, fatal: log };
}
