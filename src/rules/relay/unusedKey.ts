import { FRAMEWORK_PROFILES } from '../../data/profiles/frameworks.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { isUnset } from '../../discover/values.ts';
import { renameKey } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { appKeysOf } from '../support/appKeys.ts';
import { entriesBeside } from '../support/beside.ts';
import { dotenv } from '../support/examples.ts';
import { severityFor } from '../support/relays.ts';
import type { Fix, Severity } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
  /** The key that the app reads instead. */
  readonly instead: string | undefined;
  readonly isInsteadSet: boolean;
}

/** A key of another app, which this one does not read. */
export const unusedKey = defineRule<State>({
  meta: {
    id: 'relay/unused-key',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['host', 'port', 'user', 'password', 'from', 'security'],
    title: 'Key that the app does not read',
    why: 'Apps name their mail settings differently, and an unknown name is not an error: the value is ignored and the default counts, which may be no sign-in or another server.',
    bad: dotenv('LOCAL_DOMAIN=social.acme.io\nSMTP_SERVER=mail.acme.io\nSMTP_PORT=587\nSMTP_USERNAME=robot\nSMTP_PASSWORD=${MAIL_SECRET}\n'),
    ok: dotenv('LOCAL_DOMAIN=social.acme.io\nSMTP_SERVER=mail.acme.io\nSMTP_PORT=587\nSMTP_LOGIN=robot\nSMTP_PASSWORD=${MAIL_SECRET}\n'),
    references: [{ title: 'Mastodon: outgoing mail', url: 'https://docs.joinmastodon.org/admin/config/#smtp' }],
    fix: 'unsafe',
  },
  *run({ settings }) {
    for (const setting of settings) {
      const keys = setting.confidence === 'exact' && !setting.isLocal ? appKeysOf(setting) : undefined;
      const unused = keys?.profile.unusedKeys;
      if (!keys || !unused) continue;
      // What other versions read is among the keys that were looked for.
      const own = new Set([...keys.found].flatMap(([key, entry]) => (Object.hasOwn(unused, key) ? [] : [entry])));
      const beside = entriesBeside(setting);
      for (const entry of beside) {
        if (own.has(entry) || isUnset(entry) || !Object.hasOwn(unused, entry.key)) continue;
        const instead = unused[entry.key];
        yield { setting, entry, instead, isInsteadSet: beside.some((other) => other.key === instead && !isUnset(other)) };
      }
      for (const [key, instead] of Object.entries(unused)) {
        if (!key.includes('.')) continue;
        const entry = settingAt(setting, key);
        if (entry && !own.has(entry) && entry.key !== key)
          yield { setting, entry, instead, isInsteadSet: instead !== undefined && settingAt(setting, instead) !== undefined };
      }
    }
  },
  word: (state) => ({
    at: state.entry.keySpan,
    severity: severityFor(state.setting, severityOf(state)),
    message: `${state.setting.profileTitle} does not read "${writtenName(state)}"${state.instead ? `, but "${state.instead}"` : ''}`,
    tag: 'unnecessary',
  }),
  // A path of nested maps can't be renamed at its last key.
  fixes: ({ entry, instead, isInsteadSet }, { file }): Fix[] =>
    instead && !isInsteadSet && instead.includes('.') === entry.key.includes('.')
      ? [{ title: `Rename it to ${instead}`, safety: 'unsafe', isPreferred: true, edits: [renameKey(file, entry, instead)] }]
      : [],
});

/** A program may read a library's settings under names of its own, and a left-over beside the right key does no harm. */
function severityOf({ setting, isInsteadSet }: State): Severity {
  const isLibrary = FRAMEWORK_PROFILES.some(({ id }) => id === setting.profile);
  return isLibrary || isInsteadSet ? 'information' : 'warning';
}

/** The entry whose path, nested or written with dots, is a key that has dots. */
function settingAt({ file, anchor }: RelaySetting, key: string): Entry | undefined {
  return file.entries.find((entry) => entry.document === anchor.document && !isUnset(entry) && entry.path.join('.') === key);
}

/** Of nested maps the whole path tells; a key alone could be anything. */
const writtenName = ({ entry, instead }: State) => (instead?.includes('.') && !entry.key.includes('.') ? entry.path.join('.') : entry.key);
