import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { APP_PROFILES } from '../../src/data/appProfiles.ts';
import { PROFILE_NOTES } from '../../src/data/profileNotes.ts';
import { rules } from '../../src/rules/registry.ts';
import { readTable } from '../../src/tools/generators/readTable.ts';

/** Facts about apps that surprise, by their number. */
const FACTS = 28;

const words = (text: string | undefined) => (text ?? '').split(' ').filter((word) => word !== '');

describe('the table of surprising facts', () => {
  const rows = readTable('appFacts');

  it('has every fact', () => {
    assert.deepEqual(
      [...new Set(rows.map(({ fact }) => Number(fact)))],
      Array.from({ length: FACTS }, (_, at) => at + 1),
    );
  });

  it('says by what a fact is told and which test shows it, or why it is not', () => {
    for (const { what, rules: ids, notes, tests, reason = '' } of rows) {
      const isTold = words(ids).length + words(notes).length > 0 || words(tests).some((name) => name.startsWith('apps/'));
      assert.ok((isTold && words(tests).length > 0) !== reason.length > 10, what);
    }
  });

  it('names rules, notes and fixtures that exist', () => {
    const known = new Set(rules.map(({ meta }) => meta.id));
    const profiles = new Set(APP_PROFILES.map(({ id }) => id));
    const told = new Set(PROFILE_NOTES.flatMap((note) => note.profiles));
    for (const { what, rules: ids, notes, tests } of rows) {
      for (const id of words(ids)) assert.ok(known.has(id), `${what}: ${id}`);
      for (const id of words(notes)) assert.ok(profiles.has(id) && told.has(id), `${what}: ${id}`);
      for (const name of words(tests)) assert.ok(existsSync(`test/fixtures/${name}`), `${what}: ${name}`);
      const shown = words(tests).flatMap((name) => /^rules\/([^/]+\/[^/]+)\//.exec(name)?.[1] ?? []);
      for (const id of shown) assert.ok(words(ids).includes(id), `${what}: a fixture of ${id}, which is not named`);
    }
  });
});
