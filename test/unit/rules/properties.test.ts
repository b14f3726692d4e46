import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rules } from '../../../src/rules/registry.ts';
import { createMailConfigService } from '../../../src/service/mailConfigService.ts';
import { applyEdits } from '../../../src/text/span.ts';
import { anyPostfixText, sanePostfixText } from '../../support/postfixText.ts';
import { createRandom } from '../../support/random.ts';
import { contextOf, findingsOf, fixturesIn } from '../../support/ruleFixtures.ts';

const service = createMailConfigService({ logger: { error: (message) => assert.fail(message) } });
/** Texts that Postfix reads to their end, and any texts at all. */
const TEXTS = Array.from({ length: 100 }, (_, seed) => [sanePostfixText(createRandom(seed)), anyPostfixText(createRandom(seed))]).flat();
/** Every how many characters a file is cut off. */
const STEP = 11;

test('no rule breaks on generated files, and "fix all" comes to an end there', () => {
  for (const text of TEXTS) {
    findingsOf('main.cf', text);
    const fixed = applyEdits(text, service.fixAll(service.analyze({ path: 'main.cf', text })!));
    const left = service.fixAll(service.analyze({ path: 'main.cf', text: fixed })!);
    assert.deepEqual(left, [], JSON.stringify(text));
  }
});

test('"fix all" brings no new error on generated files', () => {
  const errors = (text: string) => service.analyze({ path: 'main.cf', text })!.findings.filter(({ severity }) => severity === 'error').length;
  for (const text of TEXTS) {
    assert.ok(errors(applyEdits(text, service.fixAll(service.analyze({ path: 'main.cf', text })!))) <= errors(text), JSON.stringify(text));
  }
});

test('no rule breaks while a file is being typed', () => {
  for (const { path, text } of fixturesIn('test/fixtures/realworld')) {
    for (let end = 0; end < text.length; end += STEP) if (service.kindOf(path, text.slice(0, end))) findingsOf(path, text.slice(0, end));
  }
});

test('each rule gives the same answer twice', () => {
  for (const { path, text } of fixturesIn('test/fixtures/realworld')) {
    const context = contextOf(path, text);
    for (const rule of rules) assert.deepEqual([...rule.run(context)].length, [...rule.run(context)].length, rule.meta.id);
  }
});
