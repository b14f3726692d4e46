import { IMPLICIT_TLS_PORT, isStartTlsPort, SMTP_PORT } from '../../data/ports.ts';
import type { Located, RelaySetting } from '../../discover/types.ts';
import { defineRule } from '../define.ts';
import { RELAY_KINDS } from '../support/allKinds.ts';
import { appKeysOf } from '../support/appKeys.ts';
import { dotenv } from '../support/examples.ts';
import { inApp, isKnownClosed, isModeCertain, portAndModePlaces, providerPortMode, sayingOf, severityByOrigin, writtenPort } from '../support/portAndMode.ts';
import { retargetPostfix } from '../support/postfixRetarget.ts';
import { CLIENT_TLS, isOverridden } from '../support/postfixScopes.ts';
import { rfc } from '../support/references.ts';
import { remoteRelays } from '../support/relays.ts';
import { retarget, retargetFix } from '../support/retarget.ts';
import type { Fix, Severity } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly port: Located<number>;
  /** The file asks for TLS at once and the app goes by the port all the same, at least in its newer versions. */
  readonly isOverruled: boolean;
}

/** A client that speaks TLS at once on a port where the server begins in clear text. */
export const mismatchedPort587 = defineRule<State>({
  meta: {
    id: 'tls/mismatched-port-587',
    severity: 'error',
    since: '0.1.0',
    kinds: RELAY_KINDS,
    listens: ['port', 'security'],
    title: 'TLS from the first byte on a STARTTLS port',
    why: 'On ports 587, 25, 2525 and 2587 the server greets in clear text and TLS begins with STARTTLS. A client that sends a TLS handshake first takes the greeting for a broken answer and fails with "wrong version number".',
    bad: dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=587\nSMTP_SECURE=true\n'),
    ok: dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=587\nSMTP_SECURE=false\n'),
    references: [rfc(3207, '4'), rfc(8314, '3.3')],
    fix: 'unsafe',
  },
  *run(context) {
    if (isOverridden(context, CLIENT_TLS)) return;
    for (const setting of remoteRelays(context)) {
      const port = writtenPort(setting);
      if (!port || !isStartTlsPort(port.value) || !isModeCertain(setting) || providerPortMode(setting, port.value) === 'implicit-tls') continue;
      const { mode, effective } = setting.security;
      if (effective === 'implicit-tls') yield { setting, port, isOverruled: false };
      else if (mode === 'implicit-tls' && !hasSchemeOfItsOwn(setting)) yield { setting, port, isOverruled: true };
    }
  },
  word(state, { postfix }) {
    const { setting, port } = state;
    return {
      at: port.span,
      severity: severityOf(state),
      message: messageOf(state),
      related: portAndModePlaces(setting, port, postfix),
    };
  },
  fixes({ setting, port, isOverruled }, context): Fix[] {
    if (isOverruled) return [];
    const { postfix } = context;
    const keep = postfix ? retargetPostfix(setting, context, port.value, false) : retarget(setting, { modes: ['starttls-required', 'starttls-opportunistic'] });
    const other = postfix
      ? retargetPostfix(setting, context, IMPLICIT_TLS_PORT, true)
      : retarget(setting, { port: IMPLICIT_TLS_PORT, modes: ['implicit-tls'] });
    // Unsafe either way: another port or another protection is used than the file asks for.
    // TLS from the first byte can't be stripped on the way, so it is the better one wherever it is known to work.
    const isBetter = providerPortMode(setting, IMPLICIT_TLS_PORT) === 'implicit-tls' && port.value !== SMTP_PORT;
    const change =
      other && !isKnownClosed(setting, IMPLICIT_TLS_PORT)
        ? [retargetFix(`Switch port ${port.value} to ${IMPLICIT_TLS_PORT}`, other, 'unsafe', isBetter || !keep)]
        : [];
    return [...(keep ? [retargetFix(`Keep port ${port.value}`, keep, 'unsafe', !isBetter || change.length === 0)] : []), ...change];
  },
});

function severityOf({ setting, isOverruled }: State): Severity {
  return isOverruled ? 'information' : severityByOrigin(setting, 'error');
}

function messageOf({ setting, port, isOverruled }: State): string {
  const begins = `port ${port.value} begins in clear text`;
  const saying = sayingOf(setting);
  if (isOverruled) return `${saying} asks for TLS from the first byte, but ${begins}: ${setting.profileTitle} goes by the port all the same`;
  const start = saying ? `${saying} means TLS from the first byte${inApp(setting)}` : setting.security.because;
  return `${begins}, but ${start}: the handshake fails with "wrong version number"`;
}

/** The app reads the URL's scheme in its own way, whatever the port: a finding of its own says so. */
function hasSchemeOfItsOwn(setting: RelaySetting): boolean {
  const rule = setting.url && appKeysOf(setting)?.profile.schemes?.[setting.url.scheme];
  return rule?.effective !== undefined && rule.effective !== 'by-port';
}
