import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { mainCfFormat } from '../support/references.ts';

/** A line of main.cf that begins with "=", for which every Postfix program stops (split_nameval(3)). */
export const missingName = defineRule({
  meta: {
    id: 'syntax/missing-name',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: [],
    title: 'Value without a parameter name',
    why: 'A line that begins with "=" names no parameter. Each Postfix program stops there with "missing attribute name", so no mail moves at all.',
    bad: mainCf('relayhost = [smtp.example.com]:587\n= yes\n'),
    ok: mainCf('mynetworks = 127.0.0.0/8\n  = yes\n'),
    references: [mainCfFormat],
    fix: 'none',
  },
  run: ({ file }) => file.problems.filter(({ code }) => code === 'missing-name'),
  word: ({ span }, { file }) => ({
    at: span,
    message: file.text.startsWith('=======', span.start)
      ? 'merge conflict marker "=======": Postfix does not start until the conflict is resolved'
      : 'no parameter name before "=". Postfix does not start with this line: add the name or delete the line',
  }),
});
