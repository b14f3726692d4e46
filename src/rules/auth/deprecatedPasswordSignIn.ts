import type { Provider } from '../../data/providers.ts';
import type { PasswordInfo, RelaySetting } from '../../discover/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { isPatternFile, providerOfRelay, remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly password: PasswordInfo;
  readonly provider: Provider;
}

const BY_PASSWORD = /^(PLAIN|LOGIN|CRAM-MD5|NTLM|SCRAM-.*)$/;

/** A password for a provider that takes OAuth tokens only. */
export const deprecatedPasswordSignIn = defineRule<State>({
  meta: {
    id: 'auth/deprecated-password-sign-in',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['password', 'host'],
    title: 'Password for a provider that takes none any more',
    why: 'Outlook.com stopped taking passwords over SMTP in September 2024, app passwords included. It answers "535 5.7.139 basic authentication is disabled" until the app signs in with OAuth 2.0.',
    bad: dotenv('SMTP_HOST=smtp-mail.outlook.com\nSMTP_PORT=587\nSMTP_USER=robot@outlook.com\nSMTP_PASSWORD=k4Tz9vQ8Horse\n'),
    ok: dotenv('SMTP_HOST=smtp.office365.com\nSMTP_PORT=587\nSMTP_USER=robot@acme.io\nSMTP_PASSWORD=k4Tz9vQ8Horse\n'),
    references: [
      {
        title: 'Microsoft: modern authentication for Outlook.com',
        url: 'https://support.microsoft.com/office/modern-authentication-methods-now-needed-to-continue-syncing-outlook-email-in-non-microsoft-email-apps-c5d65390-9676-4763-b41f-d7986499a90d',
      },
      { title: 'RFC 7628 §3', url: 'https://www.rfc-editor.org/rfc/rfc7628#section-3' },
    ],
    fix: 'none',
  },
  *run(context) {
    if (isPatternFile(context.file.path)) return;
    for (const setting of remoteRelays(context)) {
      const provider = providerOfRelay(setting);
      const { password, user } = setting;
      if (!user || password?.source !== 'literal' || !provider?.verified.includes('auth')) continue;
      const mechanisms = provider.mechanisms ?? [];
      if (mechanisms.includes('XOAUTH2') && !mechanisms.some((name) => BY_PASSWORD.test(name))) yield { setting, password, provider };
    }
  },
  word: ({ setting, password, provider }) => ({
    at: password.entry.keySpan,
    severity: severityFor(setting, 'warning'),
    message: `"${keyName(password.entry)}" has no use: ${provider.name} takes OAuth 2.0 only. let the app sign in with it, or take another provider`,
  }),
});
