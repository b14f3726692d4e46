import { causeOf } from '../causes/causes.ts';
import { hostNameProblem } from '../hostName.ts';
import { replyText } from '../reply.ts';
import { createRun, type Notes } from '../run.ts';
import { modeForPort } from '../target.ts';
import type { Transport } from '../transport.ts';
import type { Cause, ProbeFailure, RelayPlan, SmtpReply, StageName } from '../types.ts';
import { quotedReply, replyCode } from './errorReply.ts';
import { SIGNATURES } from './errorSignatures.ts';
import { appOf, type Endpoint, endpointOf, normaliseErrorText } from './errorText.ts';
import { maskSecrets } from './maskSecrets.ts';

/** What an error text of some program means. No secret of the text is in it. */
export interface Explanation {
  /** The program whose words these are, where it is known. */
  readonly app?: string;
  /** The server, as far as the text names it. */
  readonly host?: string;
  readonly port?: number;
  /** The server's own words, where the text quotes them. */
  readonly reply?: SmtpReply;
  /** The same cause that a live test would give, as sure as a text can make it. */
  readonly cause: Cause;
}

/** Stands where the text says nothing; taken out of the words again, see `withoutUnknowns`. */
const UNKNOWN_HOST = 'the mail server';
const UNKNOWN_PORT = 0;
const UNKNOWN_SENDER = 'the sender';
const UNKNOWN_RECIPIENT = 'the recipient';
const UNKNOWN_HELO = 'unknown HELO name';

/** What matters stands at the beginning of a paste; the rest is a stack trace. */
const MAX_TEXT = 20_000;

interface Finding {
  readonly stage: StageName;
  readonly failure: ProbeFailure;
  readonly notes: Notes;
  readonly step?: string;
}

/**
 * Explains what an app printed when it could not send: finds the server's reply, or else the runtime's words,
 * and gives the cause, owner and steps of the live test for it. Undefined when the text has nothing that we
 * know: a guess would send people the wrong way.
 */
export function explainError(text: string): Explanation | undefined {
  const clean = normaliseErrorText(maskSecrets(text.slice(0, MAX_TEXT)));
  const endpoint = endpointOf(clean);
  const found = badName(endpoint, clean) ?? findReply(clean) ?? findSignature(clean);
  if (!found) return undefined;
  const { stage, failure, notes, step } = found;
  const run = createRun(planOf(clean, endpoint), NO_TRANSPORT, new AbortController().signal, ignoreLines);
  const cause = causeOf({ run, stage, failure }, notes);
  const app = appOf(clean);
  return {
    ...(app ? { app } : {}),
    ...endpoint,
    ...(failure.reply ? { reply: failure.reply } : {}),
    cause: withoutUnknowns(step ? { ...cause, nextSteps: [...cause.nextSteps, step] } : cause),
  };
}

/** What a reply has in it of its author, where the error does not name the server. Ids are those of the provider table. */
const SIGNATURE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bgsmtp\b|(?:support|accounts)\.google\.com|google\.com\/mail/, 'gmail'],
  [/prod\.outlook\.com|aka\.ms\/smtp_auth_disabled|SmtpClientAuthentication|STOREDRV\.|SendAsDenied/i, 'm365'],
  [/\bMailgun\b/i, 'mailgun'],
  [/sendgrid/i, 'sendgrid'],
  [/Amazon SES|amazonaws|email address is not verified/i, 'amazon-ses'],
  [/service\.mail\.qq\.com/, 'qq'],
  [/help\.yahoo\.com/, 'yahoo'],
  [/\bzoho\b/i, 'zoho-mail'],
  [/\byandex\b/i, 'yandex'],
];

/** Nothing is asked of a network here. */
const NO_TRANSPORT = {} as Transport;

/** There is no dialogue to tell. */
function ignoreLines(): void {}

function planOf(text: string, { host = UNKNOWN_HOST, port = UNKNOWN_PORT }: Endpoint): RelayPlan {
  const user = /(?:username|user name|user|sasl_username)[ =:]+["']([^"'\n•]+)["']/i.exec(text)?.[1];
  const mailFrom = /(?:MAIL FROM:|from=)<([^<>\n]*)>/i.exec(text)?.[1] ?? UNKNOWN_SENDER;
  const rcptTo =
    /(?:RCPT TO:|\bto=)<([^<>\n]+)>/i.exec(text)?.[1] ??
    /<([^<>\s@]+@[^<>\s]+)>[.:]* *(?:\.\.\.)? ?(?:Recipient|Relay|User|No such)/i.exec(text)?.[1] ??
    UNKNOWN_RECIPIENT;
  const provider = host === UNKNOWN_HOST ? SIGNATURE_WORDS.find(([pattern]) => pattern.test(text))?.[1] : undefined;
  const heloName = /<([^<>\s]+)>: Helo command rejected/i.exec(text)?.[1] ?? UNKNOWN_HELO;
  return {
    host,
    port,
    mode: modeForPort(port),
    ...(user === undefined ? {} : { user }),
    mailFrom,
    rcptTo,
    heloName,
    verifyCertificate: true,
    allowClearTextAuth: false,
    ...(provider === undefined ? {} : { provider }),
    timeouts: { connectMs: 0, greetingMs: 0, tlsMs: 0, commandMs: 0 },
  };
}

