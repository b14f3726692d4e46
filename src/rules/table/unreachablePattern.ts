import { quotedKey, table, tableManual, tableRule, useOf } from '../support/tableRule.ts';

const EXPRESSION = /^!?\/.*\/[imxsAEUX]*$/;
const NETWORK = /^[\d.]+\/\d{1,2}$|^[\da-f:]*::?[\da-f:]*\/\d{1,3}$/i;
const GLOB = /^\*[@.]|@\*/;

/** An expression, a network or a wildcard among keys that are compared as they stand. */
export const unreachablePattern = tableRule(
  {
    id: 'table/unreachable-pattern',
    severity: 'warning',
    title: 'Pattern that is compared as a plain key',
    why: 'An indexed table finds a key only as it stands. Expressions belong in a regexp or pcre table and networks in a cidr table; "*" means something in transport tables only, alone.',
    bad: table('postfix/transport', '/.*@example\\.com/ smtp:[smtp.example.com]\nexample.org :\n'),
    ok: table('postfix/transport', '* smtp:[smtp.example.com]\nexample.org :\n.example.org :\n'),
    references: [tableManual('postmap', 1), tableManual('cidr_table')],
    fix: 'none',
  },
  function* ({ grammar, entries }, context) {
    if (grammar !== 'indexed' || useOf(context) === 'passwords') return;
    for (const { key, keySpan } of entries) {
      const better = EXPRESSION.test(key)
        ? 'a regexp or pcre table'
        : NETWORK.test(key)
          ? 'a cidr table'
          : GLOB.test(key)
            ? 'a pattern in a regexp table'
            : undefined;
      if (better) yield { at: keySpan, message: `${quotedKey(key)} is compared as it stands and never found. it takes ${better}` };
    }
  },
);
