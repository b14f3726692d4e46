import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { APP_PROFILES } from '../../../src/data/appProfiles.ts';
import { STRONG_FAMILY, WEAK_FAMILY } from '../../../src/data/keyWords.ts';
import { isCodeKind } from '../../../src/parse/codeKind.ts';
import { fileKind } from '../../../src/parse/fileKind.ts';
import { maySpeakOfMail } from '../../../src/parse/mailWords.ts';
import { rules } from '../../../src/rules/registry.ts';

const FOLDER = new URL('../../fixtures/apps/', import.meta.url);

test('every fixture that names a relay passes', () => {
  for (const name of readdirSync(FOLDER, { recursive: true }).map(String)) {
    if (statSync(new URL(name, FOLDER)).isDirectory()) continue;
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    // The name of the app in a comment must not be what decides.
    const bare = text.replace(/^\s*(?:#|\/\/|;|<!--) relay: .*$/gm, '');
    if (bare !== text) assert.ok(maySpeakOfMail(fileKind(name), bare, name), name);
  }
});

const isSign = (sign: string) => maySpeakOfMail(undefined, sign);

test('every key that leads to a server passes by itself', () => {
  const open = APP_PROFILES.flatMap(({ id, keys, detect, kinds }) => {
    // Programs are told by the calls in them, see codeKind.
    if (kinds?.every(isCodeKind)) return [];
    const leading = [...(keys.host ?? []), ...(keys.url ?? []), ...(keys.service ?? [])];
    const isTold = (key: string) =>
      maySpeakOfMail(undefined, key.replaceAll('.*', ''), detect?.file) || kinds?.every((kind) => maySpeakOfMail(kind as 'msmtp', ''));
    return leading.filter((key) => !isTold(key) && ![detect?.all?.some(isSign), detect?.any?.every(isSign)].includes(true)).map((key) => `${id}: ${key}`);
  });
  assert.deepEqual(open, []);
});

test('every word that names mail passes', () => {
  for (const word of [...STRONG_FAMILY, ...WEAK_FAMILY, 'SMART_HOST', 'relay-host']) assert.ok(maySpeakOfMail('dotenv', `${word}=x`), word);
});

test('every example of a rule for the files of apps passes', () => {
  for (const { meta } of rules) if (!/^(syntax|suppression)\//.test(meta.id)) assert.ok(maySpeakOfMail(meta.bad.kind, meta.bad.text), meta.id);
});

test('other files do not', () => {
  assert.equal(maySpeakOfMail('yaml', 'services:\n  web:\n    image: nginx\n'), false);
  assert.equal(maySpeakOfMail('msmtp', 'account x\nhost a.example.com\n'), true);
});
