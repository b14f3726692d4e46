import type { ProbeCode, SmtpReply } from '../types.ts';

/** Words of a reply that wants TLS before it goes on: RFC 4954 §6 (538), RFC 3207 §4 (530), and what servers write. */
const WANTS_TLS = /\b(starttls|tls|ssl)\b|without encryption|encryption (is )?required/i;
/** The same where TLS is also spoken of for other reasons. */
const DEMANDS_TLS =
  /must issue a starttls|\b(tls|ssl|encryption) (is )?(required|needed)|requires? (tls|ssl|encryption)|without (ssl\/)?tls|not sent over (a )?(tls|secure)/i;
/** Words of a server that will not pass mail on for this client. Codes vary by configuration, the words hardly. */
const RELAY_DENIED =
  /\brelay(ing)?\b.*\b(denied|disallowed|prohibited|not permitted|not allowed|refused|access)\b|\b(unable|not permitted|not allowed|refus\w+|cannot|do(es)? not) (to )?relay\b|we do not relay|TenantAttribution|credentials for relay/i;
const WANTS_AUTH =
  /authentication (is )?required|must (first )?authenticate|authenticate first|not authenticated|unauthenticated senders?|not logged in|auth(entication)? (is )?needed|log ?in first|turn on smtp auth/i;
/** Words of a limit in time or number, whatever the code: some servers send them with 5xx. */
const RATE =
  /\brate\b|too (many|much|fast)|throttl|quota|limit(s|ed)? (is |was |has been )?(exceeded|reached)|exceed\w* .*limit|slow down|per (second|minute|hour|day)|concurren|frequency limited|maximum credits/i;
/** A mailbox that is full concerns the recipient, not the sender's rate. */
const MAILBOX_FULL = /mailbox|over ?quota|recipient.*quota|inbox|insufficient (system )?storage|disk/i;
const BAD_HELO = /\b(helo|ehlo)\b/i;
const ACCOUNT_OFF =
  /account (is |has been |was )?(currently |temporarily )?(suspended|disabled|not (yet )?activated|inactive|locked|blocked|unpaid|expired|terminated|closed)|not yet activated|not subscribed|sending (is |has been )?paused|bad outbound sender|OutboundSpam|unusual sending activity|unpaid|(plan|subscription|trial) (has )?(expired|ended)/i;
/** The same words about somebody else's mailbox. */
const ABOUT_RECIPIENT = /tried to reach|recipient|mailbox/i;
const SANDBOX = /sandbox|(for )?test purposes only|authori[sz]ed recipients|testing e?mails to your own|trial accounts? .*recipient/i;
const SENDER_NOT_ALLOWED =
  /not owned by|relaying disallowed as|send ?as ?denied|permissions? to send as|not (allowed|authori[sz]ed) to (send (as|from|mail from)|use)|not a?\s*verified|unverified|verified sender|must (be|equal|match).*(same|user|authori[sz]|account|login)|unconfigured sending domain|unregistered domain|domain (is )?not (associated|verified|authori[sz]ed)|not local sender|sender (name|address|domain)? ?(is )?not (valid|allowed|verified|authori[sz]ed|permitted)|not associated with your account|sender not approved/i;
const DOMAIN_POLICY = /\b(SPF|DKIM|DMARC)\b|required authentication level|sender is unauthenticated|not aligned/i;
const NO_REVERSE_DNS = /cannot find your (reverse )?host ?name|reverse (dns|hostname|lookup)|\bPTR\b|\brdns\b/i;
const BLOCKLISTED =
  /blocked (using|by)|(black|block|deny) ?list|\b(dns|r)bl\b|spamhaus|spamcop|barracuda|\bTSS?\d\d\b|(poor|bad|low) reputation|banned sending ip|not authorized to send e?mail directly|\bS3150\b|\[BL2\d\]|unsolicited mail originating/i;
