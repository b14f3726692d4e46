import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPostfixFolder, isSameFile, viewOfTexts } from '../../../src/discover/postfixFolder.ts';
import { grammarInFolder, mapUse, namedTables } from '../../../src/discover/postfixMapUse.ts';
import { parseConfig } from '../../../src/parse/index.ts';
import { understand } from '../../../src/service/understand.ts';

const folderWith = (main: string) => createPostfixFolder(parseConfig('postfix-map', '', 'x'), viewOfTexts({ 'main.cf': main }));
const nothing = createPostfixFolder(parseConfig('postfix-map', '', 'x'));

describe('the use of a table', () => {
  it('is what main.cf uses it for', () => {
    assert.equal(mapUse('/home/me/postfix/relays', folderWith('transport_maps = hash:/etc/postfix/relays\n')), 'transport');
    assert.equal(mapUse('postfix/clients', folderWith('smtpd_client_restrictions = check_client_access cidr:$config_directory/clients, permit\n')), 'access');
    assert.equal(mapUse('/etc/mail/aliases', folderWith('alias_maps = hash:/etc/mail/aliases\n')), 'aliases');
  });
  it('is known for checks in restriction classes, accounts of LMTP and transports by sender', () => {
    assert.equal(mapUse('postfix/vips', folderWith('vip = check_sender_access hash:/etc/postfix/vips\n')), 'access');
    assert.equal(mapUse('postfix/lmtp', folderWith('lmtp_sasl_password_maps = hash:/etc/postfix/lmtp\n')), 'passwords');
    assert.equal(mapUse('postfix/by', folderWith('sender_dependent_default_transport_maps = hash:/etc/postfix/by\n')), 'sender-transports');
  });
  it('is what its name says when main.cf does not', () => {
    assert.equal(mapUse('postfix/transport', nothing), 'transport');
    assert.equal(mapUse('postfix/transport', folderWith('relayhost =\n')), 'transport');
    assert.equal(mapUse('postfix/other', nothing), undefined);
  });
  it('is seen for each table of a list', () => {
    const folder = folderWith('transport_maps = hash:/etc/postfix/a, proxy:hash:/etc/postfix/b\nsmtpd_client_restrictions = hash:/etc/postfix/c, permit\n');
    assert.deepEqual(
      ['a', 'b', 'c'].map((name) => mapUse(`postfix/${name}`, folder)),
      ['transport', 'transport', 'access'],
    );
  });
  it('is open when main.cf says two things', () => {
    assert.equal(mapUse('postfix/both', folderWith('transport_maps = hash:/etc/postfix/both\nvirtual_alias_maps = hash:/etc/postfix/both\n')), undefined);
  });
});

describe('the grammar of a table', () => {
  it('is that of the type in main.cf', () => {
    assert.equal(grammarInFolder('postfix/transport', folderWith('transport_maps = regexp:/etc/postfix/transport\n')), 'regexp');
    assert.equal(grammarInFolder('postfix/my_aliases', folderWith('alias_maps = lmdb:$config_directory/my_aliases\n')), 'aliases');
    assert.equal(grammarInFolder('postfix/transport', folderWith('transport_maps = hash:/etc/postfix/transport2\n')), undefined);
  });
  it('is open when two types name one file', () => {
    const main =
      'smtpd_client_restrictions = check_client_access cidr:/etc/postfix/access\nsmtpd_sender_restrictions = check_sender_access hash:/etc/postfix/access\n';
    assert.equal(grammarInFolder('postfix/access', folderWith(main)), undefined);
  });
  it('decides how the file is read', () => {
    const source = { path: 'postfix/transport', text: '/^a@/ smtp:[b]\n' };
    assert.deepEqual(understand(source)?.file.problems, []);
    const around = viewOfTexts({ 'main.cf': 'transport_maps = cidr:/etc/postfix/transport\n' });
    assert.deepEqual(
      understand({ ...source, around })?.file.problems.map(({ code }) => code),
      ['bad-network'],
    );
  });
});

describe('the table at hand', () => {
  it('is seen as it is typed, by each of its names', () => {
    const table = { ...parseConfig('postfix-map', 'a b\n', '/home/me/postfix/transport') };
    const { view } = createPostfixFolder(table, viewOfTexts({ transport: 'old\n', virtual: 'v\n' }));
    for (const name of ['/etc/postfix/transport', '$config_directory/transport', 'transport', '/home/me/postfix/transport'])
      assert.equal(view.readText(name), 'a b\n');
    assert.equal(view.readText('/etc/postfix/virtual'), 'v\n');
  });
  it('is no other file whose name ends alike', () => {
    assert.ok(!isSameFile('/etc/postfix/transport', '/home/me/postfix/my_transport'));
    assert.ok(!isSameFile('/var/lib/transport', '/home/me/postfix/transport'));
  });
});

describe('a file that main.cf names', () => {
  const isTable = namedTables(
    'transport_maps = proxy:hash:/etc/postfix/routes, mysql:/etc/postfix/mysql.cf\nsmtpd_client_restrictions = check_client_access pcre:$config_directory/sub/clients\n# hash:/etc/postfix/old\nsmtpd_milters = unix:/etc/postfix/socket\n',
  );
  for (const path of ['/etc/postfix/routes', 'C:\\work\\postfix\\routes', '/home/me/mail/sub/clients']) {
    it(`is a table: ${path}`, () => assert.equal(isTable(path), true));
  }
  for (const path of [
    '/etc/postfix/mysql.cf',
    '/etc/postfix/old',
    '/etc/postfix/socket',
    '/etc/postfix/my-routes',
    '/etc/postfix/clients',
    '/etc/postfix/main.cf',
  ]) {
    it(`is no text table: ${path}`, () => assert.equal(isTable(path), false));
  }
});
