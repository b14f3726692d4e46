import type { RelaySetting } from '../../discover/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { dotenv } from '../support/examples.ts';
import { isModeCertain, providerPortMode, writtenPort } from '../support/portAndMode.ts';
import { rfc } from '../support/references.ts';
import { isPatternFile, remoteRelays } from '../support/relays.ts';
import { type Retargeting, retarget, retargetFix } from '../support/retarget.ts';

interface State {
  readonly setting: RelaySetting;
  readonly stricter: Retargeting;
}

/** STARTTLS only if offered, where the provider always offers it and the app can insist on it. */
export const unsafeOpportunistic = defineRule<State>({
  meta: {
    id: 'tls/unsafe-opportunistic',
    severity: 'information',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['security', 'user', 'password', 'host'],
    title: 'Sign-in that would go on without TLS',
    why: 'Whoever sits on the way can take STARTTLS out of the greeting. A client that upgrades only when it is offered then goes on in clear text, password included. The provider always offers it, so insisting costs nothing.',
    bad: dotenv(
      'MB_EMAIL_SMTP_HOST=smtp.mailgun.org\nMB_EMAIL_SMTP_PORT=587\nMB_EMAIL_SMTP_SECURITY=tls\nMB_EMAIL_SMTP_USERNAME=robot@acme.io\nMB_EMAIL_SMTP_PASSWORD=${MAIL_SECRET}\n',
    ),
    ok: dotenv(
      'MB_EMAIL_SMTP_HOST=smtp.mailgun.org\nMB_EMAIL_SMTP_PORT=587\nMB_EMAIL_SMTP_SECURITY=starttls\nMB_EMAIL_SMTP_USERNAME=robot@acme.io\nMB_EMAIL_SMTP_PASSWORD=${MAIL_SECRET}\n',
    ),
    references: [rfc(3207, '6'), rfc(8314, '4.1')],
    fix: 'safe',
  },
  *run(context) {
    if (isPatternFile(context.file.path)) return;
    for (const setting of remoteRelays(context)) {
      const { security, user, password, enabled } = setting;
      const port = writtenPort(setting);
      const isOpen = enabled && security.mode === 'starttls-opportunistic' && security.effective === security.mode && isModeCertain(setting);
      if (!isOpen || !user || !password || !port || !providerPortMode(setting, port.value)?.startsWith('starttls')) continue;
      const stricter = retarget(setting, { modes: ['starttls-required'] });
      if (stricter && stricter.words.length > 0) yield { setting, stricter };
    }
  },
  word: ({ setting: { security, profileTitle } }) => ({
    at: security.by[0]!.span,
    message: `${profileTitle} goes on in clear text when STARTTLS is not offered, password included: an attacker on the way can arrange that`,
  }),
  fixes: ({ stricter }) => [retargetFix('Insist on STARTTLS', stricter, 'safe', true)],
});
