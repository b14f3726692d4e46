import { codeForReply } from './causes/classify.ts';
import { certificateCode, codeForFailure, normaliseCode } from './errors.ts';
import type { Redactor } from './redact.ts';
import { createReplyParser, replyText } from './reply.ts';
import { StageFailure } from './run.ts';
import type { ProbeCode, SmtpReply, StageName } from './types.ts';

/** The fields of nodemailer's errors that tell something; see its NodemailerError. */
interface NodemailerError {
  readonly code?: string;
  /** The code of the system or of TLS that nodemailer has replaced by its own. */
  readonly originalCode?: string;
  readonly command?: string;
  readonly response?: string;
  readonly timeoutType?: string;
  readonly syscall?: string;
  readonly message?: string;
}

const STAGES: readonly (readonly [RegExp, StageName])[] = [
  [/^(EHLO|HELO|LHLO)/, 'ehlo'],
  [/^STARTTLS/, 'starttls'],
  [/^AUTH/, 'auth'],
  [/^MAIL/, 'mail-from'],
  [/^RCPT/, 'rcpt-to'],
  [/^DATA/, 'message'],
];

const TIMEOUTS: Readonly<Record<string, readonly [StageName, ProbeCode]>> = {
  CONNECT_TIMEOUT: ['connect', 'tcp/timeout'],
  GREETING_TIMEOUT: ['greeting', 'greeting/timeout'],
  UPGRADE_TIMEOUT: ['tls', 'tls/timeout'],
};

/** What an error of nodemailer means in the vocabulary of the probe, and the stage it arose in. `isMessageOut` says that the server had asked for the message. */
export function nodemailerFailure(error: unknown, redactor: Redactor, isMessageOut = false): { readonly stage: StageName; readonly failed: StageFailure } {
  const { code, originalCode, command = '', response, timeoutType, syscall, message = '' } = (error ?? {}) as NodemailerError;
  const named = STAGES.find(([pattern]) => pattern.test(command))?.[1];
  const at = (stage: StageName, probeCode: ProbeCode, detail: string) => ({
    stage,
    failed: new StageFailure({ code: probeCode, detail: redactor.redact(detail) }),
  });
  if (code === 'EABORT') return at('message', 'cancelled', 'cancelled');
  const raw = response === undefined ? undefined : parseReply(response);
  if (raw) {
    const stage = named ?? 'greeting';
    const reply = { ...raw, lines: raw.lines.map(redactor.redact) };
    return { stage, failed: new StageFailure({ code: codeForReply(stage, raw), detail: replyText(reply), reply }, { facts: { reply } }) };
  }
  // nodemailer compares with SIZE of EHLO before it sends anything.
  if (code === 'EMESSAGE') return at('mail-from', 'limit/size', message);
  // The command is no help here: nodemailer names none that was waited for.
  if (timeoutType === 'SOCKET_TIMEOUT') return at('message', isMessageOut ? 'message/timeout' : 'protocol/timeout', message);
  const timeout = TIMEOUTS[timeoutType ?? ''];
  if (timeout) return at(...timeout, message);
  const detail = normaliseCode({ code: originalCode ?? code, message });
  const certificate = certificateCode(detail);
  if (certificate) return at('tls', certificate, detail);
  if (code === 'EDNS') return at('resolve', codeForFailure('resolve', detail), detail);
  if (syscall === 'connect') return at('connect', codeForFailure('connect', detail), detail);
  // Socket codes in the middle of a dialogue carry no phase of their own; the command tells where it was.
  if (code === 'ETLS' || (originalCode ?? code)?.startsWith('ERR_SSL_')) return at('tls', codeForFailure('tls', detail), detail);
  if (code === 'ESOCKET') return at(named ?? 'connect', codeForFailure('stream', detail), detail);
  if (code === 'ECONNECTION') return at(named ?? 'greeting', named ? 'protocol/closed' : 'greeting/closed', message);
  if (code === 'EAUTH' || code === 'ENOAUTH') return at('auth', 'auth/rejected', message);
  return at(named ?? 'message', code === undefined ? 'internal' : 'protocol/unexpected', message);
}

/** The reply in a text that holds nothing else, or undefined. */
export function parseReply(text: string): SmtpReply | undefined {
  const parser = createReplyParser();
  return parser
    .push(Buffer.from(`${text}\n`, 'utf8'))
    .map((event) => (event.type === 'line' ? event.reply : undefined))
    .find((reply) => reply !== undefined);
}
