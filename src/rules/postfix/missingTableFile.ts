import type { FolderView } from '../../discover/postfixFolder.ts';
import { mainCf } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postfixReadme } from '../support/references.ts';
import { INDEX_ENDINGS, itemSpan, type TableReference, TEXT_TABLES, tablesIn } from '../support/tables.ts';

/** A table whose file is not there (dict_open(3)). */
export const missingTableFile = mainRule(
  {
    id: 'postfix/missing-table-file',
    severity: 'warning',
    listens: ['virtual_alias_maps', 'transport_maps', 'smtp_sasl_password_maps', 'alias_maps'],
    title: 'Table that is not there',
    why: 'Postfix opens the index of a hash:, btree: or lmdb: table, not the text beside it. When it is missing, every lookup fails with "local data error" and the message is deferred.',
    bad: {
      ...mainCf('virtual_alias_maps = hash:/etc/postfix/virtual\n'),
      facts: { '/etc/postfix/virtual': { modifiedMs: 1 }, '/etc/postfix/virtual.db': null },
    },
    ok: {
      ...mainCf('virtual_alias_maps = hash:/etc/postfix/virtual\n'),
      facts: { '/etc/postfix/virtual': { modifiedMs: 1 }, '/etc/postfix/virtual.db': { modifiedMs: 2 } },
    },
    references: [postfixReadme('DATABASE_README', 'types')],
  },
  function* (context) {
    const { folder } = context;
    if (!folder) return;
    for (const judged of judgeableValues(context, (_, type) => type === 'str')) {
      for (const table of tablesIn(judged)) {
        const missing = table.name.startsWith('/') ? missingFile(table, folder.view) : undefined;
        if (!missing) continue;
        yield {
          at: itemSpan(judged, table.item),
          message: missing,
        };
      }
    }
  },
);

/** The text of a table may be gone while its index is there: Postfix does not miss it. */
function missingFile({ type, name }: TableReference, view: FolderView): string | undefined {
  const ending = INDEX_ENDINGS[type];
  if (ending === undefined) return TEXT_TABLES.has(type) && view.stat(name) === null ? `"${name}" is not there, so every lookup in it fails` : undefined;
  if (view.stat(`${name}${ending}`) !== null) return undefined;
  return `"${name}${ending}" is not there, so every lookup in it fails. run "postmap ${type}:${name}", or "postalias" for aliases`;
}
