import { isImplicitTlsPort, isStartTlsPort, SMTP_PORT } from '../../data/ports.ts';
import type { Provider } from '../../data/providers.ts';
import type { Located, RelaySetting } from '../../discover/types.ts';
import { defineRule } from '../define.ts';
import { RELAY_KINDS } from '../support/allKinds.ts';
import { dotenv } from '../support/examples.ts';
import { providerPortMode, writtenPort } from '../support/portAndMode.ts';
import { passwordTableNote, retargetPostfix } from '../support/postfixRetarget.ts';
import { rfc } from '../support/references.ts';
import { providerOfRelay, remoteRelays, severityFor } from '../support/relays.ts';
import { retarget, retargetFix } from '../support/retarget.ts';
import type { Fix } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly provider: Provider;
  readonly port: Located<number>;
}

/** A port on which the provider is known not to listen. */
export const unreachableProviderPort = defineRule<State>({
  meta: {
    id: 'relay/unreachable-provider-port',
    severity: 'warning',
    since: '0.1.0',
    kinds: RELAY_KINDS,
    listens: ['port', 'host'],
    title: 'Port that the provider does not offer',
    why: 'Each provider listens on a few ports only. On another one nothing answers: the connection is refused or runs into a timeout.',
    bad: dotenv('SMTP_HOST=smtp.office365.com\nSMTP_PORT=465\nSMTP_SECURE=true\n'),
    ok: dotenv('SMTP_HOST=smtp.office365.com\nSMTP_PORT=587\nSMTP_SECURE=false\n'),
    references: [
      rfc(6409, '3.1'),
      {
        title: 'Microsoft 365: SMTP client submission',
        url: 'https://learn.microsoft.com/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365',
      },
    ],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const provider = providerOfRelay(setting);
      const port = writtenPort(setting);
      if (!provider || !port || port.value === SMTP_PORT || !provider.verified.includes('ports')) continue;
      if (provider.notListening?.includes(port.value) && !isMismatched(setting, port.value)) yield { setting, provider, port };
    }
  },
  word: ({ setting, provider, port }, { postfix }) => ({
    at: port.span,
    severity: severityFor(setting, 'warning'),
    message: `${provider.name} does not answer on port ${port.value}. expected ${expectedPorts(provider)}`,
    related: postfix ? passwordTableNote(postfix) : [],
  }),
  fixes({ setting, provider }, context): Fix[] {
    const wanted = provider.preferred;
    if (wanted === undefined) return [];
    const isImplicit = providerPortMode(setting, wanted) === 'implicit-tls';
    const found = context.postfix
      ? retargetPostfix(setting, context, wanted, isImplicit)
      : retarget(setting, { port: wanted, modes: isImplicit ? ['implicit-tls'] : ['starttls-required', 'starttls-opportunistic'] });
    return found ? [retargetFix(`Switch to port ${wanted}`, found, 'unsafe', true)] : [];
  },
});

function expectedPorts({ ports }: Provider): string {
  const submission = ports.filter(({ port }) => port !== SMTP_PORT);
  const known = (submission.length > 0 ? submission : ports).map(({ port }) => String(port));
  return known.length > 1 ? `one of ${known.join(', ')}` : (known[0] ?? 'another one');
}

/** Port and protection contradict each other as well, which has findings of its own. */
function isMismatched({ security }: RelaySetting, port: number): boolean {
  if (isImplicitTlsPort(port)) return security.effective !== 'implicit-tls' && security.effective !== 'unspecified';
  return isStartTlsPort(port) && security.effective === 'implicit-tls';
}
