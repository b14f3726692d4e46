import type { RelaySetting } from '../../discover/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { leaksCredentials } from '../support/clearText.ts';
import { dotenv } from '../support/examples.ts';
import { inApp, providerPortMode, sayingOf, severityByOrigin } from '../support/portAndMode.ts';
import { rfc } from '../support/references.ts';
import { isPatternFile, remoteRelays, severityFor } from '../support/relays.ts';
import { retarget, retargetFix } from '../support/retarget.ts';
import type { Fix } from '../types.ts';

/** User name and password sent through the Internet in clear text. */
export const missingTls = defineRule<RelaySetting>({
  meta: {
    id: 'tls/missing-tls',
    severity: 'error',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['security', 'user', 'password', 'host'],
    title: 'Credentials without TLS',
    why: 'Without TLS everybody on the way can read user name and password. Most servers do not offer sign-in before TLS, so that mail is refused as well.',
    bad: dotenv('EMAIL_HOST=mail.acme.io\nEMAIL_PORT=587\nEMAIL_HOST_USER=robot@acme.io\nEMAIL_HOST_PASSWORD=${MAIL_SECRET}\nEMAIL_USE_TLS=False\n'),
    ok: dotenv('EMAIL_HOST=mail.acme.io\nEMAIL_PORT=587\nEMAIL_HOST_USER=robot@acme.io\nEMAIL_HOST_PASSWORD=${MAIL_SECRET}\nEMAIL_USE_TLS=True\n'),
    references: [rfc(8314, '3'), rfc(4954, '4')],
    fix: 'unsafe',
  },
  *run(context) {
    if (isPatternFile(context.file.path)) return;
    for (const setting of remoteRelays(context)) if (leaksCredentials(setting)) yield setting;
  },
  word(setting) {
    const { security, host, user, password } = setting;
    const [by] = security.by;
    const isLeak = security.mode === 'none' && password?.source === 'literal';
    // An app that we don't know may upgrade all the same.
    const isGuess = setting.profile.startsWith('generic') && setting.url === undefined;
    const saying = sayingOf(setting);
    const start = saying ? `${saying} means no TLS${inApp(setting)}` : security.because;
    return {
      at: by?.span ?? host!.span,
      severity: isGuess ? severityFor(setting, 'warning') : severityByOrigin(setting, isLeak ? 'error' : 'warning'),
      message: `${start}: ${password ? 'the password goes' : 'the sign-in goes'} to "${host!.value}" in clear text`,
      related: [user?.entry ?? password?.entry].flatMap((entry) => (entry ? [{ span: entry.keySpan, message: 'the credentials' }] : [])),
    };
  },
  fixes(setting): Fix[] {
    const found = retarget(setting, { modes: ['starttls-required'] }) ?? retarget(setting, { modes: ['starttls-opportunistic'] });
    if (!found || found.words.length === 0) return [];
    const { effectivePort } = setting;
    const isOffered = effectivePort !== undefined && (providerPortMode(setting, effectivePort)?.startsWith('starttls') ?? false);
    return [retargetFix('Use STARTTLS', found, isOffered ? 'safe' : 'unsafe', true)];
  },
});
