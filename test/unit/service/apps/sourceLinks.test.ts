import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceLinks } from '../../../../src/service/apps/sourceLinks.ts';

test('a file of a repository leads to the repository, a page to itself, and words nowhere', () => {
  assert.equal(
    sourceLinks(['acme/app src/mail.ts, v2', 'docs.acme.org/mail#smtp', 'acme packages/x.ts']),
    'Source: [acme/app src/mail.ts, v2](https://github.com/acme/app); [docs.acme.org/mail\\#smtp](https://docs.acme.org/mail#smtp); acme packages/x.ts',
  );
  assert.equal(sourceLinks([]), '');
});
