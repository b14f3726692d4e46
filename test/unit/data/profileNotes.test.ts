import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APP_PROFILES } from '../../../src/data/appProfiles.ts';
import { notesFor, PROFILE_NOTES } from '../../../src/data/profileNotes.ts';

test('notes are about apps that are known', () => {
  const known = new Set(APP_PROFILES.map(({ id }) => id));
  const unknown = PROFILE_NOTES.flatMap(({ profiles }) => profiles).filter((id) => !known.has(id));
  assert.deepEqual(unknown, []);
});

test('a note is told at the keys that it is about, and for its apps', () => {
  assert.match(notesFor('appwrite', 'tls').join(), /never TLS/);
  assert.deepEqual(notesFor('appwrite', 'user'), []);
  assert.deepEqual(notesFor('wakapi', 'tls'), []);
});

test('notes are sentences', () => {
  for (const { text } of PROFILE_NOTES) assert.match(text, /^[A-Z`].*\.$/);
});
