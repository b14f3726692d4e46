import { Expired, within } from '../deadline.ts';
import { codeForFailure } from '../errors.ts';
import { addressFamily, hostNameProblem, isLoopback } from '../hostName.ts';
import { info, type Run, StageFailure, type StageResult, warn } from '../run.ts';
import type { LookupAnswer, ResolvedAddress } from '../transport.ts';

/** For all name lookups of a run together, where the plan says nothing. */
export const DEFAULT_RESOLVE_MS = 15_000;
/** A name with more addresses is a farm of equals; the rest would only prolong a failure. */
const MAX_ADDRESSES = 8;
/** Postfix tries so many mail exchangers of a domain and gives up (postconf(5) smtp_mx_address_limit has the same default). */
const MAX_EXCHANGES = 5;
/** After a failure, how long the other lookup may still take to be compared with. */
const COMPARE_MS = 2_000;

/** Stage `resolve`: the host's addresses, or those of its mail exchangers where the plan asks for them. */
export async function resolve(run: Run): Promise<StageResult> {
  const { plan } = run;
  const problem = hostNameProblem(plan.host);
  if (problem) throw new StageFailure({ code: 'dns/bad-name', detail: problem });
  const ms = plan.timeouts.resolveMs ?? DEFAULT_RESOLVE_MS;
  run.addresses = plan.lookupMx ? await addressesOfExchanges(run, ms) : await addressesOf(run, ms);
  const unusable = run.addresses.every(({ address }) => isUnspecified(address)) ? run.addresses[0] : undefined;
  if (unusable && addressFamily(plan.host) === 0) throw new StageFailure({ code: 'dns/sinkhole', detail: unusable.address });
  const addresses = run.addresses.map(({ address }) => address);
  return { facts: { addresses, ...(run.host === plan.host ? {} : { exchange: run.host }) } };
}

