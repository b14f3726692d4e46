import { FRAMEWORK_PROFILES } from '../../data/profiles/frameworks.ts';
import type { Match } from '../../discover/fromProfile.ts';
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
  /** The key that is not read, as the app's table has it. */
  readonly unused: string;
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
        yield { setting, entry, unused: entry.key, instead, isInsteadSet: beside.some((other) => other.key === instead && !isUnset(other)) };
      }
      for (const [unusedHere, insteadOfIt] of Object.entries(unused)) {
        if (!unusedHere.includes('.')) continue;
        const { base, names } = placeOf(keys, unusedHere);
        const key = filled(unusedHere, names);
        const instead = insteadOfIt && filled(insteadOfIt, names);
        const entry = settingAt(setting, base, key);
        if (entry && !own.has(entry) && !Object.hasOwn(unused, entry.key))
          yield { setting, entry, unused: key, instead, isInsteadSet: instead !== undefined && settingAt(setting, base, instead) !== undefined };
      }
    }
  },
  word: (state) => ({
    at: state.entry.keySpan,
    severity: severityFor(state.setting, severityOf(state)),
    message: `${state.setting.profileTitle} does not read "${writtenName(state)}"${state.instead ? `, but "${state.instead}"` : ''}`,
    tag: 'unnecessary',
  }),
  fixes: ({ entry, unused, instead, isInsteadSet }, { file }): Fix[] => {
    const name = instead === undefined || isInsteadSet ? undefined : nameFor(entry, unused, instead);
    return name === undefined ? [] : [{ title: `Rename it to ${name}`, safety: 'unsafe', isPreferred: true, edits: [renameKey(file, entry, name)] }];
  },
});

/** A program may read a library's settings under names of its own, and a left-over beside the right key does no harm. */
function severityOf({ setting, isInsteadSet }: State): Severity {
  const isLibrary = FRAMEWORK_PROFILES.some(({ id }) => id === setting.profile);
  return isLibrary || isInsteadSet ? 'information' : 'warning';
}

/** `smtp-host` and `smtpHost` are one, as they are for the keys that the app does read. */
const relaxed = (segments: readonly string[]) => segments.join('.').toLowerCase().replace(/[-_]/g, '');

/** Where the app's keys begin, and what the wildcards of one of them stand for: those are the last names of a match's path. */
function placeOf({ path }: Match, key: string): { readonly base: readonly string[]; readonly names: readonly string[] } {
  const wildcards = key.split('.').filter((segment) => segment === '*').length;
  return { base: path.slice(0, path.length - wildcards), names: path.slice(path.length - wildcards) };
}

function filled(key: string, names: readonly string[]): string {
  const left = [...names];
  return key.replaceAll('*', () => left.shift() ?? '*');
}

/** The entry that a key with dots stands for, nested or written with dots. */
function settingAt({ file, anchor }: RelaySetting, base: readonly string[], key: string): Entry | undefined {
  const wanted = relaxed([...base, key]);
  return file.entries.find((entry) => entry.document === anchor.document && !isUnset(entry) && relaxed(entry.path) === wanted);
}

/** Of nested maps the whole path tells; a key alone could be anything. */
const writtenName = ({ entry, instead }: State) => (instead?.includes('.') && !entry.key.includes('.') ? entry.path.join('.') : entry.key);

const segmentsOf = (name: string) => name.split('.');

/** The key under its right name: all of it where it is written with dots, its last part where that alone is wrong, else undefined. */
function nameFor({ key, path }: Entry, unused: string, instead: string): string | undefined {
  const written = segmentsOf(key);
  const wrong = segmentsOf(unused);
  const right = segmentsOf(instead);
  // `%prod.` and the like before the app's own keys stays; a key with dots in a map of its own begins further in.
  if (path.length === 1 && written.length >= wrong.length) return [...written.slice(0, written.length - wrong.length), ...right].join('.');
  const isLastWrong = right.length === wrong.length && right.slice(0, -1).join('.') === wrong.slice(0, -1).join('.');
  return isLastWrong ? [...written.slice(0, -1), ...right.slice(-1)].join('.') : undefined;
}
