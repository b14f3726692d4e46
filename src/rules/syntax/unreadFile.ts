import type { ParseProblem } from '../../parse/types.ts';
import { defineRule } from '../define.ts';
import { dotenv } from '../support/examples.ts';

/** A file that is ours by its name and was left alone: too long, or no text. */
export const unreadFile = defineRule<ParseProblem>({
  meta: {
    id: 'syntax/unread-file',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['postfix-main', 'dotenv'],
    listens: [],
    title: 'File that was not read',
    why: 'The file holds NUL bytes, as one saved as UTF-16 does, or is far longer than any settings file. Programs do not read it as it looks in the editor, so silence here would not mean that all is well.',
    bad: dotenv('S\0M\0T\0P\0_\0H\0O\0S\0T\0=\0a\0\n'),
    ok: dotenv('SMTP_HOST=a\n'),
    references: [{ title: 'VS Code: file encoding', url: 'https://code.visualstudio.com/docs/editor/codebasics#_file-encoding-support' }],
    fix: 'none',
  },
  run: ({ file }) => file.problems.filter(({ code }) => code === 'too-large' || code === 'binary'),
  word: ({ span, message }) => ({ at: span, message }),
});