/** A name that was looked up and can be none: quotes, commas and ports that got into the setting. */
function badName({ host }: Endpoint, text: string): Finding | undefined {
  const problem = host === undefined || !/getaddrinfo|ENOTFOUND|EDNS/.test(text) ? undefined : hostNameProblem(host);
  if (host === undefined || !problem) return undefined;
  const evidence = [`the error says: ${lineAround(text, text.indexOf(host))}`];
  return { stage: 'resolve', failure: { code: 'dns/bad-name', detail: problem }, notes: { evidence, ruledOut: [], confidence: 'certain' } };
}

function findReply(text: string): Finding | undefined {
  const quoted = quotedReply(text);
  if (!quoted) return undefined;
  const { reply, stage, isStageGuessed } = quoted;
  const code = replyCode(quoted);
  return {
    stage,
    failure: { code, detail: replyText(reply), reply },
    notes: { evidence: [], ruledOut: [], confidence: isStageGuessed && isStageTelling(code) ? 'likely' : 'certain' },
  };
}

/** Codes that another stage would have got for the same words. */
function isStageTelling(code: string): boolean {
  return /^((mail|rcpt|message|greeting)\/(rejected|temporary)|message\/content)$/.test(code);
}

function findSignature(text: string): Finding | undefined {
  for (const { pattern, stage, code, detail, certain, step } of SIGNATURES) {
    const match = pattern.exec(text);
    if (!match) continue;
    const words = lineAround(text, match.index);
    return {
      stage,
      failure: { code, detail: detail ?? shortened(match[0].replace(/\s+/g, ' ').trim(), 80) },
      notes: { evidence: [`the error says: ${words}`], ruledOut: [], confidence: certain ? 'certain' : 'likely' },
      ...(step ? { step } : {}),
    };
  }
  return undefined;
}

/** The line that the words stand in, short enough to read. */
function lineAround(text: string, index: number): string {
  const start = text.lastIndexOf('\n', index) + 1;
  const end = text.indexOf('\n', index);
  const line = text.slice(start, end === -1 ? undefined : end);
  const from = Math.max(0, index - start - 80);
  return shortened(
    line
      .slice(from)
      .replace(/[\p{Cc}]/gu, ' ')
      .trim(),
    200,
  );
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** What the texts of the live test say about things that a pasted text leaves open. */
const UNKNOWNS: readonly (readonly [RegExp, string])[] = [
  [/ (?:for |on )?port 0\b/g, ''],
  [new RegExp(`${UNKNOWN_HOST} port (\\d+)`, 'g'), `port $1 of ${UNKNOWN_HOST}`],
  [new RegExp(`is not for "${UNKNOWN_HOST}"`, 'g'), 'is for another name'],
  [new RegExp(`the name "${UNKNOWN_HOST}"`, 'g'), `the name of ${UNKNOWN_HOST}`],
  [new RegExp(`"${UNKNOWN_HOST}"`, 'g'), `the name of ${UNKNOWN_HOST}`],
  [new RegExp(`the name "${UNKNOWN_HELO}"`, 'g'), 'the name'],
  [new RegExp(`<(${UNKNOWN_SENDER}|${UNKNOWN_RECIPIENT})>`, 'g'), '$1'],
  [/: the server offers none$/, ''],
];

/** Evidence that rests on what only a live test sees. */
const UNSEEN = /^it is for no name at all$|^the server offers no STARTTLS$|^this client knows /;

function withoutUnknowns(cause: Cause): Cause {
  const clean = (text: string) => UNKNOWNS.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
  return {
    ...cause,
    summary: clean(cause.summary),
    evidence: cause.evidence.filter((text) => !UNSEEN.test(text)).map(clean),
    ruledOut: cause.ruledOut.map(clean),
    nextStep: clean(cause.nextStep),
    nextSteps: cause.nextSteps.map(clean),
  };
}
