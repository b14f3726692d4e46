import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rawCharacters } from '../../../../src/rules/support/userInfo.ts';

describe('rawCharacters', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['smtp://mail.acme.io', ''],
    ['smtp://mail.acme.io:587/?from=a@b.c', ''],
    ['smtp://[2001:db8::25]:587/a@b', ''],
    ['smtp://robot:plain@mail.acme.io', ''],
    ['smtp://robot:a%40b%2Fc@mail.acme.io', ''],
    ['smtp://robot:a:b@mail.acme.io?x=a@b', ''],
    ['smtp://robot:${SECRET}@mail.acme.io', ''],
    ['not a url', ''],
    ['smtp://robot@acme.io:secret@mail.acme.io', 'user @'],
    ['smtp://robot:a@b@mail.acme.io', 'password @'],
    ['smtp://robot:a/b@mail.acme.io:587', 'password /'],
    ['smtp://robot:a?b#c@mail.acme.io/?x=1', 'password ?, password #'],
    ['smtp://robot:50%@mail.acme.io', 'password %'],
    ['smtp://robot:a b@mail.acme.io', 'password  '],
  ];
  for (const [value, found] of cases) {
    test(`finds ${found === '' ? 'nothing' : found} in ${value}`, () =>
      assert.equal(
        rawCharacters(value)
          .map(({ part, character }) => `${part} ${character}`)
          .join(', '),
        found,
      ));
  }

  test('points at the characters', () => {
    const value = 'smtp://robot:a/b@mail.acme.io';
    assert.deepEqual(
      rawCharacters(value).map(({ at }) => value[at]),
      ['/'],
    );
  });

  test('does not hang on a value full of signs', () => assert.ok(rawCharacters(`smtp://a:b/${'@'.repeat(20_000)}`).length >= 0));
});
