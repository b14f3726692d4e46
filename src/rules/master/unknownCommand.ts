import { POSTFIX_DAEMONS, postfixDaemon } from '../../data/postfixDaemons.ts';
import { hasForeignTemplate } from '../../discover/postfixTemplate.ts';
import { didYouMean } from '../support/didYouMean.ts';
import { masterCf } from '../support/examples.ts';
import { masterRule } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

const sortedLetters = (word: string) => [...word].sort().join('');

/** A command that is no program of Postfix. */
export const unknownCommand = masterRule(
  {
    id: 'master/unknown-command',
    severity: 'error',
    title: 'Unknown command',
    why: 'The last column names a program in daemon_directory. When there is none of that name, master(8) logs "bad command startup -- throttling" for as long as somebody asks for the service.',
    bad: masterCf('smtp inet n - n - - stmpd\n'),
    ok: masterCf('smtp inet n - n - - smtpd\nuucp unix - n n - - pipe\n  user=uucp argv=uux\n'),
    references: [masterManual],
    fix: 'unsafe',
  },
  function* ({ services }) {
    for (const { fields } of services) {
      const { text, span } = fields.command;
      // An option in column one is no service.
      if (fields.service.text.startsWith('-') || postfixDaemon(text) || text.includes('/') || hasForeignTemplate(text) || !/^[\w-]+$/.test(text)) continue;
      const letters = sortedLetters(text);
      const meant = POSTFIX_DAEMONS.find((name) => sortedLetters(name) === letters) ?? didYouMean(text, POSTFIX_DAEMONS);
      // Other software may have put a program of its own there.
      if (!meant)
        yield {
          at: span,
          severity: 'warning',
          message: `"${text}" is no program of Postfix. write "spawn" or "pipe" with argv= for programs of other software`,
        };
      else
        yield {
          at: span,
          message: `"${text}" is no program of Postfix. did you mean "${meant}"?`,
          fixes: [{ title: `Run "${meant}"`, safety: 'unsafe', edits: [{ span, newText: meant }] }],
        };
    }
  },
);
