import { splitPostfixList } from '../../discover/postfixList.ts';
import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postconf5 } from '../support/references.ts';

/** Several names in myorigin, of which Postfix takes exactly one (mail_params.c). */
export const duplicateOrigin = mainRule(
  {
    id: 'identity/duplicate-origin',
    severity: 'error',
    listens: ['myorigin'],
    title: 'Several origins',
    why: 'Postfix appends myorigin to addresses without a domain, so it can be one name only. With several every Postfix program stops.',
    bad: mainCf('myorigin = example.com, example.net\n'),
    ok: mainCf('myorigin = example.com\nmydestination = example.com, example.net\n'),
    references: [postconf5('myorigin')],
  },
  function* (context) {
    for (const { entry, value } of judgeableValues(context, (name) => name === 'myorigin')) {
      if (splitPostfixList(value).length < 2) continue;
      yield { at: entry.valueSpan, message: '"myorigin" takes one domain only. list further domains in "mydestination"' };
    }
  },
);
