import type { RelaySetting } from '../../discover/types.ts';
import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { yaml } from '../support/examples.ts';
import { isComposeVariable } from '../support/manifests.ts';
import { severityFor } from '../support/relays.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
}

/** A boolean in Compose's map of environment variables. */
export const unquotedBoolean = defineRule<State>({
  meta: {
    id: 'syntax/unquoted-boolean',
    severity: 'information',
    since: '0.1.0',
    kinds: ['yaml'],
    listens: ['security'],
    title: 'Boolean among environment variables',
    why: 'An environment variable is text. docker-compose of version 1 and other readers of Compose files stop at an unquoted "true" or "false"; newer ones turn it into text, in the spelling that they like.',
    bad: yaml(
      'compose.yml',
      'services:\n  wiki:\n    image: wiki\n    environment:\n      SMTP_HOST: mail.acme.io\n      SMTP_PORT: 465\n      SMTP_SECURE: true\n',
    ),
    ok: yaml(
      'compose.yml',
      'services:\n  wiki:\n    image: wiki\n    environment:\n      SMTP_HOST: mail.acme.io\n      SMTP_PORT: 465\n      SMTP_SECURE: "true"\n',
    ),
    references: [{ title: 'Compose file: environment', url: 'https://docs.docker.com/reference/compose-file/services/#environment' }],
    fix: 'safe',
  },
  *run({ file, settings }) {
    const seen = new Set<Entry>();
    for (const setting of settings) {
      for (const entry of setting.entries) {
        if (entry.scalar !== 'boolean' || entry.form !== 'pair' || seen.has(entry) || !isComposeVariable(file, entry)) continue;
        seen.add(entry);
        yield { setting, entry };
      }
    }
  },
  word: ({ setting, entry }) => ({
    at: entry.valueSpan,
    severity: severityFor(setting, 'information'),
    message: `"${entry.value}" in "${entry.key}" is a boolean, which not every reader of Compose files takes for a variable. put it in quotes`,
  }),
  fixes: ({ entry: { key, valueSpan } }, { file }) => [
    {
      title: `Put the value of ${key} in quotes`,
      safety: 'safe',
      isPreferred: true,
      edits: [{ span: valueSpan, newText: `"${file.text.slice(valueSpan.start, valueSpan.end)}"` }],
    },
  ],
});
