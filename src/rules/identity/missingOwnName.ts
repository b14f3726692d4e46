import { splitPostfixList } from '../../discover/postfixList.ts';
import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postfixReadme } from '../support/references.ts';

/** A mydestination in which the machine itself is missing. */
export const missingOwnName = mainRule(
  {
    id: 'identity/missing-own-name',
    severity: 'information',
    listens: ['mydestination', 'myhostname'],
    title: 'Own name missing from mydestination',
    why: 'Mail for the names in mydestination is delivered here. Without the names of the machine itself, mail for root or from cron goes out to the relay, or comes back with "mail loops back to myself".',
    bad: mainCf('myhostname = mail.example.com\nmydestination = example.com\n'),
    ok: mainCf('myhostname = mail.example.com\nmydestination = $myhostname, example.com\n'),
    references: [postfixReadme('BASIC_CONFIGURATION_README', 'mydestination'), postfixReadme('STANDARD_CONFIGURATION_README', 'null_client')],
  },
  function* (context) {
    const own = context.postfix.get('myhostname');
    for (const judged of judgeableValues(context, (name) => name === 'mydestination')) {
      const items = splitPostfixList(judged.value).map(({ text }) => text.toLowerCase());
      const isOpen = items.length === 0 || items.some((item) => /[/:]/.test(item));
      const hasSelf = items.some((item) => /^localhost(\.|$)/.test(item) || (own.isKnown && item === own.value.toLowerCase()));
      if (isOpen || hasSelf || /\$[{(]?myhostname/.test(judged.entry.value) || !own.isKnown) continue;
      yield {
        at: judged.entry.valueSpan,
        message: `neither "${own.value}" nor localhost is in "mydestination", so mail for this machine itself is sent elsewhere`,
      };
    }
  },
);
