import { isImplicitTlsPort, SUBMISSION_PORT } from '../../data/ports.ts';
import type { Located, RelaySetting } from '../../discover/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { isUnsupported } from '../support/appKeys.ts';
import { dotenv } from '../support/examples.ts';
import { isKnownClosed, providerPortMode, writtenPort } from '../support/portAndMode.ts';
import { rfc } from '../support/references.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';
import { retarget, retargetFix } from '../support/retarget.ts';

interface State {
  readonly setting: RelaySetting;
  readonly port: Located<number>;
}

/** A port for TLS from the first byte in an app that has no way to it. */
export const unsupportedImplicitTls = defineRule<State>({
  meta: {
    id: 'tls/unsupported-implicit-tls',
    severity: 'error',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['port', 'security'],
    title: 'Port 465 in an app that always starts in clear text',
    why: 'Some mail libraries only know STARTTLS: they wait for the greeting of the server first. On port 465 the server waits for a TLS handshake, so both wait until a timeout, whatever else is set.',
    bad: dotenv('NTFY_SMTP_SENDER_ADDR=mail.acme.io:465\nNTFY_SMTP_SENDER_USER=robot\nNTFY_SMTP_SENDER_PASS=${MAIL_SECRET}\n'),
    ok: dotenv('NTFY_SMTP_SENDER_ADDR=mail.acme.io:587\nNTFY_SMTP_SENDER_USER=robot\nNTFY_SMTP_SENDER_PASS=${MAIL_SECRET}\n'),
    references: [rfc(8314, '3.3'), rfc(3207, '4')],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const port = writtenPort(setting);
      if (!port || !isImplicitTlsPort(port.value) || !isUnsupported(setting, 'implicit-tls')) continue;
      if ((providerPortMode(setting, port.value) ?? 'implicit-tls') === 'implicit-tls') yield { setting, port };
    }
  },
  word: ({ setting, port }) => ({
    at: port.span,
    severity: severityFor(setting, 'error'),
    message: `port ${port.value} expects TLS from the first byte, which ${setting.profileTitle} can't do: it ${knows(setting)}, so the connection hangs`,
  }),
  fixes({ setting, port }) {
    if (isKnownClosed(setting, SUBMISSION_PORT)) return [];
    const found = retarget(setting, { port: SUBMISSION_PORT, modes: ['starttls-required', 'starttls-opportunistic', 'none'] });
    return found ? [retargetFix(`Switch port ${port.value} to ${SUBMISSION_PORT}`, found, 'unsafe', true)] : [];
  },
});

const knows = (setting: RelaySetting) =>
  isUnsupported(setting, 'starttls-required') && isUnsupported(setting, 'starttls-opportunistic') ? 'has no TLS at all' : 'only knows STARTTLS';
