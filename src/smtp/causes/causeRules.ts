import { isImplicitTlsPort, isStartTlsPort, SMTP_PORT } from '../../data/ports.ts';
import type { ProbeCode, RelayPlan } from '../types.ts';

interface Sighting {
  readonly rule: string;
  /** Whether the rule looks at such a plan at all; always, when left out. */
  readonly sees?: (plan: RelayPlan) => boolean;
}

/** The rules that see in the files what a run sees on the wire. Ids are those of src/rules. */
export const CAUSE_RULES: Partial<Record<ProbeCode, Sighting>> = {
  'dns/bad-name': { rule: 'relay/malformed-host' },
  'tcp/timeout': { rule: 'relay/unreachable-port-25', sees: ({ port, provider }) => port === SMTP_PORT && provider !== undefined },
  'greeting/tls-expected': { rule: 'tls/mismatched-port-465', sees: ({ port }) => isImplicitTlsPort(port) },
  'tls/plain-server': { rule: 'tls/mismatched-port-587', sees: ({ port }) => isStartTlsPort(port) },
  'auth/needs-tls': { rule: 'tls/missing-tls', sees: ({ mode }) => mode === 'none' },
  'auth/clear-text-refused': { rule: 'tls/missing-tls', sees: ({ mode }) => mode === 'none' },
};

/** The rule about the form of a user name at a known provider. */
export const USER_NAME_RULE = 'auth/mismatched-user-name';

/** The rule that sees the same mistake in the configuration, if there is one. */
export function ruleFor(code: ProbeCode, plan: RelayPlan): string | undefined {
  const sighting = CAUSE_RULES[code];
  return sighting && (sighting.sees?.(plan) ?? true) ? sighting.rule : undefined;
}
