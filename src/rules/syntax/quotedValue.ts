import type { Entry } from '../../parse/types.ts';
import { span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { stopsOnBadValue } from '../support/parameters.ts';
import { isDecisive, quoteAround } from '../support/postfixText.ts';
import { mainCfFormat } from '../support/references.ts';

/** Quotes around a value: Postfix has no quoting, so they are part of it. */
export const quotedValue = defineRule<Entry>({
  meta: {
    id: 'syntax/quoted-value',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: [],
    title: 'Value in quotes',
    why: 'main.cf has no quoting: the marks are part of the value. A relay in quotes is no valid host name, and a table in quotes has the unknown type "hash with a quote before it".',
    bad: mainCf('relayhost = "[smtp.example.com]:587"\n'),
    ok: mainCf('relayhost = [smtp.example.com]:587\nsmtpd_banner = "$myhostname"\nmailbox_command = "/usr/bin/procmail"\n'),
    references: [mainCfFormat],
    fix: 'unsafe',
  },
  run: ({ file }) => file.entries.filter(quoteAround),
  word: (entry) => ({
    at: entry.valueSpan,
    severity: stopsOnBadValue(entry.key) ? 'error' : 'warning',
    message: `the quotes are part of the value of "${entry.key}": Postfix has no quoting`,
  }),
  fixes: ({ key, valueSpan: { start, end } }) => [
    {
      title: 'Remove the quotes',
      safety: isDecisive(key) ? 'unsafe' : 'safe',
      edits: [
        { span: span(start, start + 1), newText: '' },
        { span: span(end - 1, end), newText: '' },
      ],
    },
  ],
});
