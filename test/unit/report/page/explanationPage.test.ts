import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explanationMarkdown } from '../../../../src/report/explanationMarkdown.ts';
import { explanationPage, explanationStatus } from '../../../../src/report/page/explanationPage.ts';
import { explainError } from '../../../../src/smtp/explain/explainError.ts';
import { all, byId, textOf } from '../../../support/pages.ts';

const TEXT =
  'Error: Invalid login: 535-5.7.8 Username and Password not accepted. For more information, go to\n535 5.7.8 https://support.google.com/mail/?p=BadCredentials - gsmtp';

test('an explained error has the cause, its steps, and the own words of the server', () => {
  const explanation = explainError(TEXT)!;
  const page = explanationPage(TEXT, explanation, 'Gmail');
  assert.equal(textOf(all(page, 'h1')[0]!), explanation.cause.summary);
  assert.deepEqual(all(all(byId(page, 'cause')!, 'ol')[0]!, 'li').map(textOf), explanation.cause.nextSteps);
  assert.match(textOf(byId(page, 'words')!), /535 .*Username and Password not accepted/);
  assert.match(explanationStatus(explanation), /^Explained: /);
});

test('an unknown text gets no guess, but what was looked for and what to do', () => {
  const page = explanationPage('something went wrong', undefined);
  assert.match(textOf(all(page, 'h1')[0]!), /^Nothing in this text/);
  assert.match(textOf(byId(page, 'looked-for')!), /three digits/);
  assert.ok(all(byId(page, 'what-now')!, 'li').length > 0);
  assert.deepEqual(
    all(page, 'button').map(({ attributes }) => attributes['data-action']),
    ['explain-again', 'test'],
  );
});

test('the copied explanation keeps what the server said as code and words', () => {
  const markdown = explanationMarkdown(explainError(TEXT.replace('not accepted', 'not accepted <img src=x>'))!);
  assert.match(markdown, /- Cause: `auth\/credentials` at the stage sign-in/);
  assert.match(markdown, /### Next steps\n\n1\. /);
  assert.doesNotMatch(markdown.replace(/```[\s\S]*?```/g, ''), /(?<!\\)<img/);
});
