import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
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
