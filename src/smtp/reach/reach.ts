import { Cancelled, Expired, within } from '../deadline.ts';
import { codeForFailure, normaliseCode } from '../errors.ts';
import { info, type Run, StageFailure, type StageResult, warn } from '../run.ts';
import { type Connection, type ResolvedAddress, TransportError } from '../transport.ts';
import type { AddressAttempt } from '../types.ts';
import { createWire } from '../wire.ts';
import { lookupDifference } from './lookups.ts';

/** How long an address has for itself before the next one is dialled beside it (RFC 8305 §5 allows 100 ms to 2 s). */
const STAGGER_MS = 1_000;
/** When addresses fail differently, the first of these is what the person must know. */
const TELLING_CONNECT_CODES: readonly string[] = ['ECONNREFUSED', 'ETIMEDOUT', 'ECONNRESET'];
/** What an IPv6 address without a way there fails with. */
const NO_ROUTE: ReadonlySet<string> = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL']);

interface Dialled {
  readonly target: ResolvedAddress;
  readonly connection: Connection;
}

/**
 * Stage `connect`: each address by itself, with its own timer, in the order of the lookup, until one answers. A
 * silent one holds the next up for a second only, so a blocked port costs one timeout and not one per address.
 */
export async function connect(run: Run): Promise<StageResult> {
  const { plan, signal, redactor, tell } = run;
  const attempts: AddressAttempt[] = [];
  const order = new Map(run.addresses.map((target, index) => [target.address, index]));
  const sorted = () => [...attempts].sort((a, b) => (order.get(a.address) ?? 0) - (order.get(b.address) ?? 0));
  const answered = await race(run, attempts);
  run.attempts = sorted();
  if (answered) {
    const { target, connection } = answered;
    run.address = target;
    run.host = target.exchange ?? run.host;
    run.wire = createWire(connection, redactor, tell, signal);
    run.localAddress = connection.localAddress;
    info(run, `Connected to ${endpoint(target, plan.port)}.`);
  }
  const lookupsDiffer = await lookupDifference(run, !answered);
  run.lookupsDiffer = lookupsDiffer;
  if (lookupsDiffer) info(run, `"${run.host}": ${lookupsDiffer}`);
  const facts = { attempts: run.attempts, ...(lookupsDiffer ? { lookupsDiffer } : {}) };
  if (answered) return { facts };
  const codes = run.attempts.map(({ code }) => code ?? '');
  const detail = TELLING_CONNECT_CODES.find((code) => codes.includes(code)) ?? codes[0] ?? normaliseCode(undefined);
  const isIpv6Alone = run.attempts.every(({ family, code }) => family === 6 && NO_ROUTE.has(code ?? ''));
  throw new StageFailure({ code: isIpv6Alone && codes.length > 0 ? 'tcp/no-ipv6' : codeForFailure('connect', detail), detail }, { facts });
}

/** Dials until an address answers; undefined when none does. Whoever lost is called off and no attempt outlives this. */
function race(run: Run, attempts: AddressAttempt[]): Promise<Dialled | undefined> {
  const off = new AbortController();
  const queue = [...run.addresses];
  let underWay = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return new Promise<Dialled | undefined>((resolve, reject) => {
    const next = () => {
      clearTimeout(timer);
      const target = queue.shift();
      if (!target) {
        if (underWay === 0) resolve(undefined);
        return;
      }
      underWay += 1;
      timer = setTimeout(next, STAGGER_MS);
      dialOne(run, target, off.signal, attempts).then((connection) => {
        underWay -= 1;
        if (connection && off.signal.aborted) connection.destroy();
        else if (connection) resolve({ target, connection });
        else next();
      }, reject);
    };
    next();
  }).finally(() => {
    clearTimeout(timer);
    off.abort();
  });
}

async function dialOne(run: Run, target: ResolvedAddress, off: AbortSignal, attempts: AddressAttempt[]): Promise<Connection | undefined> {
  const { plan, transport, signal } = run;
  const { address, family } = target;
  const start = transport.now();
  const elapsed = () => Math.round(transport.now() - start);
  info(run, `Trying ${endpoint(target, plan.port)}...`);
  const attempt = new AbortController();
  const onOff = () => attempt.abort();
  off.addEventListener('abort', onOff, { once: true });
  try {
    const connection = await within(transport.connect(target, plan.port, attempt.signal), plan.timeouts.connectMs, signal);
    if (!off.aborted) attempts.push({ address, family, ms: elapsed(), ok: true });
    return connection;
  } catch (error) {
    attempt.abort();
    if (error instanceof Cancelled || !(error instanceof Expired || error instanceof TransportError)) throw error;
    // Another address has answered meanwhile: nothing is known about this one.
    if (off.aborted) return undefined;
    const code = error instanceof Expired ? 'ETIMEDOUT' : error.code;
    attempts.push({ address, family, ms: elapsed(), ok: false, code });
    warn(run, `${endpoint(target, plan.port)}: ${code} after ${elapsed()} ms`);
    return undefined;
  } finally {
    off.removeEventListener('abort', onOff);
  }
}

/** An address with its port as people write it: IPv6 in brackets (RFC 3986 §3.2.2). */
export function endpoint({ address, family }: ResolvedAddress, port: number): string {
  return family === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}
