import { POSTFIX_TABLE_TYPES } from '../../data/postfixWords.ts';
import { didYouMean } from '../support/didYouMean.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { postfixReadme } from '../support/references.ts';
import { isSecretive, itemSpan, tablesIn } from '../support/tables.ts';

/** A table type that no release of Postfix has (dict_open(3)). */
export const unknownTableType = folderRule(
  {
    id: 'postfix/unknown-table-type',
    severity: 'warning',
    listens: ['virtual_alias_maps', 'transport_maps', 'smtp_sasl_password_maps'],
    title: 'Unknown table type',
    why: 'What stands before the colon of a table is its type. Postfix logs "unsupported dictionary type" for one that it does not know, and defers each message whose handling needs the table.',
    bad: mainCf('virtual_alias_maps = hsah:/etc/postfix/virtual\n'),
    ok: mainCf('virtual_alias_maps = hash:/etc/postfix/virtual, proxy:mysql:/etc/postfix/aliases.cf\n'),
    references: [postfixReadme('DATABASE_README', 'types')],
    fix: 'unsafe',
  },
  function* (context) {
    for (const judged of scopedValues(context, (_, type) => type === 'str')) {
      for (const { type, name, item } of tablesIn(judged)) {
        if (POSTFIX_TABLE_TYPES.has(type)) continue;
        const at = itemSpan(judged, { start: item.end - name.length - type.length - 1, end: item.end - name.length - 1 });
        const meant = exchanged(type) ?? didYouMean(type, POSTFIX_TABLE_TYPES);
        const shown = isSecretive(judged.entry) ? 'the table type' : `"${type}"`;
        yield {
          at,
          message: `${shown} in "${judged.entry.key}" is no table type of Postfix${meant ? `. did you mean "${meant}"?` : '. "postconf -m" lists the types'}`,
          fixes: meant && judged.value === judged.entry.value ? [{ title: `Use "${meant}:"`, safety: 'unsafe', edits: [{ span: at, newText: meant }] }] : [],
        };
      }
    }
  },
);

const letters = (word: string) => [...word].sort().join('');

/** The type with the same letters in another order, as fast typing leaves them. */
function exchanged(type: string): string | undefined {
  return [...POSTFIX_TABLE_TYPES].find((known) => letters(known) === letters(type));
}
