import type { RelaySetting } from '../../discover/types.ts';
import { isUnset } from '../../discover/values.ts';
import { renameKey } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { appKeysOf } from '../support/appKeys.ts';
import { entriesBeside } from '../support/beside.ts';
import { yaml } from '../support/examples.ts';
import { nestedVariable, readKeys } from '../support/nearKeys.ts';
import { remoteRelays, severityFor } from '../support/relays.ts';

interface State {
  readonly entry: Entry;
  readonly meant: string;
  readonly title: string;
  readonly setting?: RelaySetting;
  readonly isMeantSet: boolean;
}

/** Apps with nested variables whose case counts. */
const SENSITIVE: ReadonlySet<string> = new Set(['ghost', 'airflow']);

/** A key that the app would read, were it not for capitals. */
export const mismatchedKeyCase = defineRule<State>({
  meta: {
    id: 'relay/mismatched-key-case',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['host', 'port', 'user', 'password', 'security'],
    title: 'Key with the wrong capitals',
    why: 'Names of options and variables count letter by letter in most apps. With another capital the line is skipped without a word and the default counts: "requireTls" for nodemailer\'s "requireTLS" leaves the connection open to clear text.',
    bad: yaml(
      'docker-compose.yml',
      'services:\n  ghost:\n    image: ghost:5\n    environment:\n      mail__transport: SMTP\n      mail__options__host: mail.acme.io\n      mail__options__Port: 465\n',
    ),
    ok: yaml(
      'docker-compose.yml',
      'services:\n  ghost:\n    image: ghost:5\n    environment:\n      mail__transport: SMTP\n      mail__options__host: mail.acme.io\n      mail__options__port: 465\n',
    ),
    references: [
      { title: 'Ghost: configuration', url: 'https://docs.ghost.org/config#mail' },
      { title: 'Nodemailer: SMTP transport', url: 'https://nodemailer.com/smtp/' },
    ],
    fix: 'unsafe',
  },
  *run(context) {
    const seen = new Set<Entry>();
    for (const setting of remoteRelays(context)) {
      for (const state of inOptions(setting)) {
        seen.add(state.entry);
        yield state;
      }
    }
    // In a .env file a name may be the project's own, handed on under another one.
    if (context.file.kind === 'dotenv') return;
    for (const entry of context.file.entries) {
      const found = seen.has(entry) || isUnset(entry) ? undefined : nestedVariable(entry.key);
      if (!found || !SENSITIVE.has(found.profile.id) || found.key.toLowerCase() !== entry.key.toLowerCase()) continue;
      yield { entry, meant: found.key, title: found.profile.title, isMeantSet: context.file.entries.some(({ key }) => key === found.key) };
    }
  },
  word: ({ entry, meant, title, setting, isMeantSet }) => ({
    at: entry.keySpan,
    severity: isMeantSet ? 'information' : setting ? severityFor(setting, 'warning') : 'warning',
    message: `${title} does not read "${entry.key}", capitals count: "${meant}"`,
    tag: 'unnecessary',
  }),
  fixes: ({ entry, meant, isMeantSet }, { file }) =>
    isMeantSet || entry.inherited ? [] : [{ title: `Rename it to ${meant}`, safety: 'unsafe', isPreferred: true, edits: [renameKey(file, entry, meant)] }],
});

/** The options of a library in a program, beside those that it reads. */
function* inOptions(setting: RelaySetting): Generator<State> {
  const keys = setting.confidence === 'exact' ? appKeysOf(setting) : undefined;
  if (!keys?.profile.isCaseSensitive || setting.url) return;
  const own = new Set(keys.found.values());
  const names = new Set([...readKeys(keys.profile)].map((key) => key.slice(key.lastIndexOf('.') + 1)));
  const beside = entriesBeside(setting);
  for (const entry of beside) {
    if (own.has(entry) || names.has(entry.key) || entry.form !== 'pair') continue;
    const meant = [...names].find((name) => name.toLowerCase() === entry.key.toLowerCase());
    if (meant !== undefined) yield { entry, meant, title: setting.profileTitle, setting, isMeantSet: beside.some(({ key }) => key === meant) };
  }
}
