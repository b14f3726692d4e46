import { Expired, within } from './deadline.ts';
import { codeForFailure, normaliseCode } from './errors.ts';
import { hostNameProblem } from './hostName.ts';
import { info, type Run, StageFailure, type StageResult, warn } from './run.ts';
import { type ResolvedAddress, TransportError } from './transport.ts';
import type { AddressAttempt } from './types.ts';
import { createWire } from './wire.ts';

/** For all name lookups of a run together, where the plan says nothing. */
export const DEFAULT_RESOLVE_MS = 15_000;
/** A name with more addresses is a farm of equals; the rest would only prolong a failure. */
const MAX_ADDRESSES = 8;
/** When addresses fail differently, the first of these is what the person must know. */
const TELLING_CONNECT_CODES: readonly string[] = ['ECONNREFUSED', 'ETIMEDOUT', 'ECONNRESET'];

/** Stage `resolve`: the host's addresses, or those of its mail exchanger where the plan asks for one. */
export async function resolve(run: Run): Promise<StageResult> {
  const { plan, transport, signal } = run;
  const problem = hostNameProblem(plan.host);
  if (problem) throw new StageFailure({ code: 'dns/bad-name', detail: problem });
  const ms = plan.timeouts.resolveMs ?? DEFAULT_RESOLVE_MS;
  if (plan.lookupMx) run.host = await exchangerOf(run, ms);
  run.addresses = (await within(transport.resolve(run.host), ms, signal)).slice(0, MAX_ADDRESSES);
  if (run.addresses.length === 0) throw new StageFailure({ code: 'dns/no-address', detail: 'ENODATA' });
  const addresses = run.addresses.map(({ address }) => address);
  return { facts: { addresses, ...(run.host === plan.host ? {} : { exchange: run.host }) } };
}

/** The name to dial: the best mail exchanger of the plan's host, or the host itself when it has none (RFC 5321 §5.1). */
export async function exchangerOf(run: Run, ms: number): Promise<string> {
  const { plan, transport, signal } = run;
  const exchanges = await within(transport.resolveMx(plan.host), ms, signal);
  const [best] = exchanges;
  if (best === undefined) return plan.host;
  if (best === '' || best === '.') throw new StageFailure({ code: 'dns/no-address', detail: 'null MX (RFC 7505): the domain takes no mail' });
  info(run, `MX of ${plan.host}: ${exchanges.join(', ')}; the first is dialled, as the relay host is not in brackets`);
  return best;
}

/** Stage `connect`: each address by itself, in order, until one answers. */
export async function connect(run: Run): Promise<StageResult> {
  const { plan, transport, signal, redactor, tell } = run;
  const attempts: AddressAttempt[] = [];
  for (const target of run.addresses) {
    const { address, family } = target;
    const start = transport.now();
    const elapsed = () => Math.round(transport.now() - start);
    info(run, `Trying ${endpoint(target, plan.port)}...`);
    const attempt = new AbortController();
    try {
      const connection = await within(transport.connect(target, plan.port, attempt.signal), plan.timeouts.connectMs, signal);
      attempts.push({ address, family, ms: elapsed(), ok: true });
      run.attempts = attempts;
      run.address = target;
      run.wire = createWire(connection, redactor, tell, signal);
      info(run, `Connected to ${endpoint(target, plan.port)}.`);
      return { facts: { attempts } };
    } catch (error) {
      attempt.abort();
      if (!(error instanceof Expired) && !(error instanceof TransportError)) throw error;
      const code = error instanceof Expired ? 'ETIMEDOUT' : error.code;
      attempts.push({ address, family, ms: elapsed(), ok: false, code });
      warn(run, `${endpoint(target, plan.port)}: ${code} after ${elapsed()} ms`);
    }
  }
  run.attempts = attempts;
  const codes = attempts.map(({ code }) => code ?? '');
  const detail = TELLING_CONNECT_CODES.find((code) => codes.includes(code)) ?? codes[0] ?? normaliseCode(undefined);
  throw new StageFailure({ code: codeForFailure('connect', detail), detail }, { facts: { attempts } });
}

/** An address with its port as people write it: IPv6 in brackets (RFC 3986 §3.2.2). */
export function endpoint({ address, family }: ResolvedAddress, port: number): string {
  return family === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}
