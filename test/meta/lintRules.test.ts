import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { rules } from '../../src/rules/registry.ts';

/** Known Postfix mistakes by name, and the rule that answers each, or `-` and why none does. */
const rows = readFileSync('src/tools/input/lintRules.tsv', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t') as [mistake: string, rule: string, reason?: string]);

test('each known mistake is listed once', () => {
  const names = rows.map(([mistake]) => mistake);
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

test('known mistakes are answered by rules that exist, or say why not', () => {
  const ids = new Set(rules.map(({ meta }) => meta.id));
  const wrong = rows.filter(([, rule = '', reason = '']) => (rule === '-' ? reason.length < 20 : !rule.split(/[ ,]+/).every((id) => ids.has(id))));
  assert.deepEqual(wrong, []);
});
