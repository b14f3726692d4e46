import type { Provider } from '../../data/providers.ts';
import type { PasswordInfo, RelaySetting } from '../../discover/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { providerOfRelay, remoteRelays, severityFor } from '../support/relays.ts';
import { literalSecret } from '../support/secretText.ts';

interface Mark {
  readonly pattern: RegExp;
  /** Provider ids for which such a key is at home. */
  readonly home: string;
  readonly means: string;
}

/** Keys that carry their owner's mark: nobody else makes one of this form. */
const MARKS: readonly Mark[] = [
  { pattern: /^SG\.[\w-]{16,}\.[\w-]{16,}$/, home: 'sendgrid', means: 'a SendGrid API key' },
  { pattern: /^x(smtp|key)sib-[0-9a-f]{32,}-/, home: 'brevo', means: 'a Brevo key' },
  { pattern: /^re_[A-Za-z0-9]{6,}_[A-Za-z0-9]{10,}$/, home: 'resend', means: 'a Resend API key' },
  { pattern: /^mlsn\.[0-9a-f]{32,}$/, home: 'mailersend', means: 'a MailerSend API token' },
  { pattern: /^mssp\.[A-Za-z0-9]+\./, home: 'mailersend', means: 'a MailerSend SMTP password' },
  { pattern: /^key-[0-9a-f]{32}$/, home: 'mailgun', means: 'a Mailgun API key' },
  { pattern: /^Zoho-enczapikey /, home: 'zeptomail', means: 'a ZeptoMail token' },
  { pattern: /^GOCSPX-[\w-]{20,}$/, home: 'gmail', means: 'a Google OAuth client secret' },
];

interface State {
  readonly setting: RelaySetting;
  readonly password: PasswordInfo;
  readonly provider: Provider;
  readonly mark: Mark;
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
      const mark = secret === undefined ? undefined : MARKS.find(({ pattern }) => pattern.test(secret));
      // A shape that the provider itself names has a finding of its own.
      const isKnownThere = provider?.passwordShapes?.some(({ pattern }) => new RegExp(pattern).test(secret ?? ''));
      if (mark && !isKnownThere && !provider!.id.startsWith(mark.home)) yield { setting, password: password!, provider: provider!, mark };
    }
  },
  word: ({ setting, password, provider, mark }) => ({
    at: password.entry.keySpan,
    severity: severityFor(setting, 'warning'),
    message: `"${keyName(password.entry)}" holds ${mark.means}, by its form, but the server is that of ${provider.name}. make the two match`,
  }),
});