/** `0.0.0.0` and `::`: no host's address (RFC 1122 §3.2.1.3), but what filters answer for names they block. */
function isUnspecified(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

/** Both lookups run side by side; the operating system's counts, as it does for programs, and DNS explains it. */
async function addressesOf(run: Run, ms: number): Promise<readonly ResolvedAddress[]> {
  const lookup = run.transport.lookUp(run.host);
  run.lookup = lookup;
  const first = await within(lookup.system ?? lookup.dns, ms, run.signal);
  if ('addresses' in first && first.addresses.length > 0) return first.addresses.slice(0, MAX_ADDRESSES);
  const direct = lookup.system ? await within(lookup.dns, ms, run.signal) : first;
  const systemCode = 'code' in first ? first.code : 'ENODATA';
  if ('code' in direct) {
    // DNS has more words for a failure; but where it can't be asked at all, the system's word is the better one.
    const isMute = direct.code === 'ECONNREFUSED' || direct.code === 'ETIMEDOUT';
    const detail = isMute && lookup.system && systemCode !== 'EAI_AGAIN' ? systemCode : direct.code;
    throw new StageFailure({ code: codeForFailure('resolve', detail), detail });
  }
  if (direct.addresses.length === 0) throw new StageFailure({ code: 'dns/no-address', detail: 'ENODATA' });
  if (systemCode !== 'EAI_AGAIN') {
    const addresses = direct.addresses.map(({ address }) => address).join(', ');
    throw new StageFailure(
      { code: 'dns/os-lookup', detail: systemCode },
      { facts: { lookupsDiffer: `DNS says ${addresses}, the operating system ${systemCode}` } },
    );
  }
  warn(run, `the operating system could not look "${run.host}" up just now (${systemCode}); going on with the answer of DNS`);
  return direct.addresses.slice(0, MAX_ADDRESSES);
}

/**
 * The addresses of every mail exchanger of the plan's host, best first, or its own when it has none (RFC 5321
 * §5.1). Each carries the exchanger it belongs to, as Postfix goes on to the next when one does not answer.
 */
async function addressesOfExchanges(run: Run, ms: number): Promise<readonly ResolvedAddress[]> {
  const { plan } = run;
  const exchanges = await exchangesOf(run, ms);
  if (exchanges.length === 0) return addressesOf(run, ms);
  info(run, `MX of ${plan.host}: ${exchanges.join(', ')}; the first is dialled, as the relay host is not in brackets`);
  const found = await Promise.all(exchanges.map((name) => addressesOfExchange(run, name, ms)));
  const addresses = found.flatMap(({ addresses: list }) => list).slice(0, MAX_ADDRESSES);
  const problems = found.flatMap(({ problem }) => problem ?? []);
  for (const problem of problems) warn(run, problem);
  if (addresses.length === 0)
    throw new StageFailure({ code: 'dns/mx-broken', detail: problems[0] ?? 'no exchanger has an address' }, { notes: { evidence: problems, ruledOut: [] } });
  run.host = addresses[0]?.exchange ?? plan.host;
  return addresses;
}

/** The mail exchangers of the plan's host, best first; none when its own address is meant (RFC 5321 §5.1). */
export async function exchangesOf(run: Run, ms: number): Promise<readonly string[]> {
  const { plan, transport, signal } = run;
  const answer = await within(transport.query(plan.host, 'MX'), ms, signal);
  if ('code' in answer) {
    if (answer.code !== 'ENODATA' && answer.code !== 'ENOTFOUND') throw new StageFailure({ code: codeForFailure('resolve', answer.code), detail: answer.code });
    if (answer.code === 'ENODATA') info(run, `${plan.host} has no MX; its own address is meant (RFC 5321 §5.1)`);
    return [];
  }
  const exchanges = answer.records.map((name) => name.replace(/\.$/, '')).slice(0, MAX_EXCHANGES);
  if (exchanges.includes('')) throw new StageFailure({ code: 'dns/null-mx', detail: 'MX 0 "." (RFC 7505)' });
  return exchanges;
}

interface Exchange {
  readonly addresses: readonly ResolvedAddress[];
  readonly problem?: string;
}

/** Looks one exchanger up. RFC 5321 §5.1 wants a name with addresses of its own: no address, no alias. */
async function addressesOfExchange(run: Run, name: string, ms: number): Promise<Exchange> {
  if (addressFamily(name) !== 0) return { addresses: [], problem: `the MX "${name}" is an address, but DNS wants a name there (RFC 5321 §5.1)` };
  const { system, dns, cancel } = run.transport.lookUp(name);
  const [answer, alias] = await within(Promise.all([system ?? dns, run.transport.query(name, 'CNAME')]), ms, run.signal);
  const best = 'code' in answer && system ? await within(dns, ms, run.signal) : answer;
  cancel();
  if ('code' in best) return { addresses: [], problem: `the MX "${name}" has no address (${best.code})` };
  const isAlias = 'records' in alias;
  return {
    addresses: best.addresses.map((address) => ({ ...address, exchange: name })),
    ...(isAlias ? { problem: `the MX "${name}" is an alias of "${alias.records[0]}", which RFC 2181 §10.3 forbids; some servers won't deliver there` } : {}),
  };
}

/**
 * Compares the operating system's answer with that of DNS, without asking again. Undefined when they agree, or
 * when one is not there in time: at once unless `waits`, which is for after a failure.
 */
export async function lookupDifference(run: Run, waits: boolean): Promise<string | undefined> {
  const { lookup, host, signal } = run;
  if (!lookup?.system || isLoopback(host)) return undefined;
  try {
    const [system, direct] = await within(Promise.all([lookup.system, lookup.dns]), waits ? COMPARE_MS : 0, signal);
    return differenceText(system, direct);
  } catch (error) {
    if (error instanceof Expired) return undefined;
    throw error;
  }
}

function differenceText(system: LookupAnswer, direct: LookupAnswer): string | undefined {
  if ('code' in system) return undefined;
  const own = system.addresses.map(({ address }) => address);
  if ('code' in direct) {
    const isAbsent = direct.code === 'ENOTFOUND' || direct.code === 'ENODATA';
    return isAbsent ? `only the operating system knows the name (${own.join(', ')}): a hosts file, mDNS or VPN entry; DNS says ${direct.code}` : undefined;
  }
  // Farms answer with a part of their addresses each time, so only answers without anything in common differ.
  const others = direct.addresses.map(({ address }) => address);
  if (own.some((address) => others.includes(address)) || isPublicPair(own, others)) return undefined;
  return `the operating system says ${own.join(', ')}, DNS says ${others.join(', ')}: a hosts file, VPN or split DNS entry`;
}

function isPublicPair(own: readonly string[], others: readonly string[]): boolean {
  return [...own, ...others].every((address) => !isPrivateAddress(address));
}

/** Addresses that no public name leads to: RFC 1918, RFC 6598, RFC 3927, RFC 4193, loopback and unspecified ones. */
export function isPrivateAddress(address: string): boolean {
  if (addressFamily(address) === 4)
    return /^(0|10|127)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(address);
  return /^(::1?|f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*)$/i.test(address);
}
