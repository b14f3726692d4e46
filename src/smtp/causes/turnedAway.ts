import { replyText } from '../reply.ts';
import type { ProbeCode, SmtpReply } from '../types.ts';

/** Block lists by the words that servers name them with: Postfix, Exim and rspamd templates, and the lists' own names. */
const BLOCK_LIST =
  /\b(?:blocked|listed|rejected|found|blacklisted) (?:using|by|in|at|on|via) (?:the )?(?:dnsbl |rbl )?([a-z0-9-]+(?:\.[a-z0-9-]+)+)|\b(spamhaus|spamcop|barracuda\w*|sorbs|uceprotect\w*|abusix|invaluement|psbl|proofpoint)\b/i;
const BLOCKED = /\b(black ?list|block ?list|block(ed)? list|blacklisted|dnsbl|rbl|bad reputation|poor reputation|low reputation|banned)\b/i;
const NO_PTR =
  /\b(ptr|rdns|reverse[ -]?(dns|lookup|host ?name|name)|fcrdns)\b|cannot find your (reverse )?hostname|(no|without|missing|invalid) (a )?(reverse|ptr)|does not resolve/i;
const TOO_MANY = /too (many|much|fast)|concurren|rate|throttl|limit|connections from|try again later.*load|load average|over ?load/i;

/** What a greeting that turns a client away is about, where its words say so. Codes vary by configuration, the words hardly. */
export function turnedAwayCode({ code, lines }: SmtpReply): ProbeCode {
  const text = lines.join(' ');
  const isTemporary = code >= 400 && code < 500;
  if (blockListOf(text) !== undefined || BLOCKED.test(text)) return 'greeting/blocked';
  if (NO_PTR.test(text)) return 'greeting/no-ptr';
  if (TOO_MANY.test(text)) return 'greeting/too-many';
  return isTemporary ? 'greeting/temporary' : 'greeting/rejected';
}

/** The block list that a reply names; undefined when it names none. */
export function blockListOf(text: string): string | undefined {
  const match = BLOCK_LIST.exec(text);
  return match?.[1] ?? match?.[2];
}

/** The client's address as the server saw it, where the reply says so: the one that lists and reverse DNS are about. */
export function seenAddress(reply: SmtpReply): string | undefined {
  return /\[((?:\d{1,3}\.){3}\d{1,3}|(?:ipv6:)?[0-9a-f:]*:[0-9a-f:]+)\]/i.exec(replyText(reply))?.[1];
}
