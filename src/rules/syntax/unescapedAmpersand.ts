import type { Entry } from '../../parse/types.ts';
import { span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { keyName } from '../support/keyName.ts';

interface State {
  readonly entry: Entry;
  /** Offsets in the file. */
  readonly places: readonly [number, ...number[]];
}

/** Blanks between the mark and the text; more of them nobody writes. */
const LONGEST_LEAD = 200;
const CDATA = /<!\[CDATA\[\s*$/;
const RAW = /&(?!(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z_][\w.-]*);)/g;

/** An ampersand in XML that begins no entity. */
export const unescapedAmpersand = defineRule<State>({
  meta: {
    id: 'syntax/unescaped-ampersand',
    severity: 'error',
    since: '0.1.0',
    kinds: ['xml'],
    listens: ['host', 'user', 'password'],
    title: 'Ampersand that is not escaped',
    why: 'In XML "&" begins an entity such as "&amp;". A bare one, as in a password or a URL, makes the whole file unreadable, and the app does not start.',
    bad: {
      kind: 'xml',
      path: 'web.config',
      text: '<configuration>\n  <system.net>\n    <mailSettings>\n      <smtp>\n        <network host="mail.acme.io" port="587" userName="robot" password="k4&amp;Tz&9vQ" enableSsl="true" />\n      </smtp>\n    </mailSettings>\n  </system.net>\n</configuration>\n',
    },
    ok: {
      kind: 'xml',
      path: 'web.config',
      text: '<configuration>\n  <!-- smtp & co -->\n  <system.net>\n    <mailSettings>\n      <smtp>\n        <network host="mail.acme.io" port="587" userName="robot" password="k4&amp;Tz&#38;9vQ" enableSsl="true" />\n      </smtp>\n    </mailSettings>\n  </system.net>\n</configuration>\n',
    },
    references: [{ title: 'XML 1.0: character data and markup', url: 'https://www.w3.org/TR/xml/#syntax' }],
    fix: 'unsafe',
  },
  *run({ file: { entries, text } }) {
    for (const entry of entries) {
      const { start, end } = entry.valueSpan;
      const isMail = entry.path.some((name) => /smtp|mail/i.test(name));
      const isLiteral = CDATA.test(text.slice(Math.max(0, start - LONGEST_LEAD), start)) || /\{\{|<%/.test(entry.value);
      if (!isMail || isLiteral) continue;
      const [first, ...rest] = [...text.slice(start, end).matchAll(RAW)].map(({ index }) => start + index);
      if (first !== undefined) yield { entry, places: [first, ...rest] };
    }
  },
  word: ({ entry, places: [first] }) => ({
    at: span(first, first + 1),
    message: `"&" in the value of "${keyName(entry)}" begins an entity, and no program reads the file as it is. write "&amp;"`,
  }),
  fixes: ({ entry, places }) => [
    {
      title: `Escape the ampersands in ${keyName(entry)}`,
      safety: 'unsafe',
      isPreferred: true,
      edits: places.map((at) => ({ span: span(at, at + 1), newText: '&amp;' })),
    },
  ],
});
