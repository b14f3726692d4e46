import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { lookupSaslPassword } from '../../../../src/smtp/credentials/saslPasswd.ts';

const TABLES = new URL('../../../fixtures/smtp/tables/', import.meta.url);

describe('answers as postmap does', () => {
  for (const name of readdirSync(TABLES).filter((file) => file.endsWith('.texthash'))) {
    const text = readFileSync(new URL(name, TABLES), 'utf8');
    const queries = readFileSync(new URL(name.replace('.texthash', '.queries.tsv'), TABLES), 'utf8')
      .trimEnd()
      .split('\n');
    for (const query of queries) {
      const [key = '', status, value] = query.split('\t');
      test(`table ${name}, key ${key}`, () => {
        const found = lookupSaslPassword(text, { host: '', nexthop: key });
        if (status !== '0') {
          assert.equal(found, undefined);
          return;
        }
        const [user, ...rest] = (value ?? '').split(':');
        assert.equal(found?.user, user);
        assert.equal(found?.password.reveal(), rest.join(':'));
      });
    }
  }
});

describe('asks in the order of smtp(8)', () => {
  const text = ['[mail.lab.test]:587 by-nexthop:1', 'mail.lab.test by-host:2', 'shop@lab.test by-sender:3', '@other.test by-domain:4'].join('\n');
  const query = { host: 'mail.lab.test', nexthop: '[mail.lab.test]:587' };
  const userFor = (table: string, extra: object = {}) => lookupSaslPassword(table, { ...query, ...extra })?.user;

  test('the host before the next hop', () => assert.equal(userFor(text), 'by-host'));
  test('the next hop with its port when the host is not there', () => assert.equal(userFor(text.replace('mail.lab.test by-host:2', '')), 'by-nexthop'));
  test('the sender first, when senders count', () => assert.equal(userFor(text, { sender: 'Shop@Lab.test' }), 'by-sender'));
  test('the sender without its extension', () => assert.equal(userFor(text, { sender: 'shop+news@lab.test' }), 'by-sender'));
  test("the sender's domain", () => assert.equal(userFor(text, { sender: 'any@other.test' }), 'by-domain'));
  test('the host when the sender is unknown', () => assert.equal(userFor(text, { sender: 'no@body.test' }), 'by-host'));
  test('another port is another next hop', () =>
    assert.equal(lookupSaslPassword('[mail.lab.test]:587 a:b', { host: 'mail.lab.test', nexthop: '[mail.lab.test]:25' }), undefined));
});

test('a value without a colon is a user with an empty password', () => {
  const found = lookupSaslPassword('h user', { host: 'h', nexthop: 'h' });
  assert.equal(found?.user, 'user');
  assert.equal(found?.password.isEmpty, true);
});
