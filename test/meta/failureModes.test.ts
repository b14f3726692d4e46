import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

/*
 * The failure modes that the live test tells apart, one row each: its id, the codes it ends in, the tests that show it.
 * A title stands here as it stands in the source of the test, so that a table of cases may name one of its rows.
 */

interface FailureMode {
  readonly id: string;
  readonly codes: readonly string[];
  readonly tests: readonly string[];
}

const items = (text: string, separator: string) =>
  text
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== '');

function readModes(): FailureMode[] {
  const [head = '', ...lines] = readFileSync('src/tools/input/failureModes.tsv', 'utf8').split('\n');
  assert.equal(head, 'id\tcodes\ttests\tnote');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [id = '', codes = '', tests = ''] = line.split('\t');
      return { id, codes: items(codes, ','), tests: items(tests, ' | ') };
    });
}

/** Everything below `test` but this file, as one text without the backslashes of its quotes. */
function testSources(folder = 'test'): string {
  const texts = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'fixtures' || entry.name === 'support' ? '' : testSources(path);
    return entry.name.endsWith('.test.ts') && path !== join('test', 'meta', 'failureModes.test.ts') ? readFileSync(path, 'utf8') : '';
  });
  return texts.join('\n').replaceAll('\\', '');
}

const modes = readModes();

test('each failure mode stands there once and names a test', () => {
  const ids = modes.map(({ id }) => id);
  assert.deepEqual(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
  );
  assert.deepEqual(
    modes.filter(({ id, tests }) => !/^[DTGSARLP]\d+[a-z]?$/.test(id) || tests.length === 0).map(({ id }) => id),
    [],
  );
});

test('each code of a failure mode is one that the probe has', () => {
  const types = readFileSync('src/smtp/probeCode.ts', 'utf8');
  const known = new Set(Array.from(types.slice(types.indexOf('export type ProbeCode')).matchAll(/'([a-z0-9/-]+)'/g), ([, code]) => code));
  assert.deepEqual(
    modes.flatMap(({ id, codes }) => codes.filter((code) => !known.has(code)).map((code) => `${id}: ${code}`)),
    [],
  );
});

test('each test that a failure mode names exists', () => {
  const sources = testSources();
  assert.deepEqual(
    modes.flatMap(({ id, tests }) => tests.filter((title) => !sources.includes(title)).map((title) => `${id}: ${title}`)),
    [],
  );
});
