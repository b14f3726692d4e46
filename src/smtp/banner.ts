import { registeredDomain } from '../data/domain.ts';
import { submissionHostOf } from '../data/mailExchangers.ts';
import { providerOf } from '../data/providers.ts';
import { addressFamily } from './hostName.ts';
import type { Run } from './run.ts';
import type { SmtpReply } from './types.ts';

/** The host that a greeting names (RFC 5321 §4.2: the first word after the code); undefined when it is no full name. */
export function bannerHost({ lines }: SmtpReply): string | undefined {
  const [word = ''] = (lines[0] ?? '').trim().split(/\s+/);
  const name = word.toLowerCase().replace(/\.$/, '');
  return /^[a-z0-9_-]+(\.[a-z0-9_-]+)*\.[a-z][a-z0-9-]+$/.test(name) ? name : undefined;
}

/** A greeting of asterisks: what Cisco's SMTP inspection makes of it (its command reference, "inspect esmtp"). */
export function isMaskedGreeting({ lines }: SmtpReply): boolean {
  return lines.some((line) => /\*{4,}/.test(line) && !/[a-z]{4,}/i.test(line.replace(/\b(esmtp|smtp)\b/i, '')));
}

/**
 * The host in the greeting, when neither the name that was dialled nor its provider has anything to do with it.
 * Aliases make this common with small servers; at a known provider it is the mark of a proxy in between.
 */
export function otherDomain({ greeting, host, plan }: Run): string | undefined {
  const name = greeting && bannerHost(greeting);
  if (!name) return undefined;
  const own = [host, plan.host, plan.serverName ?? host]
    .filter((each) => each.includes('.') && addressFamily(each) === 0)
    .map((each) => each.toLowerCase().replace(/\.$/, ''));
  if (own.length === 0 || own.some((each) => registeredDomain(each) === registeredDomain(name))) return undefined;
  const provider = providerOf(host) ?? providerOf(plan.host);
  const isOwn = (each: string) => providerOf(each)?.id === provider?.id;
  const isSameProvider =
    provider !== undefined &&
    (isOwn(name) ||
      isOwn(submissionHostOf([name]) ?? '') ||
      provider.hosts.some(({ pattern, regex }) => !regex && registeredDomain(pattern) === registeredDomain(name)));
  return isSameProvider ? undefined : name;
}
