import { type PostfixListItem, splitPostfixList } from '../../discover/postfixList.ts';
import type { Entry } from '../../parse/types.ts';
import type { Span } from '../../text/span.ts';
import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postfixReadme } from '../support/references.ts';
import { itemSpan } from '../support/tables.ts';

/** The address classes that exclude each other, in the order in which trivial-rewrite(8) asks them. */
const CLASSES = ['mydestination', 'virtual_alias_domains', 'virtual_mailbox_domains', 'relay_domains'];

interface Place {
  readonly entry: Entry;
  readonly at: Span;
}

/** A domain that is in two address classes (resolve.c of trivial-rewrite(8)). */
export const duplicateDomain = mainRule(
  {
    id: 'identity/duplicate-domain',
    severity: 'warning',
    listens: CLASSES,
    title: 'Domain in two address classes',
    why: 'A domain belongs to one class: local, virtual alias, virtual mailbox or relay. In two of them Postfix logs "do not list domain in BOTH", and mail goes by the first class, so recipients of the other are unknown.',
    bad: mainCf('mydestination = localhost, example.com\nvirtual_mailbox_domains = example.com\n'),
    ok: mainCf('mydestination = localhost\nvirtual_mailbox_domains = example.com\nrelay_domains = example.net\n'),
    references: [postfixReadme('ADDRESS_CLASS_README')],
  },
  function* (context) {
    const seen = new Map<string, Place>();
    const judged = [...judgeableValues(context, (name) => CLASSES.includes(name))];
    for (const name of CLASSES) {
      const value = judged.find(({ entry }) => entry.key === name);
      if (!value || value.entry.value === '$mydestination') continue;
      for (const item of splitPostfixList(value.value).filter(isDomain)) {
        const domain = item.text.toLowerCase();
        const earlier = seen.get(domain);
        const at = itemSpan(value, item);
        if (!earlier) seen.set(domain, { entry: value.entry, at });
        else if (earlier.entry !== value.entry && !(name === 'relay_domains' && mentionsOther(value.entry))) {
          yield {
            at,
            message: `"${domain}" is in "${earlier.entry.key}" and in "${name}", and only the first counts. list it in one of them`,
            related: [{ span: earlier.at, message: `also in "${earlier.entry.key}"` }],
          };
        }
      }
    }
  },
);

const isDomain = ({ text }: PostfixListItem) => /^[\w.-]+$/.test(text) && !text.startsWith('/');

/** `relay_domains = $mydestination, …` is the default of old releases. */
function mentionsOther({ value }: Entry): boolean {
  return /\$[{(]?(mydestination|virtual_)/.test(value);
}
