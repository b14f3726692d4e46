import { isImplicitTlsPort, SUBMISSION_PORT } from '../../data/ports.ts';
import type { Located, RelaySetting } from '../../discover/types.ts';
import { defineRule } from '../define.ts';
import { RELAY_KINDS } from '../support/allKinds.ts';
import { isUnsupported } from '../support/appKeys.ts';
import { dotenv } from '../support/examples.ts';
import { inApp, isKnownClosed, isModeCertain, portAndModePlaces, providerPortMode, sayingOf, severityByOrigin, writtenPort } from '../support/portAndMode.ts';
import { leavesByOwnService } from '../support/postfixClient.ts';
import { retargetPostfix } from '../support/postfixRetarget.ts';
import { CLIENT_TLS, isOverridden } from '../support/postfixScopes.ts';
import { rfc } from '../support/references.ts';
import { remoteRelays } from '../support/relays.ts';
import { retarget, retargetFix } from '../support/retarget.ts';
import type { Fix, Severity } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly port: Located<number>;
  /** The file asks for STARTTLS and the app goes by the port all the same, at least in its newer versions. */
  readonly isOverruled: boolean;
}

/** A client that starts in clear text on a port where the server waits for TLS. */
export const mismatchedPort465 = defineRule<State>({
  meta: {
    id: 'tls/mismatched-port-465',
    severity: 'error',
    since: '0.1.0',
    kinds: RELAY_KINDS,
    listens: ['port', 'security'],
    title: 'Port 465 without TLS from the first byte',
    why: 'On port 465 the server expects a TLS handshake at once. A client that waits for the greeting in clear text gets none: both sides wait, and the connection ends in a timeout.',
    bad: dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=465\nSMTP_SECURE=false\n'),
    ok: dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=465\nSMTP_SECURE=true\n'),
    references: [rfc(8314, '3.3'), rfc(3207, '4')],
    fix: 'unsafe',
  },
  *run(context) {
    if (isOverridden(context, CLIENT_TLS)) return;
    for (const setting of remoteRelays(context)) {
      const port = writtenPort(setting);
      if (!port || !isImplicitTlsPort(port.value) || !isModeCertain(setting) || (context.postfix && leavesByOwnService(context.postfix))) continue;
      // That app has no way to it at all, which is a finding of its own.
      if (isUnsupported(setting, 'implicit-tls')) continue;
      if ((providerPortMode(setting, port.value) ?? 'implicit-tls') !== 'implicit-tls') continue;
      const { mode, effective } = setting.security;
      if (effective !== 'implicit-tls') yield { setting, port, isOverruled: false };
      else if (mode === 'starttls-required') yield { setting, port, isOverruled: true };
    }
  },
  word(state, context) {
    const { setting, port } = state;
    return {
      at: port.span,
      severity: severityOf(state),
      message: messageOf(state),
      related: portAndModePlaces(setting, port, context.postfix),
    };
  },
  fixes({ setting, port, isOverruled }, context): Fix[] {
    if (isOverruled) return [];
    const { postfix } = context;
    const keep = postfix ? retargetPostfix(setting, context, port.value, true) : retarget(setting, { modes: ['implicit-tls'] });
    const other = postfix
      ? retargetPostfix(setting, context, SUBMISSION_PORT, false)
      : retarget(setting, { port: SUBMISSION_PORT, modes: ['starttls-required', 'starttls-opportunistic'] });
    const isClosed = isKnownClosed(setting, port.value);
    return [
      ...(keep && !isClosed ? [retargetFix(`Keep port ${port.value}`, keep, 'safe', true)] : []),
      ...(other && !isKnownClosed(setting, SUBMISSION_PORT)
        ? [retargetFix(`Switch port ${port.value} to ${SUBMISSION_PORT}`, other, 'unsafe', !keep || isClosed)]
        : []),
    ];
  },
});

function severityOf({ setting, isOverruled }: State): Severity {
  return isOverruled ? 'information' : severityByOrigin(setting, 'error');
}

function messageOf({ setting, port, isOverruled }: State): string {
  const expected = `port ${port.value} expects TLS from the first byte`;
  const { security, profile } = setting;
  const saying = sayingOf(setting);
  if (isOverruled) return `${saying} asks for STARTTLS, but ${expected}: ${setting.profileTitle} goes by the port all the same`;
  if (profile === 'postfix') return `${expected}, which Postfix speaks only with "smtp_tls_wrappermode = yes". it waits here for a greeting that never comes`;
  const words = security.effective === 'none' ? 'no TLS' : 'STARTTLS';
  const start = saying ? `${saying} means ${words}${inApp(setting)}` : security.because;
  return `${expected}, but ${start}: the connection hangs until it times out`;
}
