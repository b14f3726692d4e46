import type { RelaySetting } from '../../discover/types.ts';
import type { Entry } from '../../parse/types.ts';
import { span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { isPhpApp, quoteFor } from '../support/dotenvReaders.ts';
import { dotenv } from '../support/examples.ts';
import { severityFor } from '../support/relays.ts';
import type { Fix } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
}

/** A blank inside a value without quotes. */
export const unquotedSpace = defineRule<State>({
  meta: {
    id: 'syntax/unquoted-space',
    severity: 'error',
    since: '0.1.0',
    kinds: ['dotenv'],
    listens: ['user', 'password', 'from'],
    title: 'Blank in a value without quotes',
    why: 'The readers of PHP refuse a value with a blank that is not in quotes, and with it the whole file: the app does not start. A shell runs the second word as a command. The readers of Node, Python and Docker take it.',
    bad: dotenv('APP_KEY=\nMAIL_MAILER=smtp\nMAIL_HOST=smtp.gmail.com\nMAIL_PORT=587\nMAIL_USERNAME=jane@gmail.com\nMAIL_PASSWORD=abcd efgh ijkl mnop\n'),
    ok: dotenv(
      'APP_KEY=\nMAIL_MAILER=smtp\nMAIL_HOST=smtp.gmail.com\nMAIL_PORT=587 # submission\nMAIL_USERNAME=jane@gmail.com\nMAIL_PASSWORD="abcd efgh ijkl mnop"\n',
    ),
    references: [
      { title: 'phpdotenv', url: 'https://github.com/vlucas/phpdotenv#putting-the-env-file-to-use' },
      {
        title: 'Symfony: configuring environment variables in .env files',
        url: 'https://symfony.com/doc/current/configuration.html#configuring-environment-variables-in-env-files',
      },
    ],
    fix: 'safe',
  },
  *run({ settings }) {
    const seen = new Set<Entry>();
    for (const setting of settings) {
      for (const entry of setting.entries) {
        if (seen.has(entry) || entry.quote !== '' || entry.form !== 'pair' || !/\S[ \t]+\S/.test(entry.value)) continue;
        seen.add(entry);
        yield { setting, entry };
      }
    }
  },
  word: ({ setting, entry }) => ({
    at: entry.valueSpan,
    severity: severityFor(setting, isPhpApp(setting) ? 'error' : 'information'),
    message: isPhpApp(setting)
      ? `blank in the value of "${entry.key}" without quotes: ${setting.profileTitle} does not read the file and does not start`
      : `blank in the value of "${entry.key}" without quotes: a shell or a reader in PHP takes the first word only, or refuses the file`,
  }),
  fixes: ({ entry }): Fix[] => {
    const quote = quoteFor(entry.value);
    const { start, end } = entry.valueSpan;
    if (!quote) return [];
    return [
      {
        title: `Put the value of ${entry.key} in quotes`,
        safety: 'safe',
        isPreferred: true,
        edits: [
          { span: span(start, start), newText: quote },
          { span: span(end, end), newText: quote },
        ],
      },
    ];
  },
});
