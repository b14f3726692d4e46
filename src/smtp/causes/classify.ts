import { codeForFailure } from '../errors.ts';
import { replyText } from '../reply.ts';
import type { ProbeCode, SmtpReply, StageName } from '../types.ts';
import type { WireError } from '../wire.ts';
import { authRefusal, envelopeRefusal, limitCode } from './refusals.ts';
import { turnedAwayCode } from './turnedAway.ts';

/** Words of a server that lets the handshake pass and refuses afterwards, as Postfix does with smtpd_tls_req_ccert. */
const NO_CLIENT_CERTIFICATE = /no client certificate|client certificate (is )?(required|missing|not presented)/i;

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
      return authRefusal(reply, text);
    case 'mail-from':
      return envelopeRefusal('mail-from', reply, text) ?? 'mail/rejected';
    case 'rcpt-to':
      return envelopeRefusal('rcpt-to', reply, text) ?? 'rcpt/rejected';
    case 'message':
      return envelopeRefusal('message', reply, text) ?? 'message/rejected';
    default:
      return 'protocol/unexpected';
  }
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
