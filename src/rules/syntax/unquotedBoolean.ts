import { defineRule } from '../define.ts';
import { yaml } from '../support/examples.ts';
import { type MailEntry, mailEntries, quoteFix } from '../support/mailEntries.ts';
import { isComposeVariable } from '../support/manifests.ts';
import { severityFor } from '../support/relays.ts';

/** A boolean in Compose's map of environment variables. */
export const unquotedBoolean = defineRule<MailEntry>({
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
    for (const found of mailEntries(settings)) {
      const { scalar, form } = found.entry;
      if (scalar === 'boolean' && form === 'pair' && isComposeVariable(file, found.entry)) yield found;
    }
  },
  word: ({ setting, entry }) => ({
    at: entry.valueSpan,
    severity: severityFor(setting, 'information'),
    message: `"${entry.value}" in "${entry.key}" is a boolean, which not every reader of Compose files takes for a variable. put it in quotes`,
  }),
  fixes: ({ entry: { key, valueSpan } }) => [quoteFix(key, valueSpan)],
});
