import { postfixParameter } from '../../data/postfixParameters.ts';
import { removeEntry } from '../../parse/edit.ts';
import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { mainCfFormat } from '../support/references.ts';

/** Defaults that the distribution, the machine or the compatibility level may replace. */
const OTHERS_DECIDE =
  /_directory$|_path$|^(alias_(maps|database)|mail_owner|setgid_group|default_privs|mynetworks|my(hostname|domain|origin|destination)|inet_(interfaces|protocols)|compatibility_level)$/;

/** What protects and who may sign in: people state it on purpose, and it is good to read. */
const WORTH_SAYING = /_(tls|sasl)_/;

/** A value that applies anyway (`postconf -d`). */
export const duplicateDefault = mainRule(
  {
    id: 'postfix/duplicate-default',
    severity: 'hint',
    listens: [],
    title: 'Setting equal to the default',
    why: 'The parameter has had this value by default in every release, so the line can go. Fewer lines show better what is special about this machine.',
    bad: mainCf('smtp_helo_timeout = 300s\n'),
    ok: mainCf('smtp_helo_timeout = 60s\nrelayhost =\n'),
    references: [mainCfFormat],
    fix: 'unsafe',
  },
  function* ({ file, postfix }) {
    for (const entry of file.entries) {
      const { defaults = [], kind, deprecated, removed } = postfixParameter(entry.key) ?? {};
      const [only, ...changes] = defaults;
      if (!only || changes.length > 0 || kind !== 'builtin' || deprecated || removed || OTHERS_DECIDE.test(entry.key) || WORTH_SAYING.test(entry.key)) continue;
      if (entry.value === '' || entry.value !== only.value || postfix.all(entry.key).length > 1) continue;
      yield {
        at: { start: entry.keySpan.start, end: entry.valueSpan.end },
        tag: 'unnecessary',
        message: `"${entry.key}" has this value by default`,
        fixes: [{ title: `Remove "${entry.key}"`, safety: 'unsafe', edits: [removeEntry(file, entry)] }],
      };
    }
  },
);
