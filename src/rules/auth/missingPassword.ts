import type { RelaySetting } from '../../discover/types.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { entriesBeside } from '../support/beside.ts';
import { dotenv } from '../support/examples.ts';
import { emptyEntry } from '../support/halfCredentials.ts';
import { keyName } from '../support/keyName.ts';
import { rfc } from '../support/references.ts';
import { isPatternFile, providerOfRelay, remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly user: Entry;
  /** The key that is there and empty; absent when the file has none. */
  readonly password: Entry | undefined;
}

/** .NET keeps secrets out of these files and lays the environment over them. */
const LAYERED = /(^|[/\\])appsettings(\.[^/\\]+)?\.json$/i;

/** `./secrets/smtp_password`, `password file`, `the password is in the vault`: where else a secret may be, in a person's words. */
const PLACE =
  /[\w.-]*\/[\w.-]*(pass|pwd|secret|cred|token)|\b(pass(word|wd)?|secrets?|credentials?)\b.*\b(files?|vault|keyring|secrets?|environment|elsewhere)\b|\b(vault|keyring|docker secrets?)\b/i;

/** A setting that is switched off by a comment mark is no sentence. */
const ASSIGNMENT = /^(export\s+)?[\w.]+\s*=/;

/** Says whether a key for a file with a secret, or a person's remark, tells that the password is kept in another place. */
function isKeptElsewhere(setting: RelaySetting): boolean {
  const hasFile = entriesBeside(setting).some(
    (entry) => /pass|pwd|secret|cred/i.test(entry.key) && (/file|path$/i.test(entry.key) || /\/run\/secrets\//.test(entry.value)),
  );
  return hasFile || setting.file.comments.some(({ text }) => !ASSIGNMENT.test(text) && PLACE.test(text));
}

/** A user name without its password. */
export const missingPassword = defineRule<State>({
  meta: {
    id: 'auth/missing-password',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['user', 'password'],
    title: 'User name without a password',
    why: 'With one half of the credentials an app sends unauthenticated, or signs in with an empty password. The server answers 530 or 535, or refuses to relay.',
    bad: dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=587\nSMTP_USER=robot@acme.io\nSMTP_PASSWORD=\n'),
    ok: dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=587\nSMTP_USER=robot@acme.io\nSMTP_PASSWORD_FILE=/run/secrets/smtp\n'),
    references: [rfc(4954, '4')],
    fix: 'none',
  },
  *run(context) {
    if (isPatternFile(context.file.path) || LAYERED.test(context.file.path)) return;
    for (const setting of remoteRelays(context)) {
      const { user, password, url, authEnabled } = setting;
      if (!user || user.templated || password || url || authEnabled?.value === false) continue;
      const empty = emptyEntry(setting, ['password', 'passwordFile']);
      // Outside of .env files a secret that is not there usually comes from somewhere else.
      if (empty === 'elsewhere' || (!empty && context.file.kind !== 'dotenv')) continue;
      if (!empty && isKeptElsewhere(setting)) continue;
      if (providerOfRelay(setting)?.username.type !== 'none') yield { setting, user: user.entry, password: empty };
    }
  },
  word: ({ setting, user, password }) => ({
    at: (password ?? user).keySpan,
    // Another file, or the environment itself, may hold what this one leaves out.
    severity: severityFor(setting, password && setting.file.kind !== 'json' ? 'warning' : 'information'),
    message: password
      ? `"${keyName(password)}" is empty, but "${keyName(user)}" is set: the server refuses the sign-in. put the password in`
      : `"${keyName(user)}" is set, but no password beside it: the server refuses the sign-in. add one`,
  }),
});
