import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { rules } from '../../../src/rules/registry.ts';
import type { Finding, Fix, Rule } from '../../../src/rules/types.ts';
import { applyEdits, type TextEdit } from '../../../src/text/span.ts';
import { type FixtureFile, findingsOf, fixtureFolder, fixturesIn, formatFinding, readGolden, removeWhileUpdating } from '../../support/ruleFixtures.ts';

const preferred = ({ fixes }: Finding): Fix | undefined => fixes.find(({ isPreferred }) => isPreferred) ?? fixes[0];

/** Ids of the rules that report an error, each as often as it does. */
const errorsIn = (path: string, text: string) => findingsOf(path, text).flatMap(({ rule, severity }) => (severity === 'error' ? [rule] : []));

function assertNoNewError(path: string, before: string, after: string, what: string): void {
  const known = errorsIn(path, before);
  const added = errorsIn(path, after).filter((rule) => {
    const at = known.indexOf(rule);
    if (at !== -1) known.splice(at, 1);
    return at === -1;
  });
  assert.deepEqual(added, [], `${what} brings new errors`);
}

function checkBad(rule: Rule, { name, path, text }: FixtureFile): void {
  const folder = fixtureFolder(rule.meta.id);
  const found = findingsOf(path, text, [rule]);
  assert.ok(found.length > 0, 'the rule is silent');
  const actual = found.map((finding) => `${formatFinding(text, finding)}\n`).join('');
  assert.equal(actual, readGolden(join(folder, `${name}.expected`), actual), 'findings differ from the .expected file');
  checkFixed(rule, { name, path, text }, found);
  for (const fix of found[0]!.fixes) {
    const after = applyEdits(text, fix.edits);
    assert.ok(findingsOf(path, after, [rule]).length < found.length, `after "${fix.title}" the finding is still there`);
    assertNoNewError(path, text, after, `"${fix.title}"`);
  }
}

function checkFixed(rule: Rule, { name, path, text }: FixtureFile, found: readonly Finding[]): void {
  const goldenFolder = join(fixtureFolder(rule.meta.id), name.replace('bad-', 'fixed-'));
  const edits: TextEdit[] = found.flatMap((finding) => preferred(finding)?.edits ?? []);
  removeWhileUpdating(goldenFolder);
  if (edits.length === 0) {
    assert.equal(fixturesIn(fixtureFolder(rule.meta.id), name.replace('bad-', 'fixed-')).length, 0, 'there is a fixed file, but no fix');
    return;
  }
  const fixed = applyEdits(text, edits);
  assert.equal(fixed, readGolden(join(goldenFolder, path), fixed), 'the fixed text differs from the fixed-* file');
  const left = findingsOf(path, fixed, [rule]);
  const unfixable = found.filter((finding) => !preferred(finding));
  assert.ok(left.length <= unfixable.length, `still reported after the fix: ${left.map(({ message }) => message).join(' / ')}`);
  assertNoNewError(path, text, fixed, 'the fix');
}

for (const rule of rules) {
  describe(rule.meta.id, () => {
    const folder = fixtureFolder(rule.meta.id);
    for (const fixture of fixturesIn(folder, 'bad-')) test(`reports ${fixture.name}`, () => checkBad(rule, fixture));
    for (const { name, path, text } of fixturesIn(folder, 'ok-')) {
      test(`is silent on ${name}`, () =>
        assert.deepEqual(
          findingsOf(path, text, [rule]).map((finding) => formatFinding(text, finding)),
          [],
        ));
    }
  });
}
