import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { rules } from '../../../src/rules/registry.ts';
import type { Finding, Fix, Rule } from '../../../src/rules/types.ts';
import { applyEdits } from '../../../src/text/span.ts';
import { type FixtureFile, findingsOf, fixtureFolder, fixturesIn, formatFinding, readGolden, removeWhileUpdating } from '../../support/ruleFixtures.ts';

const preferred = ({ fixes }: Finding): Fix | undefined => fixes.find(({ isPreferred }) => isPreferred) ?? fixes[0];

/** Ids of the rules that report an error, each as often as it does. */
const errorsIn = ({ path, text, around, place }: Files) =>
  findingsOf(path, text, rules, around, place).flatMap(({ rule, severity }) => (severity === 'error' ? [rule] : []));

type Files = Omit<FixtureFile, 'name'>;

/** The files after some fixes, those elsewhere included. */
function afterFixes({ path, text, around, place }: Files, fixes: readonly Fix[]): Files {
  const changed: Record<string, string> = { ...around };
  for (const { path: there, edits } of fixes.flatMap(({ elsewhere = [] }) => elsewhere)) {
    const name = there.replace(/^\/etc\/postfix\//, '');
    changed[name] = applyEdits(changed[name] ?? '', edits);
  }
  return {
    path,
    text: applyEdits(
      text,
      fixes.flatMap(({ edits }) => edits),
    ),
    around: changed,
    place,
  };
}

function assertNoNewError(before: Files, after: Files, what: string): void {
  const known = errorsIn(before);
  const added = errorsIn(after).filter((rule) => {
    const at = known.indexOf(rule);
    if (at !== -1) known.splice(at, 1);
    return at === -1;
  });
  assert.deepEqual(added, [], `${what} brings new errors`);
}

function checkBad(rule: Rule, fixture: FixtureFile): void {
  const { name, path, text, around, place } = fixture;
  const folder = fixtureFolder(rule.meta.id);
  const found = findingsOf(path, text, [rule], around, place);
  assert.ok(found.length > 0, 'the rule is silent');
  const actual = found.map((finding) => `${formatFinding(text, finding)}\n`).join('');
  assert.equal(actual, readGolden(join(folder, `${name}.expected`), actual), 'findings differ from the .expected file');
  checkFixed(rule, fixture, found);
  for (const fix of found[0]!.fixes) {
    const after = afterFixes(fixture, [fix]);
    assert.ok(findingsOf(path, after.text, [rule], after.around, place).length < found.length, `after "${fix.title}" the finding is still there`);
    assertNoNewError(fixture, after, `"${fix.title}"`);
  }
}

function checkFixed(rule: Rule, fixture: FixtureFile, found: readonly Finding[]): void {
  const { name, path, text, around, place } = fixture;
  const goldenFolder = join(fixtureFolder(rule.meta.id), name.replace('bad-', 'fixed-'));
  const fixes = found.flatMap((finding) => preferred(finding) ?? []);
  removeWhileUpdating(goldenFolder);
  if (fixes.length === 0) {
    assert.equal(fixturesIn(fixtureFolder(rule.meta.id), name.replace('bad-', 'fixed-')).length, 0, 'there is a fixed file, but no fix');
    return;
  }
  const fixed = afterFixes(fixture, fixes);
  if (fixed.text !== text) assert.equal(fixed.text, readGolden(join(goldenFolder, path), fixed.text), 'the fixed text differs from the fixed-* file');
  for (const [there, after] of Object.entries(fixed.around)) {
    if (after !== around[there])
      assert.equal(after, readGolden(join(goldenFolder, 'around', there), after), `the fixed text differs from the fixed-* file ${there}`);
  }
  const left = findingsOf(path, fixed.text, [rule], fixed.around, place);
  const unfixable = found.filter((finding) => !preferred(finding));
  assert.ok(left.length <= unfixable.length, `still reported after the fix: ${left.map(({ message }) => message).join(' / ')}`);
  assertNoNewError(fixture, fixed, 'the fix');
}

for (const rule of rules) {
  describe(rule.meta.id, () => {
    const folder = fixtureFolder(rule.meta.id);
    for (const fixture of fixturesIn(folder, 'bad-')) test(`reports ${fixture.name}`, () => checkBad(rule, fixture));
    for (const { name, path, text, around, place } of fixturesIn(folder, 'ok-')) {
      test(`is silent on ${name}`, () =>
        assert.deepEqual(
          findingsOf(path, text, [rule], around, place).map((finding) => formatFinding(text, finding)),
          [],
        ));
    }
  });
}
