import type { Provider } from '../../data/providers.ts';
import { foreignMark, type SecretMark } from '../../data/secretMarks.ts';
import type { PasswordInfo, RelaySetting } from '../../discover/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { providerOfRelay, remoteRelays, severityFor } from '../support/relays.ts';
import { literalSecret } from '../support/secretText.ts';

interface State {
  readonly setting: RelaySetting;
  readonly password: PasswordInfo;
  readonly provider: Provider;
  readonly mark: SecretMark;
}

/** The key of one provider at the server of another. */
export const mismatchedProviderKey = defineRule<State>({
  meta: {
    id: 'auth/mismatched-provider-key',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['password', 'host'],
    title: "Key of another provider than the server's",
    why: 'The form of the key shows whose it is, and the host belongs to somebody else. After a move one of the two was left behind; the server answers 535 as for any unknown password, and has seen the key of the other account.',
    bad: dotenv(`SMTP_HOST=smtp.resend.com\nSMTP_PORT=465\nSMTP_USER=resend\nSMTP_PASSWORD=SG.${'x'.repeat(22)}.${'x'.repeat(43)}\n`),
    ok: dotenv(`SMTP_HOST=smtp.sendgrid.net\nSMTP_PORT=465\nSMTP_USER=apikey\nSMTP_PASSWORD=SG.${'x'.repeat(22)}.${'x'.repeat(43)}\n`),
    references: [
      { title: 'Resend: send with SMTP', url: 'https://resend.com/docs/send-with-smtp' },
      { title: 'SendGrid: API keys', url: 'https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys' },
    ],
    fix: 'none',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const provider = providerOfRelay(setting);
      const { password } = setting;
      const secret = provider && password ? literalSecret(context.file, password) : undefined;
      // A shape that the provider itself names has a finding of its own.
      const mark = secret === undefined ? undefined : foreignMark(provider!, secret);
      if (mark) yield { setting, password: password!, provider: provider!, mark };
    }
  },
  word: ({ setting, password, provider, mark }) => ({
    at: password.entry.keySpan,
    severity: severityFor(setting, 'warning'),
    message: `"${keyName(password.entry)}" holds ${mark.means}, by its form, but the server is that of ${provider.name}. make the two match`,
  }),
});
