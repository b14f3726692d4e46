import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfigFile } from '../../../src/parse/types.ts';
import { defineRule } from '../../../src/rules/define.ts';
import { compareSeverity, runRules } from '../../../src/rules/run.ts';
import type { Fix, Rule, RuleMeta, Severity, Wording } from '../../../src/rules/types.ts';

const file: ConfigFile = { kind: 'postfix-main', path: 'main.cf', text: 'relayhost = a\n', entries: [], comments: [], problems: [] };
const context = { file, settings: [] };
const example = { kind: 'postfix-main', path: 'main.cf', text: '' } as const;

function ruleThatSays(id: string, wordings: readonly Wording[], meta: Partial<RuleMeta> = {}, fixes?: readonly Fix[]): Rule {
  return defineRule<Wording>({
    meta: {
      id,
      severity: 'warning',
      since: '0.1.0',
      kinds: ['postfix-main'],
      listens: [],
      title: id,
      why: '',
      bad: example,
      ok: example,
      references: [],
      fix: 'none',
      ...meta,
    },
    run: () => wordings,
    word: (wording) => wording,
    ...(fixes && { fixes: () => fixes }),
  });
}

/** What the engine reports as broken, by rule id. */
function failures(...rules: readonly Rule[]): { readonly broken: string[]; readonly found: string[] } {
  const broken: string[] = [];
  const found = runRules(context, { rules, onRuleError: (id, error) => broken.push(`${id}: ${error.message}`) });
  return { broken, found: found.map(({ rule, span }) => `${rule}@${span.start}`) };
}

const at = (start: number, end = start + 1) => ({ start, end });

test('findings leave sorted by place, then rule id', () => {
  const late = ruleThatSays('b/x', [
    { at: at(5), message: 'm' },
    { at: at(1), message: 'm' },
  ]);
  const early = ruleThatSays('a/x', [{ at: at(5), message: 'm' }]);
  assert.deepEqual(failures(late, early).found, ['b/x@1', 'a/x@5', 'b/x@5']);
});

test('exact repeats count once, another message at the same place is kept', () => {
  const rule = ruleThatSays('a/x', [
    { at: at(1), message: 'one' },
    { at: at(1), message: 'two' },
    { at: at(1), message: 'one' },
  ]);
  assert.equal(failures(rule).found.length, 2);
});

test('a rule that throws is reported by its id and the others go on', () => {
  const throwing: Rule = {
    ...ruleThatSays('a/throws', []),
    run: () => {
      throw new Error('broken');
    },
  };
  assert.deepEqual(failures(throwing, ruleThatSays('b/fine', [{ at: at(0), message: 'm' }])), { broken: ['a/throws: broken'], found: ['b/fine@0'] });
});

test('a thrown value that is no error is reported too', () => {
  const throwing: Rule = {
    ...ruleThatSays('a/throws', []),
    run: () => {
      throw 'text';
    },
  };
  assert.deepEqual(failures(throwing).broken, ['a/throws: text']);
});

test('a rule for other kinds of file is not run', () => {
  assert.deepEqual(failures(ruleThatSays('a/x', [{ at: at(0), message: 'm' }], { kinds: ['json'] })).found, []);
});

for (const [what, wording] of [
  ['ends behind the file', { at: at(0, 99), message: 'm' }],
  ['starts before the file', { at: at(-1, 2), message: 'm' }],
  ['runs backwards', { at: at(5, 2), message: 'm' }],
  ['has a related place behind the file', { at: at(0), message: 'm', related: [{ span: at(90), message: 'r' }] }],
  ['has a message of two lines', { at: at(0), message: 'a\nb' }],
  ['has no message', { at: at(0), message: '' }],
  ['raises the severity', { at: at(0), message: 'm', severity: 'error' }],
] as const) {
  test(`a finding that ${what} is the rule's fault`, () => {
    const { broken, found } = failures(ruleThatSays('a/x', [wording]));
    assert.equal(broken.length, 1);
    assert.deepEqual(found, []);
  });
}

test('a wording may lower the severity', () => {
  const [finding] = runRules(context, {
    rules: [ruleThatSays('a/x', [{ at: at(0), message: 'm', severity: 'hint' }])],
    onRuleError: (_, error) => assert.fail(error),
  });
  assert.equal(finding?.severity, 'hint');
});

const fix = (safety: Fix['safety'], ...spans: [number, number][]): Fix => ({
  title: 'Mend',
  safety,
  edits: spans.map(([start, end]) => ({ span: at(start, end), newText: '' })),
});
for (const [what, offered, declared] of [
  ['edits outside the file', fix('safe', [0, 99]), 'safe'],
  ['has edits that overlap', fix('safe', [0, 3], [2, 4]), 'safe'],
  ['is less safe than declared', fix('unsafe', [0, 1]), 'safe'],
  ['is not declared', fix('safe', [0, 1]), 'none'],
] as const) {
  test(`a fix that ${what} is the rule's fault`, () => {
    assert.equal(failures(ruleThatSays('a/x', [{ at: at(0), message: 'm' }], { fix: declared }, [offered])).broken.length, 1);
  });
}

test('a safe fix of a rule that declares unsafe ones is welcome', () => {
  const rule = ruleThatSays('a/x', [{ at: at(0), message: 'm' }], { fix: 'unsafe' }, [fix('safe', [0, 1], [1, 2])]);
  assert.deepEqual(failures(rule), { broken: [], found: ['a/x@0'] });
});

test('severities order from error to hint', () => {
  assert.deepEqual(
    ['hint', 'error', 'information', 'warning'].sort((a, b) => compareSeverity(a as Severity, b as Severity)),
    ['error', 'warning', 'information', 'hint'],
  );
});
