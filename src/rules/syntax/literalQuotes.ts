import type { RelaySetting } from '../../discover/types.ts';
import { setValue } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { yaml } from '../support/examples.ts';
import { severityFor } from '../support/relays.ts';
import type { Fix } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
}

/** Quotes inside a list item, which the container gets as a part of the value. */
export const literalQuotes = defineRule<State>({
  meta: {
    id: 'syntax/literal-quotes',
    severity: 'error',
    since: '0.1.0',
    kinds: ['yaml'],
    listens: ['host', 'port', 'user', 'password'],
    title: 'Quotes that become a part of the value',
    why: 'In a list of KEY=value texts YAML removes only quotes around the whole item. Quotes behind the equals sign reach the app: the host is not found, the password is wrong.',
    bad: yaml('compose.yml', 'services:\n  wiki:\n    image: wiki\n    environment:\n      - SMTP_HOST="mail.acme.io"\n      - SMTP_PORT=587\n'),
    ok: yaml('compose.yml', 'services:\n  wiki:\n    image: wiki\n    environment:\n      - "SMTP_HOST=mail.acme.io"\n      - SMTP_PORT=587\n'),
    references: [{ title: 'Compose file: environment', url: 'https://docs.docker.com/reference/compose-file/services/#environment' }],
    fix: 'unsafe',
  },
  *run({ settings }) {
    const seen = new Set<Entry>();
    for (const setting of settings) {
      for (const entry of setting.entries) {
        if (seen.has(entry) || entry.form !== 'list-item' || !/^(["']).+\1$/s.test(entry.value)) continue;
        seen.add(entry);
        yield { setting, entry };
      }
    }
  },
  word: ({ setting, entry }) => ({
    at: entry.valueSpan,
    severity: severityFor(setting, 'error'),
    message: `the quotes after "${entry.key}=" are a part of the value. quote the whole item or nothing`,
  }),
  fixes: ({ entry }, { file }): Fix[] => [
    {
      title: `Remove the quotes from the value of ${entry.key}`,
      safety: 'unsafe',
      isPreferred: true,
      edits: [setValue(file, entry, entry.value.slice(1, -1))],
    },
  ],
});
