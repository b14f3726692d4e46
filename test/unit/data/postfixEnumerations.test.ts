import assert from 'node:assert/strict';
import { test } from 'node:test';
import { postfixEnumeration } from '../../../src/data/postfixEnumerations.ts';
import { allPostfixParameters } from '../../../src/data/postfixParameters.ts';
import { postfixWords } from '../../../src/data/postfixWords.ts';

test('what is offered for a closed set of words is what Postfix takes', () => {
  for (const { name } of allPostfixParameters()) {
    const words = postfixWords(name);
    if (words) assert.deepEqual(postfixEnumeration(name), { isList: words.isList, values: words.words });
  }
});

test('words are offered where others are taken too, and none where any text goes', () => {
  assert.deepEqual(postfixEnumeration('smtpd_sasl_type'), { isList: false, values: ['cyrus', 'dovecot'] });
  assert.equal(postfixEnumeration('myhostname'), undefined);
});
