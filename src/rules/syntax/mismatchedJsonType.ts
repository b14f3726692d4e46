import type { RelaySetting } from '../../discover/types.ts';
import type { Entry, ScalarKind } from '../../parse/types.ts';
import { span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { json } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { quoteFix } from '../support/mailEntries.ts';
import { severityFor } from '../support/relays.ts';
import type { Fix } from '../types.ts';

type Wanted = 'string' | 'boolean';

/** Apps in Go decode strictly: the type of every key is that of the struct (mattermost server/public/model/config.go). */
const TYPES: Readonly<Record<string, Readonly<Record<string, Wanted>>>> = {
  mattermost: {
    SMTPServer: 'string',
    SMTPPort: 'string',
    SMTPUsername: 'string',
    SMTPPassword: 'string',
    EnableSMTPAuth: 'boolean',
    SendEmailNotifications: 'boolean',
    SkipServerCertificateVerification: 'boolean',
  },
};

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
  readonly wanted: Wanted;
}

const ARTICLES: Readonly<Record<ScalarKind, string>> = { string: 'text', number: 'a number', boolean: 'a boolean', null: 'null' };

/** A number where the app takes text, or text where it takes a boolean. */
export const mismatchedJsonType = defineRule<State>({
  meta: {
    id: 'syntax/mismatched-json-type',
    severity: 'error',
    since: '0.1.0',
    kinds: ['json'],
    listens: ['host', 'port', 'user', 'password'],
    title: 'JSON value of another type than the app takes',
    why: 'Mattermost reads its file strictly: the port is text, switches are booleans. A value of another type makes it stop at the start with "cannot unmarshal".',
    bad: json(
      'config.json',
      '{\n  "EmailSettings": {\n    "SMTPServer": "mail.acme.io",\n    "SMTPPort": 587,\n    "ConnectionSecurity": "STARTTLS",\n    "EnableSMTPAuth": false\n  }\n}\n',
    ),
    ok: json(
      'config.json',
      '{\n  "EmailSettings": {\n    "SMTPServer": "mail.acme.io",\n    "SMTPPort": "587",\n    "ConnectionSecurity": "STARTTLS",\n    "EnableSMTPAuth": false\n  }\n}\n',
    ),
    references: [
      { title: 'Mattermost: SMTP server port', url: 'https://docs.mattermost.com/configure/environment-configuration-settings.html#smtp-server-port' },
    ],
    fix: 'safe',
  },
  *run({ file, settings }) {
    for (const setting of settings) {
      const types = TYPES[setting.profile];
      if (!types) continue;
      for (const entry of file.entries) {
        const wanted = entry.path.at(-2) === 'EmailSettings' && Object.hasOwn(types, entry.key) ? types[entry.key] : undefined;
        if (wanted && entry.scalar !== wanted && entry.scalar !== 'null') yield { setting, entry, wanted };
      }
    }
  },
  word: ({ setting, entry, wanted }) => ({
    at: entry.valueSpan,
    severity: severityFor(setting, 'error'),
    message: `"${keyName(entry)}" holds ${ARTICLES[entry.scalar]}, but ${setting.profileTitle} takes ${ARTICLES[wanted]} here and does not start`,
  }),
  fixes: ({ entry, wanted }, { file }): Fix[] => {
    const { start, end } = entry.valueSpan;
    const written = file.text.slice(start, end);
    if (wanted === 'string') return [quoteFix(keyName(entry), entry.valueSpan)];
    const title = `Take the quotes off ${keyName(entry)}`;
    const isBoolean = entry.quote === '"' && /^(true|false)$/.test(written);
    return isBoolean ? [{ title, safety: 'safe', isPreferred: true, edits: [{ span: span(start - 1, end + 1), newText: written }] }] : [];
  },
});
