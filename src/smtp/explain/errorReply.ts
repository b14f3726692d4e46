import { codeForReply } from '../causes/classify.ts';
import type { ProbeCode, SmtpReply, StageName } from '../types.ts';

/** A reply of the server that an error quotes. */
export interface QuotedReply {
  readonly reply: SmtpReply;
  readonly stage: StageName;
  /** The error does not say at which command the reply came; its words and its code suggest one. */
  readonly isStageGuessed: boolean;
}

/** Codes that servers refuse with (RFC 5321 §4.2.3, RFC 4954 §6, RFC 3463 and what providers send). */
const CODE = '(?:42[123]|43[0-9]|45[0-9]|50[0-4]|52[1-3]|53[0-9]|541|55[0-6])';
const ENHANCED = '#?[45]\\.\\d{1,3}\\.\\d{1,3}';

/** What stands before a reply that is quoted: the end of some words, or the start of a line with the hints of a transcript. */
const LEAD = String.raw`(?:(?:^|\n)[ \t]{0,20}(?:(?:\S{1,60} ){0,12}(?:S:|SERVER -> CLIENT:)|<[-~*]+|<|└──)?[ \t]{0,20}|[:=>(\["'][ \t]?["']?|\b(?:said|code|returned|received|respon(?:se|ded)|error|failed|message|from server) (?:with )?(?:code )?["'(]?|\b(?:login|greeting|TLS|envelope) - )`;

const REPLY = new RegExp(
  // The code, and its text: after a blank or hyphen, as the second of a Python tuple, or after "code" and "with message".
  String.raw`${LEAD}(?<code>${CODE})(?:(?<=["'(]${CODE})"?,? b?["'](?=\S)|", with message "(?:${CODE}[ -])?|[ -]|: |,? b["'])(?<text>[^\n]*(?:\n(?:\k<code>[ -]|[45]\.\d\.\d{1,3}[ ])[^\n]*)*)`,
);

/** .NET hides the code behind a sentence of its own (System.Net.Mail, SmtpStatusCode). */
const DOTNET: readonly (readonly [RegExp, number])[] = [
  [/The SMTP server requires a secure connection or the client was not authenticated/, 530],
  [/Mailbox unavailable/, 550],
  [/Transaction failed/, 554],
  [/Mailbox name not allowed/, 553],
  [/Exceeded storage allocation/, 552],
  [/Service not available, closing transmission channel/, 421],
  [/Insufficient system storage/, 452],
  [/Error in processing/, 451],
  [/Bad sequence of commands/, 503],
  [/Command parameter not implemented/, 504],
  [/Syntax error, command unrecognized/, 500],
  [/Syntax error in parameters or arguments/, 501],
];

