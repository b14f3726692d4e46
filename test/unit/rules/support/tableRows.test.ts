import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewOfTexts } from '../../../../src/discover/postfixFolder.ts';
import { readTables } from '../../../../src/discover/postfixTable.ts';
import { addPasswordRow } from '../../../../src/rules/support/tableRows.ts';
import { understand } from '../../../../src/service/understand.ts';
import { applyEdits } from '../../../../src/text/span.ts';

/** A password table after its new entry; undefined when there is no fix. */
function added(table: string | undefined): string | undefined {
  const text = 'smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n';
  const { folder, postfix } = understand({ path: 'main.cf', text, around: viewOfTexts(table === undefined ? {} : { sasl_passwd: table }) })!;
  const [fix] = addPasswordRow(folder!, readTables(folder!, postfix!, 'smtp_sasl_password_maps')!, '[smtp.example.com]:587');
  return fix && applyEdits(table ?? '', fix.elsewhere![0]!.edits);
}

test('a new entry stands on a line of its own', () => {
  assert.equal(added(''), '[smtp.example.com]:587 user:password\n');
  assert.equal(added('# ours'), '# ours\n[smtp.example.com]:587 user:password\n');
  assert.equal(added('a b:c\r\n'), 'a b:c\r\n[smtp.example.com]:587 user:password\r\n');
});

test('a table that cannot be read gets no entry', () => {
  assert.equal(added(undefined), undefined);
});
