import { removeEntry } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { mainCfFormat } from '../support/references.ts';

interface State {
  readonly earlier: Entry;
  readonly last: Entry;
}

/** A parameter that is set again further down: the last line wins (dict(3)). */
export const duplicateParameter = defineRule<State>({
  meta: {
    id: 'postfix/duplicate-parameter',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: [],
    title: 'Parameter set twice',
    why: 'Of several lines for one parameter the last one counts. Postfix logs "overriding earlier entry" and forgets the others, so an edit of an earlier line changes nothing.',
    bad: mainCf('relayhost = [smtp.example.com]:587\nrelayhost =\n'),
    ok: mainCf('relayhost = [smtp.example.com]:587\n# relayhost =\nRelayhost =\n'),
    references: [mainCfFormat],
    fix: 'safe',
  },
  *run({ file }) {
    const last = new Map(file.entries.map((entry) => [entry.key, entry]));
    for (const entry of file.entries) {
      const winner = last.get(entry.key)!;
      if (winner !== entry) yield { earlier: entry, last: winner };
    }
  },
  word: ({ earlier, last }) => ({
    at: earlier.keySpan,
    severity: earlier.value === last.value ? 'hint' : 'warning',
    message:
      earlier.value === last.value
        ? `"${earlier.key}" is set to the same value again further down`
        : `"${earlier.key}" is set again further down and the last line counts, so this one has no effect`,
    related: [{ span: last.keySpan, message: 'this line counts' }],
    tag: 'unnecessary',
  }),
  fixes: ({ earlier }, { file }) => [{ title: `Remove this "${earlier.key}"`, safety: 'safe', edits: [removeEntry(file, earlier)] }],
});
