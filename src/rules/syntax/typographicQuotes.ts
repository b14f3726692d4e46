import { setValue } from '../../parse/edit.ts';
import { APP_KINDS } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { type MailEntry, mailEntries } from '../support/mailEntries.ts';
import { severityFor } from '../support/relays.ts';
import { withoutOddQuotes } from '../support/textMarks.ts';

interface State extends MailEntry {
  readonly inner: string;
}

/** Quotes of a word processor around a value. */
export const typographicQuotes = defineRule<State>({
  meta: {
    id: 'syntax/typographic-quotes',
    severity: 'error',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['host', 'port', 'user', 'password', 'from'],
    title: 'Typographic quotes around a value',
    why: 'Text from a web page or a word processor brings curly quotes along. No configuration format knows them: they are a part of the value, the host is not found, and the password is wrong.',
    bad: dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=587\nSMTP_USER=\u201Crobot@acme.io\u201D\nSMTP_PASSWORD=${MAIL_SECRET}\n'),
    ok: dotenv('# the \u201Crobot\u201D\nSMTP_HOST=mail.acme.io\nSMTP_PORT=587\nSMTP_USER="robot@acme.io"\nSMTP_PASSWORD=${MAIL_SECRET}\n'),
    references: [{ title: 'Unicode: general punctuation', url: 'https://www.unicode.org/charts/PDF/U2000.pdf' }],
    fix: 'unsafe',
  },
  *run({ settings }) {
    for (const found of mailEntries(settings)) {
      const inner = withoutOddQuotes(found.entry.value.trim());
      if (inner !== undefined) yield { ...found, inner };
    }
  },
  word: ({ setting, entry }) => ({
    at: entry.valueSpan,
    severity: severityFor(setting, 'error'),
    message: `the typographic quotes in "${keyName(entry)}" are a part of the value. use plain ones, or none`,
  }),
  fixes: ({ entry, inner }, { file }) => [
    { title: `Take the typographic quotes off ${keyName(entry)}`, safety: 'unsafe', isPreferred: true, edits: [setValue(file, entry, inner)] },
  ],
});
