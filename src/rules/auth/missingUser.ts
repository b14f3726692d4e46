import type { PasswordInfo, RelaySetting } from '../../discover/types.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { dotenv } from '../support/examples.ts';
import { emptyEntry } from '../support/halfCredentials.ts';
import { keyName } from '../support/keyName.ts';
import { rfc } from '../support/references.ts';
import { isPatternFile, remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly password: Entry;
  /** The key that is there and empty; absent when the file has none. */
  readonly user: Entry | undefined;
}

/** Passwords that stand in the file; what comes from elsewhere may bring its user along. */
const IN_FILE: readonly PasswordInfo['source'][] = ['literal', 'placeholder', 'file'];

/** A password without its user name. */
export const missingUser = defineRule<State>({
  meta: {
    id: 'auth/missing-user',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['user', 'password'],
    title: 'Password without a user name',
    why: 'Without a user name an app does not sign in at all, and the password has no effect. The server answers 530, or refuses to relay.',
    bad: dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=587\nSMTP_USER=\nSMTP_PASSWORD=s3cret-0f-robot\n'),
    ok: dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=587\nSMTP_USER=${MAIL_USER}\nSMTP_PASSWORD=s3cret-0f-robot\n'),
    references: [rfc(4954, '4')],
    fix: 'none',
  },
  *run(context) {
    if (isPatternFile(context.file.path)) return;
    for (const setting of remoteRelays(context)) {
      const { user, password, url, authEnabled } = setting;
      if (user || !password || !IN_FILE.includes(password.source) || url || authEnabled?.value === false) continue;
      const empty = emptyEntry(setting, ['user']);
      if (empty === 'elsewhere' || (!empty && context.file.kind !== 'dotenv')) continue;
      yield { setting, password: password.entry, user: empty };
    }
  },
  word: ({ setting, password, user }) => ({
    at: (user ?? password).keySpan,
    severity: severityFor(setting, user && setting.file.kind !== 'json' ? 'warning' : 'information'),
    message: user
      ? `"${keyName(user)}" is empty, but "${keyName(password)}" is set: nobody signs in. put the user name in`
      : `"${keyName(password)}" is set, but no user name beside it: nobody signs in. add one`,
  }),
});
