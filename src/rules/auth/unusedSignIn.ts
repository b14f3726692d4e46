import type { Provider } from '../../data/providers.ts';
import type { Located, RelaySetting } from '../../discover/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { dotenv } from '../support/examples.ts';
import { providerOfRelay, remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly host: Located<string>;
  readonly provider: Provider;
}

/** Credentials for a server that takes mail for its own recipients, and nobody's sign-in. */
export const unusedSignIn = defineRule<State>({
  meta: {
    id: 'auth/unused-sign-in',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['host', 'user', 'password'],
    title: 'Sign-in at a server that offers none',
    why: 'The server behind an MX record takes mail for its own recipients from anyone and offers no AUTH. An app with credentials fails there with "authentication not supported", or sends without them and can reach nobody else.',
    bad: dotenv('SMTP_HOST=aspmx.l.google.com\nSMTP_PORT=25\nSMTP_USER=robot@acme.io\nSMTP_PASSWORD=${MAIL_SECRET}\n'),
    ok: dotenv('SMTP_HOST=smtp.gmail.com\nSMTP_PORT=587\nSMTP_USER=robot@acme.io\nSMTP_PASSWORD=${MAIL_SECRET}\n'),
    references: [
      { title: 'Google Workspace: send email from a printer, scanner, or app', url: 'https://support.google.com/a/answer/176600' },
      { title: 'RFC 4954 §3', url: 'https://www.rfc-editor.org/rfc/rfc4954#section-3' },
    ],
    fix: 'none',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const provider = providerOfRelay(setting);
      const { host, user, password, authEnabled } = setting;
      const takesNone = provider?.kind === 'mailbox-mx' && provider.username.type === 'none';
      if (takesNone && host && user && password && authEnabled?.value !== false) yield { setting, host, provider };
    }
  },
  word: ({ setting, host, provider }) => ({
    at: host.span,
    severity: severityFor(setting, 'warning'),
    message: `"${host.value}" (${provider.name}) offers no sign-in, so user and password have no use there. take the provider's submission server`,
  }),
});