/** Where a program goes on after the server's words. */
const ENDS: readonly RegExp[] = [
  /["']\s*[,;)}\]].*$/s,
  /["'] \{.*$/s,
  /\\?" ?(?:in|at) \S+\.php.*$/s,
  /["']?\s*\(in reply to [A-Z ]+ command\).*$/s,
  /; from=<.*$/s,
  /\s+at (?:[\w$.<>]+\(|\S+ \(|\S+:\d+).*$/s,
  /\. Authenticator \w+ returned .*$/s,
  /\[?\s*"?\)?\s*(?:nested exception is).*$/s,
];

/** Finds the reply that an error is about: the first refusal in it. Undefined when it quotes none. */
export function quotedReply(text: string): QuotedReply | undefined {
  const found = dotnetReply(text) ?? plainReply(text) ?? mailKitReply(text) ?? phpMailerReply(text);
  if (!found) return undefined;
  const stage = stageIn(text);
  return { reply: found, stage: stage ?? stageOf(found), isStageGuessed: stage === undefined };
}

function plainReply(text: string): SmtpReply | undefined {
  const groups = REPLY.exec(text)?.groups;
  if (!groups) return undefined;
  const code = Number(groups.code);
  const words = trimmed(groups.text ?? '');
  // The same numbers mean other things in HTTP, and a number alone means nothing.
  if (
    words === '' ||
    /^(?:Internal Server Error|Not Implemented|Bad Gateway|Service Unavailable|Gateway Time-?out|Moved|ms|milliseconds|sec(?:onds)?|bytes|messages)\b/i.test(
      words,
    )
  )
    return undefined;
  return makeReply(code, words);
}

function dotnetReply(text: string): SmtpReply | undefined {
  const [, said] = /The server response was: ([^\n]+)/.exec(text) ?? [];
  const code = said === undefined ? undefined : DOTNET.find(([pattern]) => pattern.test(text))?.[1];
  if (said === undefined || code === undefined) return undefined;
  // Exchange repeats why the sign-in before it failed; that is the cause, and this only follows from it.
  const inner = new RegExp(`Error: (${CODE}) (.+)`).exec(said);
  return inner ? makeReply(Number(inner[1]), trimmed(inner[2]!)) : makeReply(code, trimmed(said));
}

/** MailKit prints the text of a reply, and the code as a word or not at all. */
function mailKitReply(text: string): SmtpReply | undefined {
  const [, kind = '', enhanced = '', words = ''] =
    new RegExp(`(?:SmtpCommandException|AuthenticationException|SMTP\\w*Error|Error)\\)?: (?:(\\w+): )?(${ENHANCED}) ([^\\n]+)`).exec(text) ?? [];
  if (enhanced === '') return undefined;
  const isAuth = /Authentication/.test(kind) || /AuthenticationException|Authenticat(?:e|ion)\w*\(|unsuccessful/.test(text);
  return makeReply(isAuth ? 535 : enhanced.startsWith('4') || enhanced.startsWith('#4') ? 450 : 550, `${enhanced} ${trimmed(words)}`);
}

/** PHPMailer takes a reply apart. */
function phpMailerReply(text: string): SmtpReply | undefined {
  const code = new RegExp(`SMTP code: (${CODE})`).exec(text)?.[1];
  const words = /Detail: (.*?)\s*SMTP code:/s.exec(text)?.[1] ?? '';
  const enhanced = new RegExp(`Additional SMTP info: (${ENHANCED})`).exec(text)?.[1];
  return code === undefined ? undefined : makeReply(Number(code), [enhanced, words].filter(Boolean).join(' ').trim());
}

function makeReply(code: number, words: string): SmtpReply {
  const lines = words
    .split('\n')
    .map((line) => line.replace(new RegExp(`^${code}[ -]`), '').trim())
    .filter((line) => line !== '');
  const enhanced = new RegExp(`^(${ENHANCED})(?![\\d.])`).exec(lines[0] ?? '')?.[1]?.replace('#', '');
  // Where line ends got lost on the way, the code of the next line stands in the middle.
  const inner = enhanced === undefined ? undefined : new RegExp(`\\??${code}[ -]${enhanced}\\s*`, 'g');
  return { code, ...(enhanced?.startsWith(String(code)[0]!) ? { enhanced } : {}), lines: inner ? lines.map((line) => line.replace(inner, ' ')) : lines };
}

function trimmed(words: string): string {
  const text = ENDS.reduce((rest, end) => rest.replace(end, ''), words)
    .slice(0, 400)
    .trim();
  return withoutClosers(text);
}

/** A bracket or quote at the end that was opened before the reply belongs to the program. */
function withoutClosers(text: string): string {
  let rest = text;
  for (let last = rest.at(-1) ?? ''; isStray(rest, last); last = rest.at(-1) ?? '') rest = rest.slice(0, -1).trimEnd();
  return rest;
}

function isStray(text: string, last: string): boolean {
  const opener = { ')': '(', ']': '[', '}': '{' }[last];
  const count = (character: string) => text.split(character).length - 1;
  return opener === undefined ? /["'`]/.test(last) && count(last) % 2 === 1 : count(last) > count(opener);
}

/** Words of the programs for the command that failed. */
const STAGE_WORDS: readonly (readonly [RegExp, StageName])[] = [
  [
    /in reply to (?:end of )?DATA|DATA END command failed|DATA command failed|SMTPDataError|SMTPSendFailedException|Message failed|command: '?DATA|data not accepted|SMTP Error: data/i,
    'message',
  ],
  [
    /in reply to MAIL FROM|MAIL FROM command failed|SMTPSenderRefused|SMTPSenderFailedException|Mail command failed|command: '?MAIL|MAIL failed|during MAIL FROM|SenderNotAccepted/i,
    'mail-from',
  ],
  [
    /in reply to RCPT TO|RCPT TO command failed|SMTPRecipientsRefused|SMTPAddressFailedException|recipients were rejected|command: '?RCPT|RCPT failed|reject: RCPT from|RecipientNotAccepted|RecipientError|recipients failed/i,
    'rcpt-to',
  ],
  [/refused to talk to me|Invalid greeting|SMTPConnectError|expected (?:response )?code "?220"? but got/i, 'greeting'],
  [/in reply to (?:EHLO|HELO)|(?:EHLO|HELO) command failed|SMTPHeloError|command: '?(?:EHLO|HELO)/i, 'ehlo'],
  [/STARTTLS command failed|Error initiating TLS|command: '?STARTTLS/i, 'starttls'],
  [
    /Invalid login|Authentication(?:Failed)?(?:Exception|Error)|SMTPAuthenticationError|SASL authentication failed|Failed to authenticate|command: '?AUTH|Password (?:command failed|not accepted)|AUTH command failed|Could not authenticate|Login denied|EAUTH|authentication failed|No authentication type succeeded/i,
    'auth',
  ],
];

function stageIn(text: string): StageName | undefined {
  return STAGE_WORDS.find(([pattern]) => pattern.test(text))?.[1];
}

/** The command a reply belongs to when nobody says: sign-in codes of RFC 4954 §6, else by what the words are about. */
function stageOf({ code, enhanced, lines }: SmtpReply): StageName {
  const words = lines.join(' ');
  if (
    code === 535 ||
    code === 534 ||
    code === 538 ||
    code === 432 ||
    (code === 454 && /auth/i.test(words)) ||
    /authentication (?:failed|not enabled)/i.test(words)
  )
    return 'auth';
  if (/\brelay|recipient|user unknown|no such user|mailbox/i.test(words) || enhanced?.slice(1, 3) === '.1') return 'rcpt-to';
  if (code === 454 && /\btls\b/i.test(words)) return 'starttls';
  if (/\bhelo\b|\behlo\b|invalid domain name/i.test(words)) return 'ehlo';
  if (code === 421 || /client host|blocked using|rejected by RBL|PTR|reverse/i.test(words)) return 'greeting';
  if (code === 530 || /\bsender|\bfrom\b|send as/i.test(words)) return 'mail-from';
  return 'message';
}

/** The code of the live test for a quoted reply. */
export function replyCode({ reply, stage }: QuotedReply): ProbeCode {
  return codeForReply(stage, reply);
}
