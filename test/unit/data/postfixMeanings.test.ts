import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadPostfixMeanings } from '../../../src/data/postfixMeanings.ts';
import { allPostfixParameters } from '../../../src/data/postfixParameters.ts';
import { MASTER_COLUMNS, MASTER_TYPES } from '../../../src/parse/postfixMaster.ts';

const meanings = await loadPostfixMeanings();

test('every parameter has a meaning, one line, no full stop, nothing that breaks Markdown', () => {
  for (const { name } of allPostfixParameters()) {
    const found = meanings.parameter(name);
    assert.ok(found, name);
    assert.match(found.meaning, /^\S.{8,}[^.\s]$/, name);
    if (found.more !== undefined) assert.match(found.more, /[.`)]$/, name);
    for (const text of [found.meaning, found.more ?? '']) assert.equal(text.split('`').length % 2, 1, name);
  }
});

test('every column and type of master.cf is explained', () => {
  assert.deepEqual(
    MASTER_COLUMNS.filter((column) => !meanings.master('column', column)),
    [],
  );
  assert.deepEqual(
    MASTER_TYPES.filter((type) => !meanings.master('type', type)),
    [],
  );
});

test('restrictions know what follows them, and what replaced the old ones', () => {
  assert.deepEqual(meanings.restriction('check_client_access')?.form, 'type:table');
  assert.equal(meanings.restriction('permit_mynetworks')?.form, undefined);
  assert.equal(meanings.restriction('reject_unknown_client')?.preferred, 'reject_unknown_client_hostname');
  for (const { name, meaning } of meanings.restrictions) assert.notEqual(meaning, '', name);
});

test('map types tell their index and their package', () => {
  const { needsPostmap, indexSuffix, package: source } = meanings.mapType('lmdb')!;
  assert.deepEqual({ needsPostmap, indexSuffix, source }, { needsPostmap: true, indexSuffix: '.lmdb', source: 'postfix-lmdb' });
  assert.equal(meanings.mapType('pcre')!.needsPostmap, false);
});

test('a TLS level has one meaning per side', () => {
  assert.notEqual(meanings.tlsLevel('client', 'may'), meanings.tlsLevel('server', 'may'));
  assert.equal(meanings.tlsLevel('server', 'dane'), undefined);
});

test('names that are none have no meaning', () => {
  for (const name of ['', 'no_such_name', 'constructor']) {
    assert.equal(meanings.parameter(name), undefined);
    assert.equal(meanings.restriction(name), undefined);
    assert.equal(meanings.mapType(name), undefined);
  }
});

test('the table is loaded only when it is asked for', () => {
  assert.doesNotMatch(readFileSync('src/data/postfixMeanings.ts', 'utf8'), /^import (?!type).*generated/m);
});
