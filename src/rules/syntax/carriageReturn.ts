import { span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { mainCfFormat } from '../support/references.ts';

interface State {
  readonly first: number;
  readonly last: number;
}

/** Line ends of Windows: Postfix takes CR for a blank. */
export const carriageReturn = defineRule<State>({
  meta: {
    id: 'syntax/carriage-return',
    severity: 'information',
    since: '0.1.0',
    kinds: ['postfix-main', 'postfix-master'],
    listens: [],
    title: 'Line ends of Windows',
    why: 'Postfix takes the carriage return before a line end for a blank. At the end of a setting it is dropped; inside a value of several lines it stays and becomes part of what Postfix compares or sends.',
    bad: mainCf('mynetworks = 127.0.0.0/8\r\n'),
    ok: mainCf('mynetworks = 127.0.0.0/8\n'),
    references: [mainCfFormat],
    fix: 'unsafe',
  },
  run({ file: { text } }) {
    const first = text.indexOf('\r\n');
    return first === -1 ? [] : [{ first, last: text.lastIndexOf('\r\n') + 2 }];
  },
  word: ({ first }) => ({ at: span(first, first + 1), message: 'the lines end as on Windows (CRLF). Postfix wants plain line feeds' }),
  fixes: ({ first, last }, { file: { text } }) => [
    {
      title: 'Write plain line feeds',
      safety: 'unsafe',
      edits: [{ span: span(first, last), newText: text.slice(first, last).replaceAll('\r\n', '\n') }],
    },
  ],
});
