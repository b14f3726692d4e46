import type { Span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { mainCfFormat } from '../support/references.ts';

interface State {
  readonly at: Span;
  /** The setting whose name the mark became part of; undefined where it spoils a comment or a blank line. */
  readonly name: string | undefined;
}

/** A byte order mark: Postfix reads it as the first character of a name. */
export const byteOrderMark = defineRule<State>({
  meta: {
    id: 'syntax/byte-order-mark',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: [],
    title: 'Byte order mark',
    why: 'Postfix knows no byte order mark: it becomes part of the first name, so that parameter keeps its default. Before a comment it is a line without "=", and Postfix does not start.',
    bad: mainCf('\uFEFF# outgoing mail\nrelayhost = [smtp.example.com]:587\n'),
    ok: mainCf('# outgoing mail\nrelayhost = [smtp.example.com]:587\n'),
    references: [mainCfFormat],
    fix: 'unsafe',
  },
  *run({ file }) {
    for (const { code, span } of file.problems) {
      if (code === 'byte-order-mark') yield { at: span, name: file.entries.find(({ keySpan }) => keySpan.start === span.start)?.key.slice(1) };
    }
  },
  word: ({ at, name }) =>
    name === undefined
      ? { at, message: 'the file begins with a byte order mark, so Postfix does not start. save it as UTF-8 without one' }
      : { at, severity: 'warning', message: `the file begins with a byte order mark, so Postfix does not see "${name}". save it as UTF-8 without one` },
  // A parameter that Postfix has ignored so far comes into force, with whatever is wrong with its value.
  fixes: ({ at, name }) => [{ title: 'Remove the byte order mark', safety: name === undefined ? 'safe' : 'unsafe', edits: [{ span: at, newText: '' }] }],
});
