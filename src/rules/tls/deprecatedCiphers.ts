import type { RelaySetting } from '../../discover/types.ts';
import { removeEntry } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { entriesBelow } from '../support/beside.ts';
import { program } from '../support/examples.ts';
import { remoteRelays } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
}

/** The cipher list of SSL 3.0, which a much-copied answer recommends for Outlook. */
export const deprecatedCiphers = defineRule<State>({
  meta: {
    id: 'tls/deprecated-ciphers',
    severity: 'information',
    since: '0.1.0',
    kinds: ['javascript', 'typescript', 'tsx'],
    listens: ['security'],
    title: 'Cipher list from the times of SSL 3.0',
    why: "The list once worked around a fault of Outlook's servers and has been copied ever since. It leaves only cipher suites from SSL 3.0, and Node.js then does without TLS 1.3. A server that asks for current suites ends the handshake.",
    bad: program(
      'javascript',
      'mail.js',
      "const transport = nodemailer.createTransport({\n  host: 'smtp.office365.com',\n  port: 587,\n  secure: false,\n  tls: { ciphers: 'SSLv3' },\n});\n",
    ),
    ok: program(
      'javascript',
      'mail.js',
      "const transport = nodemailer.createTransport({\n  host: 'smtp.office365.com',\n  port: 587,\n  secure: false,\n  tls: { ciphers: 'HIGH' },\n});\n",
    ),
    references: [{ title: 'Node.js: modifying the default TLS cipher suite', url: 'https://nodejs.org/api/tls.html#modifying-the-default-tls-cipher-suite' }],
    fix: 'unsafe',
  },
  *run(context) {
    for (const setting of remoteRelays(context)) {
      for (const { name, entry } of entriesBelow(setting)) {
        if (/^tls\.ciphers$/.test(name) && /^SSLv[23]$/i.test(entry.value.trim())) yield { setting, entry };
      }
    }
  },
  word: ({ entry }) => ({
    at: entry.valueSpan,
    message: `"${entry.value}" as cipher list rules out TLS 1.3 and all current cipher suites. without it Node.js and the server agree by themselves`,
    tag: 'deprecated',
  }),
  fixes: ({ entry }, { file }) => [{ title: 'Remove the cipher list', safety: 'unsafe', isPreferred: true, edits: [removeEntry(file, entry)] }],
});
