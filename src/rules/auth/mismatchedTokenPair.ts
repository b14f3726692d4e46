import type { Provider } from '../../data/providers.ts';
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
}

/** Providers whose API token is both user name and password. */
const SAME_TWICE: ReadonlySet<string> = new Set(['postmark', 'ohmysmtp']);
const TOKEN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Two tokens where one is needed twice. */
export const mismatchedTokenPair = defineRule<State>({
  meta: {
    id: 'auth/mismatched-token-pair',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['user', 'password', 'host'],
    title: 'Two different tokens as user name and password',
    why: "Postmark takes the server's API token as user name and the same token as password. Two different ones, such as the tokens of two servers or of server and account, are answered with 535.",
    bad: dotenv(
      'SMTP_HOST=smtp.postmarkapp.com\nSMTP_PORT=587\nSMTP_USER=00000000-0000-0000-0000-000000000001\nSMTP_PASSWORD=00000000-0000-0000-0000-000000000002\n',
    ),
    ok: dotenv(
      'SMTP_HOST=smtp.postmarkapp.com\nSMTP_PORT=587\nSMTP_USER=00000000-0000-0000-0000-000000000001\nSMTP_PASSWORD=00000000-0000-0000-0000-000000000001\n',
    ),
    references: [{ title: 'Postmark: send email with SMTP', url: 'https://postmarkapp.com/developer/user-guide/send-email-with-smtp' }],
    fix: 'none',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const provider = providerOfRelay(setting);
      const { user, password } = setting;
      if (!provider || !SAME_TWICE.has(provider.id) || !user || user.templated || !password) continue;
      const secret = literalSecret(context.file, password);
      const isPair = secret !== undefined && TOKEN.test(user.value) && TOKEN.test(secret);
      if (isPair && user.value.toLowerCase() !== secret.toLowerCase()) yield { setting, password, provider };
    }
  },
  word: ({ setting, password, provider }) => ({
    at: password.entry.keySpan,
    severity: severityFor(setting, 'warning'),
    message: `"${keyName(password.entry)}" and "${keyName(setting.user!.entry)}" hold two different tokens. ${provider.name} takes the same token in both`,
  }),
});
