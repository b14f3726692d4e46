import { isStartTlsPort, SUBMISSION_PORT } from '../../data/ports.ts';
import { FRAMEWORK_PROFILES } from '../../data/profiles/frameworks.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { isUnset } from '../../discover/values.ts';
import { defineRule } from '../define.ts';
import { APP_KINDS } from '../support/allKinds.ts';
import { appKeysOf, entriesFor } from '../support/appKeys.ts';
import { dotenv } from '../support/examples.ts';
import { isModeCertain, sayingOf } from '../support/portAndMode.ts';
import { rfc } from '../support/references.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';
import { retarget, retargetFix } from '../support/retarget.ts';
import type { Severity } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly port: number;
  readonly isNextcloud: boolean;
}

/** No port, where the app's default does not fit the kind of TLS. */
export const missingPort = defineRule<State>({
  meta: {
    id: 'relay/missing-port',
    severity: 'error',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['port', 'security'],
    title: 'Port left out where the default does not fit',
    why: 'In many apps the default port does not follow the TLS switch. TLS from the first byte on port 25 meets a server that begins in clear text, and the handshake fails.',
    bad: dotenv('PAPERLESS_EMAIL_HOST=mail.acme.io\nPAPERLESS_EMAIL_USE_SSL=true\n'),
    ok: dotenv('PAPERLESS_EMAIL_HOST=mail.acme.io\nPAPERLESS_EMAIL_PORT=465\nPAPERLESS_EMAIL_USE_SSL=true\n'),
    references: [rfc(8314, '3.3'), { title: 'Django settings: EMAIL_PORT', url: 'https://docs.djangoproject.com/en/stable/ref/settings/#email-port' }],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const { host, port, effectivePort, security, url } = setting;
      if (!host || host.templated || port || setting.profile.startsWith('generic') || !isModeCertain(setting)) continue;
      const keys = appKeysOf(setting);
      if (!keys || (!url && entriesFor(keys, 'port').some((entry) => !isUnset(entry)))) continue;
      const isNextcloud = setting.profile === 'nextcloud-docker' && security.mode === 'starttls-required';
      const isBroken = security.effective === 'implicit-tls' && effectivePort !== undefined && isStartTlsPort(effectivePort);
      if (isNextcloud) yield { setting, port: 465, isNextcloud };
      else if (isBroken) yield { setting, port: effectivePort, isNextcloud };
    }
  },
  word: ({ setting, port, isNextcloud }, { file }) => ({
    at: setting.security.by[0]?.span ?? setting.host!.span,
    severity: severityFor(setting, isNextcloud ? 'information' : severityIn(setting, file.kind)),
    message: isNextcloud
      ? `without "SMTP_PORT" this makes Nextcloud dial ${port} with TLS from the first byte, not STARTTLS`
      : `no port is set, so ${setting.profileTitle} dials ${port}, but ${sayingOf(setting) ?? 'the setting'} means TLS from the first byte: the handshake fails`,
  }),
  fixes({ setting, isNextcloud }) {
    const found = isNextcloud
      ? retarget(setting, { port: SUBMISSION_PORT, modes: ['starttls-required', 'starttls-opportunistic'] })
      : retarget(setting, { port: 465, modes: ['implicit-tls'] });
    return found ? [retargetFix(isNextcloud ? 'Use STARTTLS' : 'Use port 465', found, 'unsafe', true)] : [];
  },
});

/** A library's port may have a default in code. */
function severityIn({ profile }: RelaySetting, kind: string): Severity {
  if (kind !== 'dotenv') return 'error';
  return FRAMEWORK_PROFILES.some(({ id }) => id === profile) ? 'information' : 'warning';
}
