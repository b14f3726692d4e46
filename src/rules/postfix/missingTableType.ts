import { splitPostfixList } from '../../discover/postfixList.ts';
import { span } from '../../text/span.ts';
import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { postfixReadme } from '../support/references.ts';
import { itemSpan, takesTablesOnly } from '../support/tables.ts';

/** Another rule speaks about these. */
const PASSWORD_TABLES = /_sasl_password_maps$/;

/** A path where a lookup table is due: dict_open(3) wants `type:name`. */
export const missingTableType = folderRule(
  {
    id: 'postfix/missing-table-type',
    severity: 'error',
    listens: ['virtual_alias_maps', 'transport_maps', 'header_checks', 'canonical_maps', 'relocated_maps'],
    title: 'Table without a type',
    why: 'A lookup table is "type:name". At a bare path the program that opens it stops with "expecting type:name form", or newer releases defer every message that needs the table.',
    bad: mainCf('transport_maps = /etc/postfix/transport\n'),
    ok: mainCf('transport_maps = hash:/etc/postfix/transport\nmydestination = /etc/postfix/domains\n'),
    references: [postfixReadme('DATABASE_README', 'types')],
    fix: 'unsafe',
  },
  function* (context) {
    for (const judged of scopedValues(context, (name) => takesTablesOnly(name) && !PASSWORD_TABLES.test(name))) {
      for (const item of splitPostfixList(judged.value, { braces: true })) {
        if (!/^\.{0,2}\/[\w./-]+$/.test(item.text)) continue;
        const at = itemSpan(judged, item);
        const types = /_checks$/.test(judged.entry.key) ? ['regexp', 'pcre'] : ['hash', 'lmdb'];
        yield {
          at,
          message: `"${item.text}" in "${judged.entry.key}" has no table type. expected "type:name", for example "${types[0]}:${item.text}"`,
          fixes:
            judged.value === judged.entry.value
              ? types.map((type, index) => ({
                  title: `Read it as a ${type}: table`,
                  safety: 'unsafe' as const,
                  isPreferred: index === 0,
                  edits: [{ span: span(at.start, at.start), newText: `${type}:` }],
                }))
              : [],
        };
      }
    }
  },
);
