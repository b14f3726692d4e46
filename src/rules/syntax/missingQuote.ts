import type { Entry } from '../../parse/types.ts';
import { span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { dotenv } from '../support/examples.ts';

/** A value of a mail setting in `.env` that opens a quote and never closes it. */
export const missingQuote = defineRule<Entry>({
  meta: {
    id: 'syntax/missing-quote',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['dotenv'],
    listens: [],
    title: 'Quote that is not closed',
    why: 'Readers of .env files disagree here: some keep the quote as part of the value, some take the lines below into it, Docker refuses the file. Whichever it is, the server or the password is not the one that was meant.',
    bad: dotenv('SMTP_HOST="smtp.example.com\nSMTP_PORT=587\nSMTP_USER=mailer@example.com\n'),
    ok: dotenv('SMTP_HOST="smtp.example.com"\nSMTP_PORT=587\nSMTP_USER=mailer@example.com\nMOTTO="open\n'),
    references: [
      { title: 'Docker: variables in env files', url: 'https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/' },
      { title: 'dotenv: rules of the parser', url: 'https://github.com/motdotla/dotenv#what-rules-does-the-parsing-engine-follow' },
    ],
    fix: 'unsafe',
  },
  run({ file, settings }) {
    const open = new Set(file.problems.filter(({ code }) => code === 'unterminated-quote').map(({ span: { start } }) => start + 1));
    const mail = new Set(settings.flatMap(({ entries }) => entries));
    return file.entries.filter((entry) => open.has(entry.valueSpan.start) && mail.has(entry));
  },
  word: ({ key, quote, valueSpan }) => ({
    at: span(valueSpan.start - 1, valueSpan.end),
    message: `the value of "${key}" opens with ${quote} and is not closed`,
  }),
  fixes: ({ quote, valueSpan: { end } }) => [
    { title: 'Close the quote at the end of the line', safety: 'unsafe', edits: [{ span: span(end, end), newText: quote }] },
  ],
});
