import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPostfixFolder, viewOfTexts } from '../../../src/discover/postfixFolder.ts';
import { nextHops } from '../../../src/discover/postfixNextHops.ts';
import { findRow, readTableRows, readTables } from '../../../src/discover/postfixTable.ts';
import { parsePostfixMain } from '../../../src/parse/postfixMain.ts';

function folderOf(main: string, around: Readonly<Record<string, string>> = {}) {
  const folder = createPostfixFolder(parsePostfixMain(main, 'main.cf'), viewOfTexts(around));
  return { folder, main: folder.parameters! };
}

test('a row is a key and the trimmed rest, continued lines joined', () => {
  const text = '# note\n  dropped row\n[a.test]:587  user:pass \n"two words" x\nb.test\n   c\nlonely\n';
  assert.deepEqual(
    readTableRows(text, 'sasl_passwd').map(({ key, value }) => [key, value]),
    [
      ['[a.test]:587', 'user:pass'],
      ['"two words"', 'x'],
      ['b.test', 'c'],
    ],
  );
});

test('places of a row count in its own text', () => {
  const text = 'first one\nsecond  two\n';
  const row = readTableRows(text, 'map')[1]!;
  assert.equal(text.slice(row.keySpan.start, row.keySpan.end), 'second');
  assert.equal(text.slice(row.valueSpan.start, row.valueSpan.end), 'two');
});

test('a table is found through macros, the default type and proxy:', () => {
  for (const value of ['hash:/etc/postfix/t', '$default_database_type:$config_directory/t', 'proxy:btree:${config_directory}/t', '${kind}t']) {
    const { folder, main } = folderOf(`kind = texthash:/etc/postfix/\ntransport_maps = ${value}\n`, { t: 'a.test smtp:\n' });
    const tables = readTables(folder, main, 'transport_maps');
    assert.equal(tables?.isComplete, true, value);
    assert.equal(findRow(tables!, 'A.TEST')?.value, 'smtp:', value);
  }
});

test('tables that can not be read leave the answer open', () => {
  for (const value of ['ldap:/etc/postfix/t', 'hash:/etc/postfix/absent', 'hash:/etc/postfix/t, static:x', 'inline:{a=b}', '$unknown_thing']) {
    const { folder, main } = folderOf(`transport_maps = ${value}\n`, { t: 'a.test smtp:\n' });
    assert.equal(readTables(folder, main, 'transport_maps')?.isComplete, false, value);
  }
  const { folder, main } = folderOf('transport_maps =\n');
  assert.equal(readTables(folder, main, 'transport_maps'), undefined);
});

test('rows that a tool has yet to fill in are left out, and the answer stays open', () => {
  const { folder, main } = folderOf('smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n', {
    sasl_passwd: '[{{ relay }}]:587 robot:placeholder\n[${RELAY}]:25 robot:placeholder\na.test robot:placeholder\n',
  });
  const tables = readTables(folder, main, 'smtp_sasl_password_maps')!;
  assert.deepEqual(
    tables.rows.map(({ key }) => key),
    ['a.test'],
  );
  assert.equal(tables.isComplete, false);
});

test('next hops come with the transport that carries them', () => {
  const { folder, main } = folderOf('relayhost = [r.test]:587, b.test\ntransport_maps = hash:/etc/postfix/transport\n', {
    transport: 'x.test smtps:[s.test]:465\ny.test :[d.test]\nz.test local:\n',
  });
  const { hops, isComplete, hasDirect } = nextHops(folder, main);
  assert.deepEqual(
    hops.map(({ transport, text }) => `${transport} ${text}`),
    ['smtp [r.test]:587', 'smtp b.test', 'relay [r.test]:587', 'relay b.test', 'smtps [s.test]:465', 'smtp [d.test]'],
  );
  assert.equal(isComplete, true);
  assert.equal(hasDirect, false);
});

test('without a relayhost mail also goes straight to its recipients', () => {
  const { folder, main } = folderOf('transport_maps = mysql:/etc/postfix/transport.cf\n');
  const { hops, isComplete, hasDirect } = nextHops(folder, main);
  assert.deepEqual([hops.length, isComplete, hasDirect], [0, false, true]);
});
