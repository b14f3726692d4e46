import type { RelaySetting } from '../../discover/types.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { appKeysOf, entriesFor, readerOf } from '../support/appKeys.ts';
import { keyName } from '../support/keyName.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';

interface Default {
  readonly user: string;
  /** How the app is told that it must not sign in. */
  readonly none: string;
}

/** Apps that sign in as somebody where nobody is named (superset config.py). */
const DEFAULTS: Readonly<Record<string, Default>> = {
  superset: { user: 'superset', none: 'set SMTP_USER and SMTP_PASSWORD to the real ones, or to empty text for a relay without sign-in' },
};

/** The key may also stand there in a form that is not read. */
const USER_KEY = /\bSMTP_USER\b/;

interface State {
  readonly setting: RelaySetting;
  /** The key that repeats the default; absent where none is set. */
  readonly entry: Entry | undefined;
  readonly known: Default;
}

/** The user name that an app brings along. */
export const unsafeDefaultUser = defineRule<State>({
  meta: {
    id: 'auth/unsafe-default-user',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['user', 'password', 'host'],
    title: "Sign-in with the app's built-in user",
    why: 'Superset signs in as "superset" with the password "superset" unless the file says otherwise, also where the relay wants no sign-in. No provider knows that user, and the server answers 535.',
    bad: {
      kind: 'python',
      path: 'superset_config.py',
      text: 'SMTP_HOST = "mail.acme.io"\nSMTP_STARTTLS = True\nSMTP_SSL = False\nSMTP_PORT = 587\nSMTP_MAIL_FROM = "bi@acme.io"\n',
    },
    ok: {
      kind: 'python',
      path: 'superset_config.py',
      text: 'SMTP_HOST = "mail.acme.io"\nSMTP_STARTTLS = True\nSMTP_SSL = False\nSMTP_USER = ""\nSMTP_PORT = 587\nSMTP_PASSWORD = ""\nSMTP_MAIL_FROM = "bi@acme.io"\n',
    },
    references: [{ title: 'Superset: alerts and reports', url: 'https://superset.apache.org/docs/configuration/alerts-reports' }],
    fix: 'none',
  },
  *run(context) {
    const { file } = context;
    const reader = readerOf(file);
    for (const setting of remoteRelays(context)) {
      const known = DEFAULTS[setting.profile];
      const keys = known && appKeysOf(setting);
      if (!keys || !setting.host) continue;
      const entry = entriesFor(keys, 'user')[0];
      // One that comes from elsewhere, as `os.getenv(…)` does, is set.
      if (entry ? reader.read(entry).text === known.user : !USER_KEY.test(file.text)) yield { setting, entry, known };
    }
  },
  word: ({ setting, entry, known }) => ({
    at: entry ? entry.valueSpan : setting.host!.span,
    severity: severityFor(setting, 'warning'),
    message: entry
      ? `"${known.user}" in "${keyName(entry)}" is the user that ${setting.profileTitle} brings along, and no server knows it. put in the real one`
      : `no user name is set, so ${setting.profileTitle} signs in as "${known.user}". ${known.none}`,
  }),
});
