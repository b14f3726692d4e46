import { type PortPolicy, portPolicy } from '../../data/portPolicies.ts';
import { Cancelled, within } from '../deadline.ts';
import { info, type Notes, type Run } from '../run.ts';
import { TransportError } from '../transport.ts';
import type { PortAnswer, ProbeCode } from '../types.ts';
import { connectionsLeft, onNewConnection } from './counterProbes.ts';
import { DEFAULT_RESOLVE_MS } from './lookups.ts';

/** What the control host showed about the port. */
export type ControlAnswer = 'open' | 'silent' | undefined;

/** Says whether one connection must be kept for the control host. */
export function wantsControl(run: Run, code: ProbeCode): boolean {
  return code === 'tcp/timeout' && run.plan.controlHost !== undefined && connectionsLeft(run) > 0;
}

/**
 * Dials the same port on a host that listens on all of them: it tells a port that this network blocks from a
 * host that is silent. Nothing is said there. Undefined when it could not be asked, or refused, which a host that
 * listens everywhere does not. Rejects with Cancelled only.
 */
export async function askControl(run: Run): Promise<ControlAnswer> {
  const { plan, transport, signal } = run;
  const { controlHost } = plan;
  if (controlHost === undefined) return undefined;
  try {
    const [address] = await within(transport.resolve(controlHost), plan.timeouts.resolveMs ?? DEFAULT_RESOLVE_MS, signal);
    if (!address) return undefined;
    const answer = await onNewConnection(run, `does "${controlHost}" answer on port ${plan.port}?`, { port: plan.port, address }, async () => 'open' as const);
    if (answer === 'open') return 'open';
    return answer?.code === 'ETIMEDOUT' ? 'silent' : undefined;
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    info(run, `counter-probe: "${controlHost}" can't be asked (${error instanceof TransportError ? error.code : 'no answer'})`);
    return undefined;
  }
}

/** The port policy of the platform that the test runs on; undefined when that is none of ours. */
export function policyOf({ plan, transport }: Run): PortPolicy | undefined {
  return portPolicy(plan.platform ?? transport.platform ?? '');
}

/** Why a connection attempt got lost, by what else was asked: this network, the platform, that host, or not known. */
export function judgeTimeout(run: Run, control: ControlAnswer, answers: readonly PortAnswer[]): { readonly code: ProbeCode; readonly notes: Notes } {
  const { plan, host } = run;
  const policy = policyOf(run);
  const isBlockedThere = policy?.blocked.includes(plan.port) ?? false;
  const others = answers.filter(({ kind }) => kind !== 'timeout');
  const hostAnswers = others.length > 0 ? [`a host that is down: it answers on port ${others.map(({ port }) => port).join(', ')}`] : [];
  const seen = control && `the control host "${plan.controlHost}" ${control === 'open' ? 'answers' : 'does not answer'} on port ${plan.port}`;
  if (control === 'open') {
    const ruledOut = [`port ${plan.port} blocked by this network: the control host answers there`];
    return { code: 'tcp/host-silent', notes: { evidence: seen ? [seen] : [], ruledOut, confidence: 'certain' } };
  }
  const evidence = [...(seen ? [seen] : []), ...(isBlockedThere && policy ? [policyText(policy, plan.port)] : [])];
  const isProven = control === 'silent' && others.length > 0;
  if (isBlockedThere) return { code: 'tcp/platform-policy', notes: { evidence, ruledOut: hostAnswers, confidence: isProven ? 'certain' : 'likely' } };
  if (control === 'silent') {
    const ruledOut = [...hostAnswers, `"${host}" as the only cause: another host is as silent on this port`];
    return { code: 'tcp/port-blocked', notes: { evidence, ruledOut, confidence: isProven ? 'certain' : 'likely' } };
  }
  return { code: 'tcp/timeout', notes: { evidence, ruledOut: hostAnswers } };
}

function policyText({ name, forWhom, isUnsure }: PortPolicy, port: number): string {
  return `${name} ${isUnsure ? 'is said to block' : 'blocks'} port ${port} outwards${forWhom ? ` for ${forWhom}` : ''}`;
}
