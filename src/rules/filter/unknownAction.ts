import { readLogicalLines } from '../../parse/postfixLines.ts';
import { CHECK_PARAMETERS } from '../support/checks.ts';
import { didYouMean } from '../support/didYouMean.ts';
import { mainCfAmong } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { headerChecksManual } from '../support/references.ts';
import { itemSpan, tablesIn } from '../support/tables.ts';

const ACTIONS = ['BCC', 'DISCARD', 'DUNNO', 'FILTER', 'HOLD', 'IGNORE', 'INFO', 'OK', 'PASS', 'PREPEND', 'REDIRECT', 'REJECT', 'REPLACE', 'STRIP', 'WARN'];
/** On its way out a message can no longer be turned away (smtp_header_checks in postconf(5)). */
const OUTGOING = ['DUNNO', 'IGNORE', 'INFO', 'OK', 'PREPEND', 'REPLACE', 'STRIP', 'WARN'];
const BAD = 'header_checks = regexp:/etc/postfix/checks\n';

/** The first words behind the patterns of a regexp or pcre table (regexp_table(5)). */
function* actionsOf(text: string): Generator<string> {
  for (const { text: line, isDropped } of readLogicalLines(text).lines) {
    if (isDropped) continue;
    const [, , rest = ''] = /^!?\s*([^\w\s])(?:\\.|(?!\1)[^\\])*\1[a-zA-Z]*(?:!\S*)?\s+(\S+)/.exec(line) ?? [];
    if (rest !== '') yield rest;
  }
}

/** A header or body check whose action Postfix does not know (header_body_checks.c). */
export const unknownAction = folderRule(
  {
    id: 'filter/unknown-action',
    severity: 'warning',
    listens: ['header_checks', 'body_checks', 'mime_header_checks', 'nested_header_checks', 'smtp_header_checks'],
    title: 'Check with an unknown action',
    why: 'Postfix logs "unsupported command in header_checks map" and lets the message pass as if the check were not there: what was to be turned away is delivered. Checks of outgoing mail know fewer actions.',
    bad: mainCfAmong(BAD, { checks: '/^Subject: viagra/i REJEKT no thanks\n' }),
    ok: mainCfAmong(BAD, { checks: '# spam\nif /^Subject:/\n/viagra\\/cialis/i REJECT no thanks\n!/x/ dunno\nendif\n' }),
    references: [headerChecksManual],
  },
  function* (context) {
    for (const judged of scopedValues(context, (name) => CHECK_PARAMETERS.test(name))) {
      const isOutgoing = /^(smtp|lmtp)_/.test(judged.entry.key);
      const known = isOutgoing ? OUTGOING : ACTIONS;
      for (const { type, name, item } of tablesIn(judged)) {
        const text = /^(regexp|pcre)$/.test(type) ? context.folder?.view.readText(name) : undefined;
        const odd = text === undefined ? undefined : [...actionsOf(text)].find((action) => !known.includes(action.toUpperCase()) && !action.includes('$'));
        if (!odd) continue;
        const meant = didYouMean(odd.toUpperCase(), known);
        yield {
          at: itemSpan(judged, item),
          message: `"${odd}" in "${name}" is no action of "${judged.entry.key}", so that check has no effect${meant ? `. did you mean "${meant}"?` : ''}`,
        };
      }
    }
  },
);
