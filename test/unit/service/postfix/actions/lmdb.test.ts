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

  for (const [what, marked, version] of [
    ['is not offered without such tables', '|transport_maps = lmdb:/etc/postfix/transport\n', undefined],
    ['is not offered for text', '|smtpd_banner = hash:/etc/x\n', undefined],
    ['is not offered before Postfix knew it', '|transport_maps = hash:/etc/postfix/transport\n', '2.10'],
    ['is not offered for templates', '|transport_maps = hash:{{ folder }}/transport\n', undefined],
  ] as const) {
    it(what, () => assertNotOffered(offersAt('main.cf', marked, {}, version), 'Convert'));
  }
});
