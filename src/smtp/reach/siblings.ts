import { ALTERNATE_SUBMISSION_PORT, IMPLICIT_TLS_PORT, isImplicitTlsPort, SMTP_PORT, SUBMISSION_PORT } from '../../data/ports.ts';
import { providerById, providerOf } from '../../data/providers.ts';
import { isLoopback } from '../hostName.ts';
import { info, type Run } from '../run.ts';
import type { ResolvedAddress } from '../transport.ts';
import type { PortAnswer, ProbeCode, ProvenSettings, RelayPlan } from '../types.ts';
import { connectionsLeft, talkOn } from './counterProbes.ts';
import { type PortTalk, portAnswer, provenBy } from './portTalk.ts';

/** The failures that another port of the same host may not have. */
const PORT_CODES: ReadonlySet<ProbeCode> = new Set([
  'tcp/timeout',
  'tcp/refused',
  'tcp/reset',
  'greeting/timeout',
  'greeting/closed',
  'greeting/not-smtp',
  'greeting/tls-expected',
  'tls/plain-server',
  'starttls/not-offered',
  'starttls/stripped',
  'starttls/rejected',
  'starttls/temporary',
  'auth/not-offered',
]);
/** A server that turns a client away on the port between servers may take it in on the port for customers. */
const DOOR_CODES: ReadonlySet<ProbeCode> = new Set(['greeting/blocked', 'greeting/no-ptr', 'greeting/rejected']);
/** Where the mail catchers of development listen (Mailpit, MailHog, MailCatcher, smtp4dev). */
const CATCHER_PORT = 1025;

/** What the other ports said, and the best of the settings that they have shown to work. */
export interface Siblings {
  readonly answers: readonly PortAnswer[];
  readonly proven?: ProvenSettings;
}

/** Says whether another port may help with a failure. */
export function isPortMatter(code: ProbeCode, plan: RelayPlan): boolean {
  return PORT_CODES.has(code) || (plan.port === SMTP_PORT && DOOR_CODES.has(code));
}

/** The ports worth asking, the likeliest first: those of the provider where it is known, else those of RFC 6409 and 8314. */
export function siblingPorts(plan: RelayPlan, host: string): readonly number[] {
  const provider = (plan.provider ? providerById(plan.provider) : undefined) ?? providerOf(host);
  const known = provider?.ports.map(({ port }) => port) ?? [];
  const preferred = provider?.preferred === undefined ? [] : [provider.preferred];
  const usual = [SUBMISSION_PORT, IMPLICIT_TLS_PORT, plan.port === SMTP_PORT ? ALTERNATE_SUBMISSION_PORT : SMTP_PORT, ALTERNATE_SUBMISSION_PORT];
  const standard = usual.filter((port) => known.length === 0 || known.includes(port));
  const order = isLoopback(host) ? [CATCHER_PORT, ...usual] : [...preferred, ...standard, ...known];
  return [...new Set(order)].filter((port) => port !== plan.port);
}

/** Asks so many other ports, all at once. Counts them as extra connections. Rejects with Cancelled only. */
export async function askSiblings(run: Run, reserve: number): Promise<Siblings> {
  const address = run.address ?? reachableFirst(run.addresses);
  const ports = siblingPorts(run.plan, run.host).slice(0, Math.max(0, connectionsLeft(run) - reserve));
  if (!address || ports.length === 0) return { answers: [] };
  info(run, `asking ${ports.length === 1 ? `port ${ports[0]}` : `ports ${ports.join(', ')}`} of the same host instead`);
  const asked = await Promise.all(ports.map(async (port) => ({ port, told: await askPort(run, address, port) })));
  const answers = asked.flatMap(({ port, told }) => (told === undefined ? [] : ['code' in told ? refusal(port, told.code) : portAnswer(port, told)]));
  const proven = asked.flatMap(({ port, told }) => (told === undefined || 'code' in told ? [] : (provenBy(run.plan, port, told) ?? [])));
  const best = bestOf(run.plan, proven);
  return { answers, ...(best ? { proven: best } : {}) };
}

function askPort(run: Run, address: ResolvedAddress, port: number): Promise<PortTalk | { readonly code: string } | undefined> {
  return talkOn(run, { port, implicit: isImplicitTlsPort(port), address, question: `what does port ${port} say?` });
}

/** IPv6 without a route is the commoner trouble, so an IPv4 address is asked where there is one. */
function reachableFirst(addresses: readonly ResolvedAddress[]): ResolvedAddress | undefined {
  return addresses.find(({ family }) => family === 4) ?? addresses[0];
}

function refusal(port: number, code: string): PortAnswer {
  const kind = code === 'ECONNREFUSED' ? 'refused' : code === 'ETIMEDOUT' ? 'timeout' : 'other';
  return { port, kind, detail: code };
}

/** TLS before none, the plan's own mode before another, then TLS from the first byte (RFC 8314 §3.3), then the port for customers. */
function bestOf(plan: RelayPlan, proven: readonly ProvenSettings[]): ProvenSettings | undefined {
  const rank = ({ mode = plan.mode, port = plan.port }: ProvenSettings) =>
    (mode === 'none' ? 0 : 8) + (mode === plan.mode ? 4 : 0) + (mode === 'implicit-tls' ? 2 : 0) + (port === SMTP_PORT ? 0 : 1);
  return [...proven].sort((a, b) => rank(b) - rank(a))[0];
}

/** One line of evidence per port. */
export function siblingText({ port, kind, detail, startTls, mechanisms = [], certificateValid }: PortAnswer): string {
  if (kind === 'refused') return `port ${port}: nothing listens`;
  if (kind === 'timeout') return `port ${port}: no answer, either`;
  if (kind === 'other') return `port ${port}: ${detail}`;
  const parts = [
    kind === 'tls' ? 'TLS from the first byte' : startTls ? 'STARTTLS' : 'no TLS',
    ...(certificateValid === undefined ? [] : [certificateValid ? 'certificate valid' : 'certificate not valid']),
    mechanisms.length > 0 ? `AUTH ${mechanisms.join(' ')}` : 'no sign-in',
  ];
  return `port ${port} answers: ${parts.join(', ')}`;
}
