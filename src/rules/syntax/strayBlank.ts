import { setValue, spanInValue } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { APP_KINDS } from '../../parse/types.ts';
import type { Span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { readerOf } from '../support/appKeys.ts';
import { type Credential, writtenCredentials } from '../support/credentials.ts';
import { dotenv } from '../support/examples.ts';
import { keyName } from '../support/keyName.ts';
import { severityFor } from '../support/relays.ts';
import { strayBlank as findBlank, withoutStrayBlanks } from '../support/textMarks.ts';

interface State extends Credential {
  readonly at: number;
  readonly what: string;
}

/** A blank that nobody sees, at the end of a user name or password. */
export const strayBlank = defineRule<State>({
  meta: {
    id: 'syntax/stray-blank',
    severity: 'warning',
    since: '0.1.0',
    kinds: APP_KINDS,
    listens: ['user', 'password'],
    title: 'Invisible blank in a user name or password',
    why: 'A blank inside the quotes, a line end of a block, or a no-break space from a web page reaches the server as part of the name or password, and it answers 535. Nothing of it can be seen.',
    bad: dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=587\nSMTP_USER="robot@acme.io "\nSMTP_PASSWORD=${MAIL_SECRET}\n'),
    ok: dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=587\nSMTP_USER=robot@acme.io  # the robot\nSMTP_PASSWORD="abcd efgh ijkl mnop"\n'),
    references: [{ title: 'RFC 4616 §2', url: 'https://www.rfc-editor.org/rfc/rfc4616#section-2' }],
    fix: 'unsafe',
  },
  *run({ file, settings }) {
    const reader = readerOf(file);
    for (const credential of writtenCredentials(settings)) {
      // What is inside base64 has a finding of its own.
      const found = reader.isEncoded(credential.entry) ? undefined : findBlank(credential.entry.value);
      if (found) yield { ...credential, ...found };
    }
  },
  word: ({ setting, entry, at, what }) => ({
    at: placeOf(entry, at),
    severity: severityFor(setting, 'warning'),
    message: `${what} is a part of the value of "${keyName(entry)}". take it out`,
  }),
  fixes: ({ entry }, { file }) =>
    isBlock(entry)
      ? []
      : [
          {
            title: `Take the stray blanks out of ${keyName(entry)}`,
            safety: 'unsafe',
            isPreferred: true,
            edits: [setValue(file, entry, withoutStrayBlanks(entry.value))],
          },
        ],
});

/** An escape is not laid beside the character that it stands for: the whole value is shown then. */
function placeOf(entry: Entry, at: number): Span {
  const place = spanInValue(entry, at, at + 1);
  if (isBlock(entry)) return entry.keySpan;
  return place.start === place.end ? entry.valueSpan : place;
}

/** A block scalar has no end of its own to point at. */
const isBlock = ({ quote }: Entry) => quote === '|' || quote === '>';
