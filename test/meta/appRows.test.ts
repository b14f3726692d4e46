import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { APP_PROFILES } from '../../src/data/appProfiles.ts';
import { readTable } from '../../src/tools/generators/readTable.ts';

/** The words' own reading of unknown keys, which is no profile. */
const GENERIC = ['generic-env', 'generic-config'];

const words = (text: string | undefined) => (text ?? '').split(' ').filter((word) => word !== '');

describe('the table of apps', () => {
  const rows = readTable('appRows');

  it('has a profile and a fixture for every app, or says why not', () => {
    for (const { app, profiles, fixtures, reason = '' } of rows) {
      const isRead = words(profiles).length > 0 && words(fixtures).length > 0;
      assert.ok(isRead !== reason.length > 10, app);
    }
  });

  it('names profiles and fixtures that exist and belong together', () => {
    const known = new Set([...APP_PROFILES.map(({ id }) => id), ...GENERIC]);
    for (const { app, profiles, fixtures } of rows) {
      for (const id of words(profiles)) assert.ok(known.has(id), `${app}: ${id}`);
      for (const name of words(fixtures)) {
        assert.ok(existsSync(`test/fixtures/apps/${name}`), `${app}: ${name}`);
        assert.ok(words(profiles).includes(name.split(/--|[./]/)[0]!), `${app}: ${name} is of another profile`);
      }
    }
  });

  it('lists an app once', () => assert.equal(new Set(rows.map(({ section, app }) => `${section} ${app}`)).size, rows.length));
});
