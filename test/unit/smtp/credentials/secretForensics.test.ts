import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { providerById } from '../../../../src/data/providers.ts';
import { Secret } from '../../../../src/smtp/credentials/secret.ts';
import { inspectSecret } from '../../../../src/smtp/credentials/secretForensics.ts';

const say = (text: string, provider?: string) =>
  inspectSecret(new Secret(text), provider === undefined ? undefined : providerById(provider)).map(({ level, text: words }) => `${level}: ${words}`);

const rows: readonly (readonly [string, string, RegExp])[] = [
  ['quotes around it', '"correct-horse-7"', /^warn: .*stands in quotes/],
  ['a single quote at an end', "correct-horse-7'", /^info: .*a quote at one of its ends/],
  ['a blank at the end', 'correct-horse-7 ', /^warn: .*a blank at one of its ends/],
  ['a line end', 'correct-horse-7\r\n', /^warn: .*a line end/],
  ['a tab', 'correct\thorse-7', /^warn: .*a tab/],
  ['a NUL', 'correct\0horse-7', /^warn: .*NUL/],
  ['another control character', 'correct\x07horse', /^warn: .*control character/],
  ['an invisible character', 'correct\u200bhorse', /^warn: .*invisible/],
  ['a variable that nobody replaced', `${'$'}{SMTP_PASSWORD}`, /^warn: .*a variable that nobody replaced/],
  ['a template that nobody filled', '{{ vault.smtp }}', /^warn: .*a variable/],
  ['percent-encoding', 'correct%40horse', /^info: .*percent-encoded/],
  ['typographic quotes', '\u201ccorrect-horse-7\u201d', /^warn: .*typographic/],
  ['characters outside ASCII', 'gr\u00fc\u00dfe-7-mal', /^info: .*outside ASCII/],
  ['a very short one', 'abc12', /^info: .*shorter than 8/],
];

describe('a look at a password before it is used', () => {
  for (const [what, secret, want] of rows) test(`sees ${what}`, () => assert.match(say(secret).join('\n'), want));

  test('says nothing about an ordinary one', () => assert.deepEqual(say('correct-horse-7'), []));
  test('says that it is empty', () => assert.deepEqual(say(''), ['warn: the password is empty']));

  test('never says what stands in it', () => {
    for (const secret of [...rows.map(([, text]) => text), `xkeysib-${'0123456789abcdef'.repeat(4)}-aaaabbbbccccdddd`]) {
      const text = say(secret, 'brevo').join('\n');
      for (let at = 0; at + 5 <= secret.length; at += 1) {
        const piece = secret.slice(at, at + 5);
        // What the provider prints on its own page is no secret, and "begin" or "horse" may stand in any sentence.
        if (!'xkeysib- xsmtpsib-'.includes(piece)) assert.ok(!text.includes(piece), `"${piece}" of the secret is told`);
      }
      assert.ok(!text.includes(String(secret.length)) || secret.length === 8, 'the exact length is told');
    }
  });
});

describe('a secret of another kind', () => {
  const key = '0123456789abcdef'.repeat(4);
  test('is named by its form, with the beginning of the right one', () =>
    assert.deepEqual(say(`xkeysib-${key}-aaaabbbbccccdddd`, 'brevo'), [
      'warn: Brevo (Sendinblue): by its form this is a Brevo API key; SMTP takes a Brevo SMTP key, which begins with "xsmtpsib-"',
    ]));
  test('is fine where it is the right one', () => assert.deepEqual(say(`xsmtpsib-${key}-aaaabbbbccccdddd`, 'brevo'), []));
  test('is named when it is somebody else’s', () =>
    assert.match(
      say(`SG.${'x'.repeat(22)}.${'x'.repeat(43)}`, 'resend').join(),
      /^warn: by its form this is a SendGrid API key, but the server is that of Resend/,
    ));
  test('is an IAM key at Amazon SES', () =>
    assert.match(say('x'.repeat(40), 'amazon-ses').join(), /^warn: Amazon SES: by its form this is an IAM secret access key/));
  test('is only a hint where no page of the provider confirms the form', () => assert.match(say(`ya29.${'x'.repeat(30)}`, 'gmail').join(), /^info: Gmail: /));
});
