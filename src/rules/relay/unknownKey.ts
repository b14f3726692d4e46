import type { RelaySetting } from '../../discover/types.ts';
import { isUnset } from '../../discover/values.ts';
import { renameKey } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { appKeysOf } from '../support/appKeys.ts';
import { entriesBeside } from '../support/beside.ts';
import { didYouMean } from '../support/didYouMean.ts';
import { dotenv } from '../support/examples.ts';
import { isKnownVariable, nestedVariable, variablesOf } from '../support/nearKeys.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
  readonly meant: string;
}

/** Shorter names are too near to other words. */
const SHORTEST = 8;

/** A variable that is a letter away from one that the app reads. */
export const unknownKey = defineRule<State>({
  meta: {
    id: 'relay/unknown-key',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['host', 'port', 'user', 'password', 'security', 'from'],
    title: 'Misspelt variable',
    why: 'An unknown variable is no error for any app: the value is skipped and the default counts, which may be no sign-in, no TLS or another port.',
    bad: dotenv('APP_KEY=\nMAIL_MAILER=smtp\nMAIL_HOST=mail.acme.io\nMAIL_PORT=587\nMAIL_USERNAM=robot\nMAIL_PASSWORD=${MAIL_SECRET}\n'),
    ok: dotenv(
      'APP_KEY=\nMAIL_MAILER=smtp\nMAIL_HOST=mail.acme.io\nMAIL_PORT=587\nMAIL_USERNAME=robot\nMAIL_USERNAMES=robot,clerk\nMAIL_PASSWORD=${MAIL_SECRET}\n',
    ),
    references: [{ title: 'Laravel: mail configuration', url: 'https://laravel.com/docs/mail#configuration' }],
    fix: 'unsafe',
  },
  *run(context) {
    const seen = new Set<Entry>();
    for (const setting of remoteRelays(context)) {
      const keys = setting.confidence === 'exact' ? appKeysOf(setting) : undefined;
      if (!keys) continue;
      const beside = entriesBeside(setting);
      const taken = new Set(beside.map(({ key }) => key));
      const free = variablesOf(keys).filter((key) => key.length >= SHORTEST && !taken.has(key));
      for (const entry of free.length > 0 ? beside : []) {
        if (seen.has(entry) || entry.key.length < SHORTEST || isUnset(entry) || isKnownVariable(entry.key) || nestedVariable(entry.key)) continue;
        const head = entry.key.slice(0, 3);
        const meant = didYouMean(
          entry.key,
          free.filter((key) => key.startsWith(head)),
          1,
        );
        if (meant === undefined || meant.toLowerCase() === entry.key.toLowerCase() || /\d$/.test(entry.key)) continue;
        seen.add(entry);
        yield { setting, entry, meant };
      }
    }
  },
  word: ({ setting, entry, meant }) => ({
    at: entry.keySpan,
    severity: severityFor(setting, 'warning'),
    message: `${setting.profileTitle} does not read "${entry.key}". did you mean "${meant}"?`,
  }),
  fixes: ({ entry, meant }, { file }) =>
    entry.inherited ? [] : [{ title: `Rename it to ${meant}`, safety: 'unsafe', isPreferred: true, edits: [renameKey(file, entry, meant)] }],
});
