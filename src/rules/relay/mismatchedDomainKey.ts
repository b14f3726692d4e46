import { providerOf } from '../../data/providers.ts';
import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { readerOf } from '../support/appKeys.ts';
import { dotenv } from '../support/examples.ts';

interface State {
  readonly entry: Entry;
  readonly value: string;
  readonly role: Role;
}

interface Role {
  readonly app: string;
  /** What the variable holds. */
  readonly holds: string;
  /** Where the server belongs. */
  readonly server: string;
}

/** Variables that are called like the server's and hold something else. */
const ROLES: Readonly<Record<string, Role>> = {
  SENTRY_MAIL_HOST: { app: 'Sentry', holds: 'the domain that mail comes from', server: 'mail.host in config.yml' },
  ROUNDCUBEMAIL_DEFAULT_HOST: { app: 'Roundcube', holds: 'the IMAP server', server: 'ROUNDCUBEMAIL_SMTP_SERVER' },
};

/** An SMTP server in a variable that holds something else. */
export const mismatchedDomainKey = defineRule<State>({
  meta: {
    id: 'relay/mismatched-domain-key',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['dotenv', 'yaml', 'json', 'systemd'],
    listens: ['host'],
    title: 'SMTP server in a variable for something else',
    why: "The variable sounds like the mail server's name, but the app uses it for another purpose, so that mail still goes to the default server and addresses carry a wrong domain.",
    bad: dotenv('SENTRY_EVENT_RETENTION_DAYS=90\nSENTRY_MAIL_HOST=smtp.mailgun.org\n'),
    ok: dotenv('SENTRY_EVENT_RETENTION_DAYS=90\nSENTRY_MAIL_HOST=acme.io\n'),
    references: [
      { title: 'Sentry self-hosted: email', url: 'https://develop.sentry.dev/self-hosted/configuration/email/' },
      { title: 'Roundcube image', url: 'https://github.com/roundcube/roundcubemail-docker' },
    ],
    fix: 'none',
  },
  *run({ file }) {
    for (const entry of file.entries) {
      const role = Object.hasOwn(ROLES, entry.key) ? ROLES[entry.key] : undefined;
      if (!role) continue;
      const { text, isTemplated, isDefault } = readerOf(file).read(entry);
      const host = text.replace(/^[a-z]+:\/\//i, '').replace(/:\d+$/, '');
      if (!isTemplated && !isDefault && /^smtp[\w-]*\./i.test(host) && providerOf(host)) yield { entry, value: host, role };
    }
  },
  word: ({ entry, value, role: { app, holds, server } }) => ({
    at: entry.valueSpan,
    message: `"${entry.key}" holds ${holds} in ${app}, and "${value}" is an SMTP server. that belongs into ${server}`,
  }),
});
