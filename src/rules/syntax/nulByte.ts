import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { logicalLineAt } from '../support/postfixText.ts';
import { mainCfFormat } from '../support/references.ts';

/** A NUL in main.cf: to C it is the end of the text (readlline(3)). */
export const nulByte = defineRule({
  meta: {
    id: 'syntax/nul-byte',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['postfix-main'],
    listens: [],
    title: 'NUL byte',
    why: 'To Postfix a NUL byte ends the setting, so the rest of its lines, continuation lines included, is lost without a message. Such bytes come from crashes while writing, or from a file saved as UTF-16.',
    bad: mainCf('mynetworks = 127.0.0.0/8\0, 192.0.2.0/24\n'),
    ok: mainCf('mynetworks = 127.0.0.0/8, 192.0.2.0/24\n# \0\n'),
    references: [mainCfFormat],
    fix: 'unsafe',
  },
  run: ({ file }) => file.problems.filter(({ code }) => code === 'nul-byte'),
  word: ({ span: at }, { file }) => {
    const key = file.entries.find(({ span }) => span.start === logicalLineAt(file, at)?.span.start)?.key;
    return { at, message: `a NUL byte ends ${key === undefined ? 'this line' : `"${key}"`}: Postfix does not read what follows it` };
  },
  fixes: ({ span: at }) => [{ title: 'Remove the NUL byte', safety: 'unsafe', edits: [{ span: at, newText: '' }] }],
});
