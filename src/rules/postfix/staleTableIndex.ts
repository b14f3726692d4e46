import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postfixReadme } from '../support/references.ts';
import { INDEX_ENDINGS, itemSpan, tablesIn } from '../support/tables.ts';

/** Databases that Postfix itself writes, so that their text, if any, says nothing. */
const CACHES = /_cache_(map|database)$|^address_verify_map$/;

/** An index that is older than the text it was made from (dict_db.c). */
export const staleTableIndex = mainRule(
  {
    id: 'postfix/stale-table-index',
    severity: 'warning',
    listens: ['virtual_alias_maps', 'transport_maps', 'smtp_sasl_password_maps', 'alias_maps'],
    title: 'Table changed and not indexed again',
    why: 'Postfix reads the index of a hash:, btree: or lmdb: table. What was edited in the text after the index was made has no effect until "postmap" or "postalias" makes it anew.',
    bad: {
      ...mainCf('virtual_alias_maps = hash:/etc/postfix/virtual\n'),
      facts: { '/etc/postfix/virtual': { modifiedMs: 200_000 }, '/etc/postfix/virtual.db': { modifiedMs: 1000 } },
    },
    ok: {
      ...mainCf('virtual_alias_maps = hash:/etc/postfix/virtual\n'),
      facts: { '/etc/postfix/virtual': { modifiedMs: 1000 }, '/etc/postfix/virtual.db': { modifiedMs: 200_000 } },
    },
    references: [postfixReadme('DATABASE_README', 'types')],
  },
  function* (context) {
    const { folder } = context;
    if (!folder) return;
    for (const judged of judgeableValues(context, (name, type) => type === 'str' && !CACHES.test(name))) {
      for (const { type, name, item } of tablesIn(judged)) {
        const ending = INDEX_ENDINGS[type];
        if (ending === undefined || !name.startsWith('/')) continue;
        const text = folder.view.stat(name);
        const index = folder.view.stat(`${name}${ending}`);
        if (!text || !index || text.modifiedMs <= index.modifiedMs) continue;
        yield {
          at: itemSpan(judged, item),
          message: `"${name}" was changed after its index was made. run "postmap ${type}:${name}", or "postalias" for aliases`,
        };
      }
    }
  },
);
