import type { PasswordInfo, RelaySetting } from '../../discover/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { isTracked } from '../support/ownFile.ts';
import { isPatternFile, remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly password: PasswordInfo;
}

/** A password in a file that git has. */
export const unsafeTrackedFile = defineRule<State>({
  meta: {
    id: 'secrets/unsafe-tracked-file',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['password'],
    title: 'Password in a file that git tracks',
    why: 'What is in the repository is with everybody who ever clones it, and stays in the history after it is taken out. Keys of mail services are found there by machines within minutes and used to send spam.',
    bad: { ...dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=587\nSMTP_USER=robot@acme.io\nSMTP_PASSWORD=k4Tz9vQ8Horse\n'), tracked: true },
    ok: { ...dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=587\nSMTP_USER=robot@acme.io\nSMTP_PASSWORD=k4Tz9vQ8Horse\n'), tracked: false },
    references: [
      { title: 'OWASP: secrets management', url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html' },
      { title: 'gitignore(5)', url: 'https://git-scm.com/docs/gitignore' },
    ],
    fix: 'none',
  },
  *run(context) {
    if (isPatternFile(context.file.path)) return;
    const found = remoteRelays(context).flatMap((setting) => (setting.password?.source === 'literal' ? [{ setting, password: setting.password }] : []));
    // Only now: asking costs something.
    if (found.length === 0 || isTracked(context) !== true) return;
    yield* new Map(found.map((state) => [state.password.entry, state])).values();
  },
  word: ({ setting, password }) => ({
    at: password.entry.keySpan,
    severity: severityFor(setting, 'warning'),
    message: `git tracks this file, and "${keyName(password.entry)}" holds a password. replace the password at the provider, and keep the new one out of git`,
  }),
});
