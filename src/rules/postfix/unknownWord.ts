import { type PostfixWords, postfixWords } from '../../data/postfixWords.ts';
import { splitPostfixList } from '../../discover/postfixList.ts';
import { didYouMean, oneOf } from '../support/didYouMean.ts';
import { mainCf } from '../support/examples.ts';
import type { JudgedValue } from '../support/judgeable.ts';
import type { Statement } from '../support/mainRule.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { isDecisive, quotable } from '../support/postfixText.ts';
import { postconf5 } from '../support/references.ts';
import { itemSpan } from '../support/tables.ts';

/** A word that a parameter with a fixed set of words does not know (name_code(3), name_mask(3)). */
export const unknownWord = folderRule(
  {
    id: 'postfix/unknown-word',
    severity: 'error',
    listens: ['inet_protocols', 'mynetworks_style', 'notify_classes', 'receive_override_options', 'smtp_host_lookup', 'smtp_address_preference'],
    title: 'Word that the parameter does not know',
    why: 'Some parameters take words of a fixed set only. At another one the program that reads the parameter stops when it starts, and mail waits in the queue or is not accepted; a few leave the word out without a message.',
    bad: mainCf('inet_protocols = ipv4 only\n'),
    ok: mainCf('inet_protocols = ipv4, ipv6\nsmtp_address_preference = IPv4\n'),
    references: [postconf5('inet_protocols'), postconf5('notify_classes'), postconf5('receive_override_options')],
    fix: 'unsafe',
  },
  function* (context) {
    for (const judged of scopedValues(context, (name) => postfixWords(name) !== undefined)) {
      yield* strangers(judged, postfixWords(judged.entry.key)!);
    }
  },
);

function* strangers(judged: JudgedValue, known: PostfixWords): Generator<Statement> {
  const { entry, value } = judged;
  const whole = { text: value, start: 0, end: value.length };
  for (const item of known.isList ? splitPostfixList(value) : value === '' ? [] : [whole]) {
    const form = known.isCaseSensitive ? item.text : item.text.toLowerCase();
    if (known.words.includes(form) || known.others?.test(form)) continue;
    const meant = known.words.find((word) => word === item.text.toLowerCase()) ?? didYouMean(item.text.toLowerCase(), known.words);
    const at = itemSpan(judged, item);
    const effect = known.isFatal ? '' : ', so it has no effect';
    yield {
      at,
      severity: known.isFatal ? 'error' : 'warning',
      message: `"${quotable(item.text)}" is no word for "${entry.key}"${effect}. expected ${oneOf(known.words)}`,
      fixes:
        meant !== undefined && value === entry.value
          ? [{ title: `Write "${meant}"`, safety: isDecisive(entry.key) ? 'unsafe' : 'safe', edits: [{ span: at, newText: meant }] }]
          : [],
    };
  }
}
