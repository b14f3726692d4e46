import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePostfixMain } from '../../../../src/parse/postfixMain.ts';
import { tablesIn, takesTablesOnly } from '../../../../src/rules/support/tables.ts';

function tables(text: string): string[] {
  const [entry] = parsePostfixMain(text).entries;
  return [...tablesIn({ entry: entry!, value: entry!.value })].map(({ type, name }) => `${type} ${name}`);
}

for (const [what, text, expected] of [
  ['one after another', 'virtual_alias_maps = hash:/a, proxy:mysql:/b.cf', ['hash /a', 'mysql /b.cf']],
  ['inline, with blanks in braces', 'canonical_maps = inline:{ {a = b}, {c = d} }', ['inline { {a = b}, {c = d} }']],
  ['in a list that takes names as well', 'mydestination = localhost, hash:/etc/postfix/domains, [::1]', ['hash /etc/postfix/domains']],
  ['behind a check in restrictions', 'smtpd_client_restrictions = check_client_access cidr:/c, check_policy_service unix:private/p', ['cidr /c']],
  ['of an unknown type where only tables go', 'transport_maps = nosuch:/t', ['nosuch /t']],
  ['not in a destination with a port', 'relayhost = mx.example.com:587', []],
] as const) {
  test(`tables are found ${what}`, () => assert.deepEqual(tables(`${text}\n`), expected));
}

test('some lists of tables are not for tables of their own', () => {
  assert.deepEqual(['transport_maps', 'header_checks', 'alias_database', 'proxy_read_maps', 'mydestination'].map(takesTablesOnly), [
    true,
    true,
    true,
    false,
    false,
  ]);
});
