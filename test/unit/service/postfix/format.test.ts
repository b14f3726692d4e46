import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FormatOptions } from '../../../../src/service/postfix/layout.ts';
import { applyEdits, type Span } from '../../../../src/text/span.ts';
import { service } from '../../../support/postfixEditor.ts';
import { longSettings, postconfOf, saneMasterText } from '../../../support/postfixFormat.ts';
import { anyPostfixText, sanePostfixText } from '../../../support/postfixText.ts';
import { createRandom } from '../../../support/random.ts';

const editor = await service.postfixEditor();
const PLAIN: FormatOptions = { alignEquals: false };
const ALIGNED: FormatOptions = { alignEquals: true };

function formatted(path: 'main.cf' | 'master.cf', text: string, options = PLAIN, within?: Span): string {
  return applyEdits(text, editor.format(service.analyze({ path, text })!, options, within));
}

const main = (text: string, options = PLAIN) => formatted('main.cf', text, options);
const master = (text: string) => formatted('master.cf', text);

for (const [what, text, expected] of [
  ['blanks around the equals sign become one each', 'a=1\nb  =\t 2\nc =\n', 'a = 1\nb = 2\nc =\n'],
  [
    'a value on further lines is indented by four',
    'mynetworks =   \n\t127.0.0.0/8\n\t  # one\n\t  10.0.0.0/8 \n',
    'mynetworks =\n    127.0.0.0/8\n\t  # one\n      10.0.0.0/8\n',
  ],
  ['blanks at line ends go, in comments too', '# a  \nbiff = no  \n', '# a\nbiff = no\n'],
  ['of many blank lines two stay', 'a = 1\n\n \n\n\nb = 2\n\n\n', 'a = 1\n\n\nb = 2\n'],
  ['the last line gets its end', 'a = 1', 'a = 1\n'],
  ['CRLF stays CRLF', 'a=1 \r\nb=2\r\n  3', 'a = 1\r\nb = 2\r\n    3\r\n'],
  ['text for people keeps each blank', 'smtpd_banner=a\n   b   c \n', 'smtpd_banner = a\n   b   c\n'],
  ['a name that such text uses does so too', 'own = a\n  b\nsmtpd_banner = $own\n', 'own = a\n  b\nsmtpd_banner = $own\n'],
  ['an equals sign on the next line stays there', 'relay_domains\n\t= a\n', 'relay_domains\n    = a\n'],
  ['a line with a mistake stays as it is', 'relay  host\nbiff=no\n', 'relay  host\nbiff = no\n'],
  ['an indented first line stays as it is', '  biff=no\na=1\n', '  biff=no\na = 1\n'],
  ['a no-break space is part of the value', 'a = 1\u00a0', 'a = 1\u00a0\n'],
  ['nothing stays nothing', '', ''],
] as const) {
  test(what, () => assert.equal(main(text), expected));
}

test('a long list breaks at eighty columns, a restriction stays with nothing of its words lost', () => {
  const list = 'permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination, reject_unauth_pipelining';
  assert.equal(
    main(`smtpd_recipient_restrictions=${list}\n`),
    'smtpd_recipient_restrictions = permit_mynetworks, permit_sasl_authenticated,\n    reject_unauth_destination, reject_unauth_pipelining\n',
  );
});

test('a restriction and its argument stay on one line', () => {
  const list = 'permit_mynetworks, reject_unknown_recipient_domain, reject_rbl_client zen.example.org, reject';
  assert.equal(
    main(`smtpd_client_restrictions = ${list}\n`),
    'smtpd_client_restrictions = permit_mynetworks, reject_unknown_recipient_domain,\n    reject_rbl_client zen.example.org, reject\n',
  );
});

test('a long list is left alone where a break would make a comment', () => {
  const text = `mynetworks = ${'192.0.2.0/24, '.repeat(8)}#x\n`;
  assert.equal(main(text), text);
});

test('neighbours can have their equals signs below each other', () => {
  assert.equal(main('a = 1\nlonger=2\n# c\nb=3\n', ALIGNED), 'a      = 1\nlonger = 2\n# c\nb = 3\n');
});

test('services stand in the columns of the shipped file, arguments indented by two', () => {
  const text = 'smtp inet n - y - - smtpd\n\t-o a=b \n\t# c\n\t  -o c=d\na_rather_long_name unix - - n - - smtp\n';
  const expected =
    'smtp      inet  n       -       y       -       -       smtpd\n  -o a=b\n\t# c\n    -o c=d\na_rather_long_name unix - -     n       -       -       smtp\n';
  assert.equal(master(text), expected);
});

test('what stands in braces over several lines is left alone', () => {
  const text = 'smtp      inet  n       -       y       -       -       smtpd\n -o { smtpd_banner = a\n      b }\n';
  assert.equal(master(text), text);
});

test('a range is formatted alone', () => {
  const text = 'a=1\nb=2\nc=3\n';
  assert.equal(formatted('main.cf', text, PLAIN, { start: 4, end: 8 }), 'a=1\nb = 2\nc=3\n');
});

const commentsOf = (path: string, text: string) => service.analyze({ path, text })!.file.comments.map((comment) => comment.text);

test('whatever its shape, a main.cf means the same afterwards, and once is enough', () => {
  for (let seed = 1; seed <= 120; seed += 1) {
    const random = createRandom(seed);
    const text = seed % 4 === 0 ? anyPostfixText(random) : sanePostfixText(random) + longSettings(random) + sanePostfixText(random);
    for (const options of [PLAIN, ALIGNED]) {
      const result = main(text, options);
      const where = `seed ${seed}: ${JSON.stringify(text)} became ${JSON.stringify(result)}`;
      for (const args of [['-n'], ['-nx']]) {
        const before = postconfOf({ 'main.cf': text, 'master.cf': '' }, ...args);
        const after = postconfOf({ 'main.cf': result, 'master.cf': '' }, ...args);
        assert.equal(after.status, before.status, where);
        if (before.status === 0) assert.equal(after.stdout, before.stdout, where);
      }
      assert.deepEqual(commentsOf('main.cf', result), commentsOf('main.cf', text), where);
      assert.equal(main(result, options), result, where);
    }
  }
});

test('values that count each blank are the same to the last one', () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    const random = createRandom(seed);
    const text = sanePostfixText(random) + longSettings(random);
    const banners = (from: string) =>
      service
        .analyze({ path: 'main.cf', text: from })!
        .file.entries.filter(({ key }) => key === 'smtpd_banner')
        .map(({ value }) => value);
    // The line feed between two lines is no part of a value, and how a file ends its lines is kept.
    assert.deepEqual(banners(main(text)), banners(text), `seed ${seed}: ${JSON.stringify(text)}`);
  }
});

test('whatever its shape, a master.cf means the same afterwards, and once is enough', () => {
  for (let seed = 1; seed <= 120; seed += 1) {
    const text = saneMasterText(createRandom(seed));
    const result = master(text);
    const where = `seed ${seed}: ${JSON.stringify(text)} became ${JSON.stringify(result)}`;
    for (const args of [['-M'], ['-P'], ['-F']]) {
      const before = postconfOf({ 'main.cf': '', 'master.cf': text }, ...args);
      const after = postconfOf({ 'main.cf': '', 'master.cf': result }, ...args);
      assert.deepEqual([before.status, after.status], [0, 0], `${where}\n${before.stderr}${after.stderr}`);
      assert.equal(after.stdout, before.stdout, where);
    }
    assert.deepEqual(commentsOf('master.cf', result), commentsOf('master.cf', text), where);
    assert.equal(master(result), result, where);
  }
});
