import { SUBMISSION_PORT } from '../../data/ports.ts';
import type { Match } from '../../discover/fromProfile.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { isUnset } from '../../discover/values.ts';
import { insertAfter, setValue } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import type { TextEdit } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { appKeysOf, entriesFor, placeFor, readerOf } from '../support/appKeys.ts';
import { dotenv } from '../support/examples.ts';
import { type HostParts, readHostParts } from '../support/hostParts.ts';
import { keyName } from '../support/keyName.ts';
import { rfc } from '../support/references.ts';
import { isPatternFile, severityFor } from '../support/relays.ts';
import type { Fix, Severity } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
  readonly parts: HostParts;
  /** The app's own form: `host`, or `host:port`. */
  readonly takesPort: boolean;
}

/** More in a host's value than the host, or less than the app needs. */
export const malformedHost = defineRule<State>({
  meta: {
    id: 'relay/malformed-host',
    severity: 'error',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['host', 'port'],
    title: 'Host that is more than a host name',
    why: 'The app hands the whole value to the resolver. With a scheme, a port, a path, quotes or a blank in it there is no such name, and every message fails with "host not found".',
    bad: dotenv('APP_KEY=\nMAIL_MAILER=smtp\nMAIL_HOST=smtp.mailgun.org:587\nMAIL_PORT=587\n'),
    ok: dotenv('GF_SMTP_HOST=smtp.mailgun.org:587\n'),
    references: [rfc(5321, '2.3.5'), rfc(1123, '2.1')],
    fix: 'unsafe',
  },
  *run({ file, settings }) {
    const reader = readerOf(file);
    const seen = new Set<Entry>();
    for (const setting of settings) {
      const keys = appKeysOf(setting);
      const entry = keys && hostEntry(keys);
      // The quotes of a list item have a finding of their own.
      if (!keys || !entry || seen.has(entry) || (entry.form === 'list-item' && /^(["']).*\1$/.test(entry.value))) continue;
      seen.add(entry);
      const { isTemplated, isDefault, text } = reader.read(entry);
      if (isTemplated || isDefault || text !== entry.value || hasOwnScheme(text, keys)) continue;
      const parts = readHostParts(text);
      if (!parts || (parts.host === '' && isPatternFile(file.path))) continue;
      const form = { takesPort: keys.profile.portInHost === true, hasPortKey: entriesFor(keys, 'port').length > 0 };
      const needsPort = form.takesPort && !form.hasPortKey && keys.profile.defaultPort === undefined;
      if (isFault(setting, parts, { ...form, needsPort })) yield { setting, entry, parts, takesPort: form.takesPort };
    }
  },
  word: ({ setting, entry, parts, takesPort }) => ({
    at: entry.valueSpan,
    severity: severityFor(setting, severityOf(setting, parts)),
    message: messageOf(setting, entry, parts, takesPort),
  }),
  fixes: (state, { file }): Fix[] => {
    const { setting, entry, parts, takesPort } = state;
    if (parts.host === '') return [];
    const port = parts.port ?? (takesPort ? SUBMISSION_PORT : undefined);
    const host = takesPort ? `${parts.host}:${port}` : parts.host;
    const more = !takesPort && parts.port !== undefined ? portEdits(setting, parts.port) : { edits: [], words: [] };
    const words = [`${keyName(entry)} to ${host}`, ...more.words];
    return [{ title: `Set ${words.join(' and ')}`, safety: 'unsafe', isPreferred: true, edits: [setValue(file, entry, host), ...more.edits] }];
  },
});

/** `ssl://smtp.example.com` in an app that reads that. */
function hasOwnScheme(text: string, { profile }: Match): boolean {
  const scheme = /^([a-z]+):\/\//i.exec(text)?.[1];
  return scheme !== undefined && profile.hostSchemes?.[scheme.toLowerCase()] !== undefined;
}

interface AppForm {
  readonly takesPort: boolean;
  readonly hasPortKey: boolean;
  readonly needsPort: boolean;
}

/** The key for the host; in an app that we don't know also one that is called so and holds a URL beside a key for the port. */
function hostEntry(keys: Match): Entry | undefined {
  const host = entriesFor(keys, 'host').find((each) => !isUnset(each));
  const isGeneric = keys.profile.id.startsWith('generic');
  if (host || !isGeneric || entriesFor(keys, 'port').length === 0) return host;
  return entriesFor(keys, 'url').find(({ key, value }) => /host(name)?$/i.test(key) && !value.includes('@'));
}

function isFault({ profile }: RelaySetting, parts: HostParts, { takesPort, hasPortKey, needsPort }: AppForm): boolean {
  const isGeneric = profile.startsWith('generic');
  switch (parts.fault) {
    case undefined:
      return needsPort && parts.port === undefined;
    case 'port':
      // Without a key for the port an app that we don't know may well split the value itself.
      return !takesPort && (!isGeneric || hasPortKey);
    case 'scheme':
      // PHP's mailers take `ssl://` and `tls://` in front of a host.
      return !isGeneric || !/^(ssl|tls)$/i.test(parts.scheme ?? '');
    default:
      return true;
  }
}

/** A name with its root dot resolves, though certificates don't have it; what an app that we don't know takes is not certain. */
function severityOf({ profile }: RelaySetting, { fault, scheme }: HostParts): Severity {
  if (fault === 'dot') return 'warning';
  const isSurelyBroken = fault === 'blank' || fault === 'quotes' || /^https?$/i.test(scheme ?? '') || !profile.startsWith('generic');
  return isSurelyBroken ? 'error' : 'warning';
}

function messageOf({ profileTitle, profile }: RelaySetting, entry: Entry, { fault, scheme, port, extra }: HostParts, takesPort: boolean): string {
  const app = profile.startsWith('generic') ? 'a host' : profileTitle;
  const key = keyName(entry);
  const wants = takesPort ? `${app} takes "host:port"` : `${app === 'a host' ? 'a host is' : `${app} takes`} the bare name`;
  switch (fault) {
    case 'scheme':
      return `"${scheme}://" in "${key}" is no part of a host name. ${wants}`;
    case 'port':
      return `":${port}" in "${key}" is no part of a host name. ${wants}`;
    case 'path':
      return `"${extra}" in "${key}" is no part of a host name. ${wants}`;
    case 'user':
      return `a user before "@" in "${key}" is no part of a host name. ${wants}`;
    case 'quotes':
      return `the quotes in "${key}" are a part of the value. ${wants}`;
    case 'blank':
      return `a blank in "${key}" makes the host name unknown. ${wants}`;
    case 'dot':
      return `the dot at the end of "${key}" is not in any certificate. ${wants}`;
    default:
      return `"${key}" lacks the port. ${wants}`;
  }
}

/** The port that stood in the host goes to its own key, unless that says something already. */
function portEdits(setting: RelaySetting, port: number): { edits: TextEdit[]; words: string[] } {
  const none = { edits: [], words: [] };
  const keys = appKeysOf(setting);
  const own = keys && entriesFor(keys, 'port')[0];
  if (own) return isUnset(own) ? { edits: [setValue(setting.file, own, String(port))], words: [`${keyName(own)} to ${port}`] } : none;
  const key = keys?.profile.keys.port?.[0];
  const place = key && keys ? placeFor(keys, key) : undefined;
  if (!place) return none;
  return { edits: [insertAfter(setting.file, place.anchor, place.name, String(port))], words: [`${place.name} to ${port}`] };
}
