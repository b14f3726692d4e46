import { IMPLICIT_TLS_PORT, SMTP_PORT, SUBMISSION_PORT } from '../../data/ports.ts';
import type { Provider, ProviderKind } from '../../data/providers.ts';
import type { RelaySetting } from '../../discover/types.ts';
import type { Span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { RELAY_KINDS } from '../support/allKinds.ts';
import { mainCf } from '../support/examples.ts';
import { isKnownClosed, providerPortMode, writtenPort } from '../support/portAndMode.ts';
import { passwordTableNote, retargetPostfix } from '../support/postfixRetarget.ts';
import { rfc } from '../support/references.ts';
import { providerOfRelay, remoteRelays, severityFor } from '../support/relays.ts';
import { type Retargeting, retarget, retargetFix } from '../support/retarget.ts';
import type { Fix, RuleContext } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly provider: Provider;
  readonly at: Span;
  readonly isWritten: boolean;
  /** Ports to switch to, the best one first. */
  readonly better: readonly number[];
}

/** Services to hand mail in at, from a customer's machine. */
const SUBMISSION_KINDS: ReadonlySet<ProviderKind> = new Set(['mailbox', 'mailbox-relay', 'esp', 'cloud-relay', 'hosting', 'other']);

/** A submission service addressed on the port between servers. */
export const unreachablePort25 = defineRule<State>({
  meta: {
    id: 'relay/unreachable-port-25',
    severity: 'warning',
    since: '0.1.0',
    kinds: RELAY_KINDS,
    listens: ['relayhost', 'port', 'host'],
    title: 'Submission service on port 25',
    why: 'Port 25 is for mail between servers. Clouds, hosting companies and home networks block it outwards to stop spam, without an error: connections run into a timeout. Mail from a customer goes to port 587 or 465.',
    bad: mainCf('relayhost = [smtp.gmail.com]:25\nsmtp_tls_security_level = encrypt\n'),
    ok: mainCf('relayhost = [mail.example.com]:25\n'),
    references: [rfc(6409, '3.1'), rfc(8314, '3.3')],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const provider = providerOfRelay(setting);
      const place = placeOf(setting);
      if (!provider || !place || !SUBMISSION_KINDS.has(provider.kind) || isRestricted(setting, provider)) continue;
      const better = betterPorts(setting);
      if (better.length > 0) yield { setting, provider, ...place, better };
    }
  },
  word: ({ setting, provider, at, isWritten, better }, { postfix }) => ({
    at,
    severity: severityFor(setting, 'warning'),
    message: `${isWritten ? 'port 25' : `"${setting.host!.value}" without a port means 25, which`} ${
      isKnownClosed(setting, SMTP_PORT) ? 'is closed there' : 'is blocked in most clouds and networks'
    }. submission to ${provider.name} is on port ${better[0]}`,
    related: postfix ? passwordTableNote(postfix) : [],
  }),
  fixes: ({ setting, better }, context) => better.flatMap((port, index) => fixFor(setting, context, port, index === 0)),
});

/** Where port 25 is said; in main.cf also by saying none. */
function placeOf(setting: RelaySetting): { at: Span; isWritten: boolean } | undefined {
  const port = writtenPort(setting);
  if (port) return port.value === SMTP_PORT ? { at: port.span, isWritten: true } : undefined;
  const isDefault = setting.profile === 'postfix' && !setting.port && setting.effectivePort === SMTP_PORT && setting.host?.templated === false;
  return isDefault ? { at: setting.host!.span, isWritten: false } : undefined;
}

/** Some hosts of a provider serve its own network only, on port 25 and no other. */
function isRestricted({ host }: RelaySetting, { hosts }: Provider): boolean {
  return hosts.some(({ pattern, status }) => status === 'restricted' && pattern === host?.value.toLowerCase());
}

/** 587 where it is offered with STARTTLS, else 465; a client that speaks TLS at once is better off with 465. */
function betterPorts(setting: RelaySetting): number[] {
  const starttls = providerPortMode(setting, SUBMISSION_PORT)?.startsWith('starttls') ? [SUBMISSION_PORT] : [];
  const implicit = providerPortMode(setting, IMPLICIT_TLS_PORT) === 'implicit-tls' ? [IMPLICIT_TLS_PORT] : [];
  if (setting.security.effective === 'implicit-tls' && setting.security.conflict === undefined) return [...implicit, ...starttls];
  return starttls.length > 0 ? starttls : implicit;
}

function fixFor(setting: RelaySetting, context: RuleContext, port: number, isPreferred: boolean): Fix[] {
  const isImplicit = port === IMPLICIT_TLS_PORT;
  const found = context.postfix ? retargetPostfix(setting, context, port, isImplicit) : retargetApp(setting, port, isImplicit);
  return found ? [retargetFix(`Switch port ${SMTP_PORT} to ${port}`, found, 'unsafe', isPreferred)] : [];
}

/** Submission asks for TLS; an app that has no switch for it is still better off on the right port. */
function retargetApp(setting: RelaySetting, port: number, isImplicit: boolean): Retargeting | undefined {
  if (isImplicit) return retarget(setting, { port, modes: ['implicit-tls'] });
  return (
    retarget(setting, { port, modes: ['starttls-required', 'starttls-opportunistic'] }) ??
    retarget(setting, { port, modes: ['starttls-required', 'starttls-opportunistic', 'none'] })
  );
}
