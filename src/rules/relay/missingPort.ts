import type { TlsMode } from '../../data/appProfile.types.ts';
import { IMPLICIT_TLS_PORT, isStartTlsPort, SUBMISSION_PORT } from '../../data/ports.ts';
import { FRAMEWORK_PROFILES } from '../../data/profiles/frameworks.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { isUnset } from '../../discover/values.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { appKeysOf, entriesFor } from '../support/appKeys.ts';
import { dotenv } from '../support/examples.ts';
import { hasPortInUrl } from '../support/hostParts.ts';
import { isModeCertain, sayingOf } from '../support/portAndMode.ts';
import { rfc } from '../support/references.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';
import { retarget, retargetFix } from '../support/retarget.ts';
import type { Severity } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly port: number;
  /** It works, but in another way than the line reads; else it can't. */
  readonly surprise?: Surprise;
}

/** Apps in which leaving the port out means TLS from the first byte, though the line reads like STARTTLS. */
interface Surprise {
  readonly message: string;
  /** The port that people mean. */
  readonly meant: number;
  readonly modes: readonly TlsMode[];
}

const NEXTCLOUD: Surprise = {
  message: 'without "SMTP_PORT" this makes Nextcloud dial 465 with TLS from the first byte, not STARTTLS',
  meant: SUBMISSION_PORT,
  modes: ['starttls-required', 'starttls-opportunistic'],
};
const SYMFONY: Surprise = {
  message: 'without a port "smtp://" means 465 with TLS from the first byte in Symfony. with the port written nobody has to know that',
  meant: IMPLICIT_TLS_PORT,
  modes: ['implicit-tls'],
};

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
      if (!keys || (url ? hasPortInUrl(setting) : entriesFor(keys, 'port').some((entry) => !isUnset(entry)))) continue;
      const surprise = surpriseIn(setting);
      const isBroken = security.effective === 'implicit-tls' && effectivePort !== undefined && isStartTlsPort(effectivePort);
      if (surprise) yield { setting, port: IMPLICIT_TLS_PORT, surprise };
      else if (isBroken) yield { setting, port: effectivePort };
    }
  },
  word: ({ setting, port, surprise }, { file }) => ({
    at: setting.security.by[0]?.span ?? setting.host!.span,
    severity: severityFor(setting, surprise ? 'information' : severityIn(setting, file.kind)),
    message:
      surprise?.message ??
      `no port is set, so ${setting.profileTitle} dials ${port}, but ${sayingOf(setting) ?? 'the setting'} means TLS from the first byte: the handshake fails`,
  }),
  fixes({ setting, surprise }) {
    const { meant, modes } = surprise ?? SYMFONY;
    const found = retarget(setting, { port: meant, modes });
    return found ? [retargetFix(`Use port ${meant}`, found, 'unsafe', true)] : [];
  },
});

function surpriseIn({ profile, security, url }: RelaySetting): Surprise | undefined {
  if (profile === 'nextcloud-docker' && security.mode === 'starttls-required') return NEXTCLOUD;
  return profile === 'symfony' && url?.scheme === 'smtp' && security.effective === 'implicit-tls' ? SYMFONY : undefined;
}

/** A library's port may have a default in code. */
function severityIn({ profile }: RelaySetting, kind: string): Severity {
  if (kind !== 'dotenv') return 'error';
  return FRAMEWORK_PROFILES.some(({ id }) => id === profile) ? 'information' : 'warning';
}
