import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postconf5 } from '../support/references.ts';

/** The brake on incoming mail, switched off. */
export const missingBackPressure = mainRule(
  {
    id: 'queue/missing-back-pressure',
    severity: 'hint',
    listens: ['in_flow_delay'],
    title: 'Brake on incoming mail switched off',
    why: 'With in_flow_delay Postfix slows down those who hand in mail faster than it can be delivered. At zero a burst fills the queue and delays all other mail.',
    bad: mainCf('in_flow_delay = 0\n'),
    ok: mainCf('in_flow_delay = 1s\n'),
    references: [postconf5('in_flow_delay')],
  },
  function* (context) {
    for (const { entry, value } of judgeableValues(context, (name) => name === 'in_flow_delay')) {
      if (/^0+[smhdw]?$/.test(value)) yield { at: entry.valueSpan, message: '"in_flow_delay" of zero lets a burst of mail fill the queue. the default is 1s' };
    }
  },
);
