import { span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { type Credential, writtenCredentials } from '../support/credentials.ts';
import { keyName } from '../support/keyName.ts';
import { severityFor } from '../support/relays.ts';

interface State extends Credential {
  /** Offsets in the file. */
  readonly places: readonly [number, ...number[]];
}

/** An escape that means a character nobody can type into a password, or none that Java knows. */
const ESCAPE = /\\(?:[\\:=#! \r\n]|u[0-9a-fA-F]{4}|(?<odd>.))/g;

/** A backslash in a Java properties file, which disappears. */
export const unescapedBackslash = defineRule<State>({
  meta: {
    id: 'syntax/unescaped-backslash',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['properties'],
    listens: ['user', 'password'],
    title: 'Backslash that is not doubled',
    why: 'In a properties file a backslash begins an escape: "\\t" is a tab, and before any other letter it is dropped without a word. The app gets another password, and the server answers 535. Two backslashes stand for one.',
    bad: {
      kind: 'properties',
      path: 'application.properties',
      text: 'spring.mail.host=mail.acme.io\nspring.mail.port=587\nspring.mail.username=robot@acme.io\nspring.mail.password=k4\\Tz9vQ\n',
    },
    ok: {
      kind: 'properties',
      path: 'application.properties',
      text: 'spring.mail.host=mail.acme.io\nspring.mail.port=587\nspring.mail.username=robot@acme.io\nspring.mail.password=k4\\\\Tz\\:9vQ\n',
    },
    references: [
      { title: 'Java: Properties.load', url: 'https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/Properties.html#load(java.io.Reader)' },
    ],
    fix: 'unsafe',
  },
  *run({ file, settings }) {
    for (const credential of writtenCredentials(settings)) {
      const { start, end } = credential.entry.valueSpan;
      const found = [...file.text.slice(start, end).matchAll(ESCAPE)].flatMap(({ groups, index }) => (groups?.odd === undefined ? [] : [start + index]));
      const [first, ...rest] = found;
      if (first !== undefined) yield { ...credential, places: [first, ...rest] };
    }
  },
  word: ({ setting, entry, places: [first] }) => ({
    at: span(first, first + 1),
    severity: severityFor(setting, 'warning'),
    message: `a backslash in the value of "${keyName(entry)}" begins an escape and does not reach the app. write two`,
  }),
  fixes: ({ entry, places }) => [
    {
      title: `Double the backslashes in ${keyName(entry)}`,
      safety: 'unsafe',
      isPreferred: true,
      edits: places.map((at) => ({ span: span(at, at + 1), newText: '\\\\' })),
    },
  ],
});
