import { splitPostfixList } from '../../discover/postfixList.ts';
import { removeEntry } from '../../parse/edit.ts';
import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postconf5, postfixReadme } from '../support/references.ts';

/** Verbose logging that was left on. */
export const unsafeDebugging = mainRule(
  {
    id: 'queue/unsafe-debugging',
    severity: 'information',
    listens: ['debug_peer_list'],
    title: 'Debugging left on',
    why: 'For the peers in debug_peer_list Postfix logs the whole dialogue, sign-in included. The log grows fast, and whoever may read it can read credentials.',
    bad: mainCf('debug_peer_list = smtp.example.com\n'),
    ok: mainCf('debug_peer_list =\ndebug_peer_level = 2\n'),
    references: [postconf5('debug_peer_list'), postfixReadme('DEBUG_README', 'debug_peer')],
    fix: 'unsafe',
  },
  function* (context) {
    for (const { entry, value } of judgeableValues(context, (name) => name === 'debug_peer_list')) {
      const [first] = splitPostfixList(value);
      if (!first) continue;
      yield {
        at: entry.valueSpan,
        message: `the dialogue with "${first.text}" is logged in full, credentials included. remove the line after debugging`,
        fixes: [{ title: 'Remove "debug_peer_list"', safety: 'unsafe', edits: [removeEntry(context.file, entry)] }],
      };
    }
  },
);
