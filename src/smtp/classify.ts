import { codeForFailure } from './errors.ts';
import { replyText } from './reply.ts';
import { turnedAwayCode } from './turnedAway.ts';
import type { ProbeCode, SmtpReply, StageName } from './types.ts';
import type { WireError } from './wire.ts';

/** Words of a reply that wants TLS before it goes on: RFC 4954 §6 (538), RFC 3207 §4 (530), and what servers write. */
const WANTS_TLS = /\b(starttls|tls|ssl)\b|without encryption|encryption (is )?required/i;
/** Words of a server that will not pass mail on for this client. Codes vary by configuration, the words hardly. */
const RELAY_DENIED =
  /\brelay(ing)?\b.*\b(denied|disallowed|prohibited|not permitted|not allowed|refused|access)\b|\b(unable|not permitted|not allowed|refus\w+|cannot|do(es)? not) (to )?relay\b|we do not relay|TenantAttribution/i;
const WANTS_AUTH =
  /authentication (is )?required|must (first )?authenticate|authenticate first|not authenticated|unauthenticated|not logged in|auth(entication)? (is )?needed|log ?in first/i;
/** Words of a limit in time or number, whatever the code: some servers send them with 5xx. */
const RATE = /\brate\b|too (many|much|fast)|throttl|quota|limit(s|ed)? (exceeded|reached)|exceed\w* .*limit|slow down|per (second|minute|hour|day)|concurren/i;
/** A mailbox that is full concerns the recipient, not the sender's rate. */
const MAILBOX_FULL = /mailbox|over ?quota|recipient.*quota|insufficient (system )?storage|disk/i;
/** Words of a server that lets the handshake pass and refuses afterwards, as Postfix does with smtpd_tls_req_ccert. */
const NO_CLIENT_CERTIFICATE = /no client certificate|client certificate (is )?(required|missing|not presented)/i;
const BAD_HELO = /\b(helo|ehlo)\b/i;

/** The probe code for a reply that the dialogue did not call for, by the stage it came in. */
export function codeForReply(stage: StageName, reply: SmtpReply): ProbeCode {
  const text = replyText(reply);
  const isTemporary = reply.code >= 400 && reply.code < 500;
  const isPermanent = reply.code >= 500 && reply.code < 600;
  if (!isTemporary && !isPermanent) return 'protocol/unexpected';
  if (NO_CLIENT_CERTIFICATE.test(text)) return 'tls/client-certificate';
  switch (stage) {
    case 'greeting':
      return turnedAwayCode(reply);
    case 'ehlo':
    case 'ehlo-tls':
      return isTemporary ? limitCode(text) : 'ehlo/rejected';
    case 'starttls':
      return isTemporary ? 'starttls/temporary' : 'starttls/rejected';
    case 'auth':
      return authCode(reply.code, text);
    case 'mail-from':
      return envelopeCode(reply.code, text, isTemporary) ?? 'mail/rejected';
    case 'rcpt-to':
      return envelopeCode(reply.code, text, isTemporary) ?? 'rcpt/rejected';
    case 'message':
      return envelopeCode(reply.code, text, isTemporary) ?? 'message/rejected';
    default:
      return 'protocol/unexpected';
  }
}

/** RFC 4954 §4 and §6, with what servers make of it. */
function authCode(code: number, text: string): ProbeCode {
  if (code === 538 || ((code === 530 || code === 503 || code === 550 || code === 554) && WANTS_TLS.test(text))) return 'auth/needs-tls';
  if (code === 530) return 'auth/required';
  if (code === 421 && RATE.test(text)) return 'limit/rate';
  if (code < 500) return 'auth/temporary';
  if (code === 535) return /disabled|not enabled/i.test(text) ? 'auth/rejected' : 'auth/credentials';
  if (code === 504) return 'auth/no-common-mechanism';
  if (code === 500 || code === 502 || code === 503) return 'auth/not-offered';
  return 'auth/rejected';
}

/** MAIL, RCPT and the message have the same refusals; what is left over is the stage's own. */
function envelopeCode(code: number, text: string, isTemporary: boolean): ProbeCode | undefined {
  if (RELAY_DENIED.test(text)) return 'rcpt/relay-denied';
  if (code === 538 || (code === 530 && WANTS_TLS.test(text)) || /must issue a starttls/i.test(text)) return 'mail/needs-tls';
  if (code === 530 || WANTS_AUTH.test(text)) return 'auth/required';
  if (isTemporary) return limitCode(text);
  if (RATE.test(text) && !MAILBOX_FULL.test(text)) return 'limit/rate';
  return BAD_HELO.test(text) && /rejected|invalid|bad|need/i.test(text) ? 'ehlo/rejected' : undefined;
}

function limitCode(text: string): ProbeCode {
  return RATE.test(text) && !MAILBOX_FULL.test(text) ? 'limit/rate' : 'limit/temporary';
}

/** The probe code when no reply came at all, by the stage that waited for one. */
export function codeForSilence(stage: StageName, error: WireError): ProbeCode {
  if (stage === 'greeting') {
    if (error.kind === 'timeout') return 'greeting/timeout';
    if (error.kind === 'closed') return 'greeting/closed';
    if (error.kind === 'reset') return 'tcp/reset';
    if (error.kind === 'garbage') return error.isTls ? 'greeting/tls-expected' : 'greeting/not-smtp';
    return codeForFailure('stream', error.detail);
  }
  if (error.kind === 'timeout') return 'protocol/timeout';
  if (error.kind === 'garbage') return 'protocol/unexpected';
  return error.kind === 'alert' ? codeForFailure('stream', error.detail) : 'protocol/closed';
}
