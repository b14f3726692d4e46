import { providerOf } from '../../data/providers.ts';
import type { Located, RelaySetting } from '../../discover/types.ts';
import { setValue } from '../../parse/edit.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { rfc } from '../support/references.ts';
import { remoteRelays } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly helo: Located<string>;
  readonly own: string | undefined;
}

/** The provider's name where the program's own belongs. */
export const mismatchedOwnName = defineRule<State>({
  meta: {
    id: 'identity/mismatched-own-name',
    severity: 'information',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['helo'],
    title: "Provider's host as the program's own name",
    why: "A client begins by telling the server its own name. With the server's name there it claims to be the server, which spam filters hold against the message; some servers refuse it at once.",
    bad: dotenv(
      'LOCAL_DOMAIN=social.acme.io\nSMTP_SERVER=smtp.mailgun.org\nSMTP_PORT=587\nSMTP_DOMAIN=smtp.mailgun.org\nSMTP_LOGIN=robot@acme.io\nSMTP_PASSWORD=${MAIL_SECRET}\n',
    ),
    ok: dotenv(
      'LOCAL_DOMAIN=social.acme.io\nSMTP_SERVER=smtp.mailgun.org\nSMTP_PORT=587\nSMTP_DOMAIN=social.acme.io\nSMTP_LOGIN=robot@acme.io\nSMTP_PASSWORD=${MAIL_SECRET}\n',
    ),
    references: [
      rfc(5321, '4.1.1.1'),
      { title: 'Rails: Action Mailer configuration', url: 'https://guides.rubyonrails.org/action_mailer_basics.html#action-mailer-configuration' },
    ],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      const { helo, host, from } = setting;
      if (!helo || helo.templated || helo.entry === host?.entry || !providerOf(helo.value)) continue;
      const domain = from && !from.templated ? /@([\w-]+(?:\.[\w-]+)+)>?\s*$/.exec(from.value)?.[1] : undefined;
      yield { setting, helo, own: domain && !providerOf(domain) && !providerOf(`smtp.${domain}`) ? domain : undefined };
    }
  },
  word: ({ helo }) => ({
    at: helo.span,
    message: `"${keyName(helo.entry)}" is the name that this program gives itself, not the server's. expected its own domain in place of "${helo.value}"`,
  }),
  fixes: ({ helo, own }, { file }) =>
    own === undefined || helo.entry.inherited
      ? []
      : [{ title: `Set ${keyName(helo.entry)} to ${own}`, safety: 'unsafe', isPreferred: true, edits: [setValue(file, helo.entry, own)] }],
});
