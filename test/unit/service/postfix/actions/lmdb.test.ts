import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertNotOffered, offer, offersAt, printed } from '../../../../support/refactorings.ts';

const MAIN = [
  'virtual_alias_maps = hash:/etc/postfix/virtual, proxy:btree:/etc/postfix/more',
  'alias_maps = hash:/etc/aliases',
  'alias_database = hash:/etc/aliases',
  'smtp_tls_session_cache_database = btree:${data_directory}/smtp_scache',
  'smtpd_client_restrictions = check_client_access hash:/etc/postfix/access, reject',
  'transport_maps = regexp:/etc/postfix/hash:odd',
  'smtpd_banner = hash:/etc/x',
  '',
].join('\n');

const at = (name: string, version?: string) => offersAt('main.cf', MAIN.replace(name, `|${name}`), {}, version);

describe('hash: to lmdb:', () => {
  it('changes the tables of one value', () => {
    const { title, kind, result } = at('virtual_alias_maps').find((candidate) => candidate.kind === 'rewrite' && candidate.title.startsWith('Convert'))!;
    assert.deepEqual([title, kind], ['Convert hash: and btree: to lmdb: (then run postmap)', 'rewrite']);
    assert.equal(result, MAIN.replace('hash:/etc/postfix/virtual', 'lmdb:/etc/postfix/virtual').replace('btree:/etc/postfix/more', 'lmdb:/etc/postfix/more'));
  });

  it('changes aliases in both parameters', () => {
    const { title, result } = offer(
      at('alias_database').filter(({ kind }) => kind === 'rewrite'),
      'Convert',
    );
    assert.equal(title, 'Convert hash: to lmdb: (then run newaliases)');
    assert.equal(result, MAIN.replaceAll('hash:/etc/aliases', 'lmdb:/etc/aliases'));
  });

  it('asks for no index of a cache', () => {
    const { title } = offer(
      at('smtp_tls_session').filter(({ kind }) => kind === 'rewrite'),
      'Convert',
    );
    assert.equal(title, 'Convert btree: to lmdb:');
  });

  it('changes the whole file, and postconf sees nothing else changed', () => {
    const { title, kind, result } = offer(
      at('smtpd_banner').filter((candidate) => candidate.kind === 'source'),
      'Convert',
    );
    assert.deepEqual([title, kind], ['Convert hash: and btree: to lmdb: in this file (then run postmap and newaliases)', 'source']);
    const expected = printed('-n', { main: MAIN }).map((line) => (/^(smtpd_banner|transport_maps)/.test(line) ? line : line.replace(/hash:|btree:/g, 'lmdb:')));
    assert.deepEqual(printed('-n', { main: result }), expected);
  });

  it('changes overrides in master.cf', () => {
    const master = 'smtp inet n - n - - smtpd\n  -o |smtpd_sender_login_maps=hash:/etc/postfix/login\n';
    const { result } = offer(
      offersAt('master.cf', master).filter(({ kind }) => kind === 'rewrite'),
      'Convert',
    );
    assert.equal(result, 'smtp inet n - n - - smtpd\n  -o smtpd_sender_login_maps=lmdb:/etc/postfix/login\n');
  });

  const converted = (main: string, version?: string) => {
    const { title, result } = offer(
      offersAt('main.cf', main, {}, version).filter(({ kind }) => kind === 'source'),
      'Convert',
    );
    return [title.replace('Convert ', ''), result];
  };

  it('changes the types by default', () => {
    const main = '|default_database_type = hash\ndefault_cache_db_type = btree\nalias_maps = hash:/etc/aliases\nalias_database = hash:/etc/aliases\n';
    assert.deepEqual(converted(main.replace(/alias_.*\n/g, ''), '3.10')[0], 'hash: and btree: to lmdb: in this file (then run postmap)');
    assert.deepEqual(converted(main, '3.11'), [
      'hash: and btree: to lmdb: in this file (then run postmap and newaliases)',
      main.replace('|', '').replaceAll(/hash|btree/g, 'lmdb'),
    ]);
    assert.deepEqual(converted('|default_cache_db_type = btree\n')[0], 'btree: to lmdb: in this file');
    assert.deepEqual(converted('|default_database_type = hash\n', '3.11')[0], 'hash: to lmdb: in this file (then run postmap and newaliases)');
  });

  it("changes parameters of one's own that stand for a table or its type", () => {
    const main =
      '|indexed = proxy:hash:${config_directory}/\nkind = btree\nalias_maps = $kind:/etc/aliases\nvirtual_alias_maps = ${indexed}virtual\nword = hash\n';
    assert.deepEqual(converted(main), [
      'hash: and btree: to lmdb: in this file (then run postmap and newaliases)',
      main.replace('|', '').replace('proxy:hash', 'proxy:lmdb').replace('btree', 'lmdb'),
    ]);
    assert.deepEqual(converted('|table = hash:/etc/aliases\nalias_maps = $table\n')[0], 'hash: to lmdb: in this file (then run newaliases)');
  });

  for (const [what, marked, version] of [
    ['is not offered for a word that is no type', '|word = hash\nmydestination = $word.example.com\n', undefined],
    ['is not offered for a name that no macro can have', '|a+(b = hash\nmydestination = $a+(b:x\n', undefined],
    ['is not offered for a type that is another already', '|default_database_type = lmdb\n', undefined],
    ['is not offered without such tables', '|transport_maps = lmdb:/etc/postfix/transport\n', undefined],
    ['is not offered for text', '|smtpd_banner = hash:/etc/x\n', undefined],
    ['is not offered before Postfix knew it', '|transport_maps = hash:/etc/postfix/transport\n', '2.10'],
    ['is not offered for templates', '|transport_maps = hash:{{ folder }}/transport\n', undefined],
  ] as const) {
    it(what, () => assertNotOffered(offersAt('main.cf', marked, {}, version), 'Convert'));
  }
});
