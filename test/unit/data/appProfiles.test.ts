import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { APP_PROFILES, profileById } from '../../../src/data/appProfiles.ts';

const duplicates = (words: readonly string[]) => words.filter((word, index) => words.indexOf(word) !== index);

describe('app profiles', () => {
  it('have ids of their own, a title and a source', () => {
    assert.deepEqual(duplicates(APP_PROFILES.map(({ id }) => id)), []);
    for (const { id, title, sources } of APP_PROFILES) {
      assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
      assert.ok(title !== '' && sources.length > 0, id);
    }
    assert.equal(profileById('laravel')?.title, 'Laravel');
    assert.equal(profileById('none'), undefined);
  });

  it('lead to a server, and are told apart where they share the keys that do', () => {
    const owners = new Map<string, string[]>();
    for (const { id, keys, detect, kinds } of APP_PROFILES) {
      const leading = [...(keys.host ?? []), ...(keys.url ?? []), ...(keys.service ?? [])];
      assert.ok(leading.length > 0, id);
      // In grammars of their own the same key is another one.
      const own = leading.map((key) => `${kinds?.join(' ') ?? ''} ${key}`);
      for (const key of own) if (!detect) owners.set(key, [...(owners.get(key) ?? []), id]);
    }
    assert.deepEqual(
      [...owners].filter(([, ids]) => ids.length > 1),
      [],
    );
  });

  it('use a key for one role', () => {
    for (const { id, keys } of APP_PROFILES) assert.deepEqual(duplicates(Object.values(keys).flat()), [], id);
  });

  it('do not call a key unused that they read', () => {
    for (const { id, keys, unusedKeys = {}, tls } of APP_PROFILES) {
      const host = keys.host ?? [];
      const isFlat = !Object.keys(unusedKeys).some((key) => host.includes(key));
      // Authelia's old keys are still recognised, so that their relay is listed.
      assert.ok(isFlat || id === 'authelia', id);
      for (const rule of tls.rules) assert.ok(rule.keys.length > 0, id);
    }
  });

  it('have patterns that compile', () => {
    for (const { id, detect } of APP_PROFILES)
      for (const source of [detect?.image, detect?.file]) if (source) assert.doesNotThrow(() => new RegExp(source), id);
  });
});
