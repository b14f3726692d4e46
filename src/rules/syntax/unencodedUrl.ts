import type { RelaySetting } from '../../discover/types.ts';
import { setValue, spanInValue } from '../../parse/edit.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import type { TextEdit } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { severityFor } from '../support/relays.ts';
import { type RawCharacter, rawCharacters } from '../support/userInfo.ts';
import type { Fix, Severity } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
  readonly raw: readonly RawCharacter[];
}

/** Characters in the credentials of a URL that end them too early. */
export const unencodedUrl = defineRule<State>({
  meta: {
    id: 'syntax/unencoded-url',
    severity: 'error',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['user', 'password', 'host'],
    title: 'Credentials in a URL that are not percent-encoded',
    why: 'In a URL the characters "/", "?" and "#" end the part with user, password and host: the app connects to a piece of the password. "@", "%" and blanks are read differently by different libraries.',
    bad: dotenv('MAILER_DSN=smtp://robot:k4/Tz9vQ@mail.acme.io:587\n'),
    ok: dotenv('MAILER_DSN=smtp://robot:k4%2FTz9vQ@mail.acme.io:587/?verify_peer=1\n'),
    references: [
      { title: 'RFC 3986 §3.2.1', url: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1' },
      { title: 'Symfony: mailer transports', url: 'https://symfony.com/doc/current/mailer.html#transport-setup' },
    ],
    fix: 'unsafe',
  },
  *run({ settings }) {
    const seen = new Set<Entry>();
    for (const setting of settings) {
      const entry = setting.url?.entry;
      // `failover(…)` holds several URLs; what is one there is not decided by its characters.
      if (!entry || seen.has(entry)) continue;
      seen.add(entry);
      const raw = rawCharacters(entry.value);
      if (raw.length > 0) yield { setting, entry, raw };
    }
  },
  word: ({ setting, entry, raw }) => {
    const worst = worstOf(raw);
    const character = worst.character.trim() === '' ? 'a blank' : `"${worst.character}"`;
    return {
      at: spanInValue(entry, worst.at, worst.at + 1),
      severity: severityFor(setting, severityOf(worst)),
      message: `${character} in the ${worst.part} of the URL in "${keyName(entry)}" has a meaning of its own. write "${encodeURIComponent(worst.character)}"`,
    };
  },
  fixes: ({ entry, raw }, { file }): Fix[] => [
    {
      title: `Percent-encode the credentials in ${keyName(entry)}`,
      safety: 'unsafe',
      isPreferred: true,
      edits: encodingEdits(file, entry, raw),
    },
  ],
});

/** Only the characters themselves change, but where a percent sign must be escaped in turn. */
function encodingEdits(file: ConfigFile, entry: Entry, raw: readonly RawCharacter[]): TextEdit[] {
  if (file.kind !== 'ini' && file.kind !== 'systemd') {
    return raw.map(({ character, at }) => ({ span: spanInValue(entry, at, at + 1), newText: encodeURIComponent(character) }));
  }
  const inOrder = [...raw].sort((a, b) => a.at - b.at);
  const encoded = inOrder.reduceRight((value, { character, at }) => value.slice(0, at) + encodeURIComponent(character) + value.slice(at + 1), entry.value);
  return [setValue(file, entry, encoded)];
}

const order: readonly Severity[] = ['error', 'warning', 'information'];

/** Every library stops at "/", "?" and "#"; most find their way with the others, and a full address as user name is common. */
function severityOf({ character, part }: RawCharacter): Severity {
  if (/[/?#]/.test(character)) return 'error';
  return character === '@' && part === 'user' ? 'information' : 'warning';
}

function worstOf(raw: readonly RawCharacter[]): RawCharacter {
  return [...raw].sort((a, b) => order.indexOf(severityOf(a)) - order.indexOf(severityOf(b)) || a.at - b.at)[0]!;
}
