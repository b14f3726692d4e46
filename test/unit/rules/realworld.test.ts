import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { rules } from '../../../src/rules/registry.ts';
import { findingsOf, fixturesIn, formatFinding, readGolden } from '../../support/ruleFixtures.ts';

const FOLDER = 'test/fixtures/realworld';

/** Whole files as people have them, under all rules: the one place where a new rule may disturb an old golden. */
for (const { name, path, text } of fixturesIn(FOLDER)) {
  test(`all rules on ${name}/${path}`, () => {
    const actual = findingsOf(path, text)
      .map((finding) => `${finding.rule} ${formatFinding(text, finding)}\n`)
      .join('');
    assert.equal(actual, readGolden(join(FOLDER, `${name}.expected`), actual));
  });
}

for (const { name, path, text } of fixturesIn(FOLDER, 'healthy-')) {
  test(`${name}/${path} works as it is, so no rule finds fault with it beyond taste`, () => {
    assert.deepEqual(
      findingsOf(path, text)
        .filter(({ severity }) => severity !== 'hint')
        .map((finding) => formatFinding(text, finding)),
      [],
    );
  });
}

/** Settings that distributions and well-known mail servers come with, in our own words: mail flows through every one of them. */
for (const { name, path, text, around } of fixturesIn(FOLDER, 'stock-')) {
  const folder = { ...around, [path]: text };
  for (const [file, content] of Object.entries(folder)) {
    test(`${name}/${file} has no error and no warning`, () => {
      const grave = findingsOf(file, content, rules, folder).filter(({ severity }) => severity === 'error' || severity === 'warning');
      assert.deepEqual(
        grave.map((finding) => `${finding.rule} ${formatFinding(content, finding)}`),
        [],
      );
    });
  }
}