const NOT_ON_LIST = /unauthori[sz]ed ip|ip( address)?\b.*\bnot (allowed|authori[sz]ed|permitted)|that ip address is not allowed/i;
const GREYLISTED = /gr[ae]y.?list|first (contact|time).*(later|again)|(try again|retry|come back) in \d+ ?(s|sec|min|hour)/i;
const UNKNOWN_USER =
  /user unknown|unknown user|no such (user|recipient|mailbox|person|address)|user (does not|doesn't) exist|recipient (not found|unknown)|mailbox (not found|unavailable)|does not exist|address rejected: undeliverable/i;
const BAD_DOMAIN = /domain (not found|does not exist|of .* does not)|null ?mx|no such domain|unrouteable|host not found|bad destination/i;
const CONTENT =
  /virus|malware|infected|attachment|bare (lf|cr|newline|line ?feed)|line ?feed|malformed|missing .*(header|from|date|subject|message-id)|(duplicate|multiple|invalid|no valid).*(header|from|date|message-id|address)|\bheaders?\b|\bspam|content|line too long|rfc ?\d{4}/i;

/** Whether the enhanced code ends in this subject and detail: of its class the reply code has said enough. */
const detail = ({ enhanced }: SmtpReply, ...endings: readonly string[]) => endings.includes(enhanced?.slice(2) ?? '');

const isTemporary = ({ code }: SmtpReply) => code >= 400 && code < 500;

const WRONG_MECHANISM = /(unsupported|unrecogni[sz]ed|unknown) (authentication|auth|mechanism)|mechanism .*(not (supported|available|enabled)|unavailable)/i;
const AUTH_OFF =
  /SmtpClientAuthentication is disabled|basic auth\w* is (disabled|not supported)|(smtp )?auth\w* (is |was |has been )?(disabled|not enabled|switched off)|security defaults|did not meet the criteria|access rights to this service|has no permission|\b(smtp|imap|pop3?) (access )?(is )?(disabled|not (enabled|activated))/i;
const TOO_MANY_TRIES = /too many .*(auth|login|log-in|sign|fail|attempt)|(auth|login).*rate|#AUTH005/i;
const APP_PASSWORD = /app(lication)?.?(specific)?.?password|authorization code|parol prilozheniya|mail key/i;
const EXTRA_STEP = /web ?browser|log in (via|with|through)|two.?factor|\b2fa\b|multi.?factor|\bmfa\b|captcha|password (has )?expired|verify (your|it is)/i;
const MALFORMED = /base ?64|can(no|')t decode|decod(e|ing) (error|fail)|invalid format|malformed|NUL\b/i;
const SHUT_OUT = /(temporarily |has been |is )(locked|blocked)|locked out|lock-?out/i;

/** The probe code of a refused sign-in, by RFC 4954 §4 and §6 and by what servers make of it. */
export function authRefusal(reply: SmtpReply, text: string): ProbeCode {
  const { code } = reply;
  if (code === 538 || ((code === 530 || code === 503 || code === 550 || code === 554) && WANTS_TLS.test(text))) return 'auth/needs-tls';
  if (TOO_MANY_TRIES.test(text)) return isTemporary(reply) ? 'auth/throttled' : 'auth/locked-out';
  if (code === 525 || NOT_ON_LIST.test(text)) return 'client/not-allowed';
  // A plan that is used up refuses the sign-in, but what it needs is time.
  if (/maximum credits|quota|concurren/i.test(text) || (code === 421 && RATE.test(text))) return 'limit/rate';
  // 500 to 503 speak of the command, not of the account.
  if (AUTH_OFF.test(text) && code > 503) return 'auth/disabled';
  if (APP_PASSWORD.test(text) && !isTemporary(reply)) return 'auth/secret-kind';
  if (code === 534 || (EXTRA_STEP.test(text) && !isTemporary(reply))) return 'auth/extra-step';
  if (ACCOUNT_OFF.test(text)) return 'account/inactive';
  if (code === 530) return 'auth/required';
  if (isTemporary(reply)) return 'auth/temporary';
  if (code === 504 || WRONG_MECHANISM.test(text)) return 'auth/no-common-mechanism';
  if (code === 501 || MALFORMED.test(text)) return 'auth/malformed';
  if (SHUT_OUT.test(text)) return 'auth/locked-out';
  if (code === 535 || code === 526) return 'auth/credentials';
  if (code === 500 || code === 502 || code === 503) return 'auth/not-offered';
  return 'auth/rejected';
}

type EnvelopeStage = 'mail-from' | 'rcpt-to' | 'message';

/**
 * The probe code of a refusal at MAIL, RCPT or after the message: all three have the same. The more special reasons come
 * first. Undefined for one that is the stage's own.
 */
export function envelopeRefusal(stage: EnvelopeStage, reply: SmtpReply, text: string): ProbeCode | undefined {
  return (
    outOfStep(reply, text) ?? ofTransport(reply, text) ?? ofClient(reply, text) ?? ofSender(reply, text) ?? ofLimits(reply, text) ?? ofStage(stage, reply, text)
  );
}

/** RFC 5321 §4.3.2: 503 is a command at the wrong time, so something before it was not understood, or not waited for. */
function outOfStep({ code }: SmtpReply, text: string): ProbeCode | undefined {
  const isCascade = code === 503 && /sequence|need (mail|rcpt)|(rcpt|mail|recipient).*(first|expected)|no valid recipients/i.test(text);
  return /synchroni[sz]ation/i.test(text) || isCascade || (code === 554 && /no valid recipients/i.test(text)) ? 'protocol/out-of-step' : undefined;
}

/** What this server can't take from anybody: without TLS, too big, to such an address, for so many. */
function ofTransport(reply: SmtpReply, text: string): ProbeCode | undefined {
  const { code } = reply;
  if (code === 538 || (code === 530 && WANTS_TLS.test(text)) || DEMANDS_TLS.test(text)) return 'mail/needs-tls';
  if (detail(reply, '6.7') || /SMTPUTF8/i.test(text)) return 'mail/needs-smtputf8';
  const isTooBig = detail(reply, '3.4') || /message (is )?too (big|large|long)|message size|size limit/i.test(text);
  if (isTooBig && !MAILBOX_FULL.test(text)) return 'limit/size';
  return detail(reply, '5.3') || /too many recipients/i.test(text) ? 'limit/recipients' : undefined;
}

/** What is wrong with where the mail comes from: address, network, domain. RFC 7372 §3 has some of the codes. */
function ofClient(reply: SmtpReply, text: string): ProbeCode | undefined {
  if (NO_REVERSE_DNS.test(text) || detail(reply, '7.25')) return 'client/no-reverse-dns';
  if (BLOCKLISTED.test(text)) return 'client/blocklisted';
  if (NOT_ON_LIST.test(text) || reply.code === 525) return 'client/not-allowed';
  return DOMAIN_POLICY.test(text) || detail(reply, '7.20', '7.21', '7.22', '7.26', '7.509', '7.515') ? 'message/domain-policy' : undefined;
}

function ofSender(reply: SmtpReply, text: string): ProbeCode | undefined {
  if (SANDBOX.test(text)) return 'limit/sandbox';
  if (/relaying disallowed as/i.test(text)) return 'mail/sender-not-allowed';
  if (RELAY_DENIED.test(text)) return 'rcpt/relay-denied';
  if (ACCOUNT_OFF.test(text) && !ABOUT_RECIPIENT.test(text)) return 'account/inactive';
  if (WANTS_AUTH.test(text)) return 'auth/required';
  if (SENDER_NOT_ALLOWED.test(text) || detail(reply, '7.60')) return 'mail/sender-not-allowed';
  return reply.code === 530 ? 'auth/required' : undefined;
}

function ofLimits(reply: SmtpReply, text: string): ProbeCode | undefined {
  if (RATE.test(text) && !MAILBOX_FULL.test(text)) return 'limit/rate';
  if (!isTemporary(reply)) return undefined;
  // Postfix's postscreen(8) ends its tests of a newcomer so, and knows him when he comes back.
  const isPostscreen = reply.code === 450 && detail(reply, '3.2');
  return isPostscreen || GREYLISTED.test(text) ? 'limit/greylisted' : 'limit/temporary';
}

function ofStage(stage: EnvelopeStage, reply: SmtpReply, text: string): ProbeCode | undefined {
  if (BAD_HELO.test(text) && /rejected|invalid|bad|need/i.test(text)) return 'ehlo/rejected';
  if (stage !== 'mail-from') {
    if (detail(reply, '1.2', '1.10', '4.4') || (stage === 'rcpt-to' && BAD_DOMAIN.test(text))) return 'rcpt/bad-domain';
    if (detail(reply, '1.1', '1.6') || (stage === 'rcpt-to' && UNKNOWN_USER.test(text))) return 'rcpt/unknown-user';
  }
  const isAboutContent = /^6\.\d+$/.test(reply.enhanced?.slice(2) ?? '') || CONTENT.test(text);
  return stage === 'message' && isAboutContent ? 'message/content' : undefined;
}

/** The code of a temporary refusal that has no reason of its own. */
export function limitCode(text: string): ProbeCode {
  return RATE.test(text) && !MAILBOX_FULL.test(text) ? 'limit/rate' : 'limit/temporary';
}
