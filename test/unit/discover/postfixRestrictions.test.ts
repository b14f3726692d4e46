import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createPostfixMain } from '../../../src/discover/postfixMain.ts';
import { hasGuard, type RestrictionItem, readRestrictions } from '../../../src/discover/postfixRestrictions.ts';
import { parsePostfixMain } from '../../../src/parse/postfixMain.ts';

const NAME = 'smtpd_client_restrictions';

function read(value: string, rest = '') {
  const file = parsePostfixMain(`${NAME} = ${value}\n${rest}`, 'main.cf');
  const main = createPostfixMain(file);
  return { file, main, list: readRestrictions(file.entries[0]!, main) };
}

const shown = ({ kind, name, argument, isWarnOnly }: RestrictionItem) => `${isWarnOnly ? 'warn ' : ''}${kind} ${name}${argument ? ` ${argument.text}` : ''}`;

describe('a restriction list', () => {
  const rows: readonly (readonly [what: string, value: string, items: readonly string[], rest?: string])[] = [
    ['commas and blanks part items', 'permit_mynetworks,reject  defer', ['restriction permit_mynetworks', 'restriction reject', 'restriction defer']],
    ['names in any letter case', 'Permit_MyNetworks', ['restriction permit_mynetworks']],
    ['an argument belongs to its restriction', 'check_client_access hash:/a, reject', ['restriction check_client_access hash:/a', 'restriction reject']],
    ['a restriction takes whatever follows as its argument', 'check_client_access reject', ['restriction check_client_access reject']],
    ['an argument may be missing', 'sleep', ['restriction sleep']],
    ['braces hold a policy server together', 'check_policy_service { inet:a:1, timeout=1 }', ['restriction check_policy_service { inet:a:1, timeout=1 }']],
    ['warn_if_reject marks the next item', 'warn_if_reject reject, reject', ['warn restriction reject', 'restriction reject']],
    ['a bare table', 'cidr:/a', ['table cidr:/a']],
    ['a class that is listed', 'mine, other', ['class mine', 'unknown other'], 'smtpd_restriction_classes = mine\n'],
    ['a macro brings its items', '$x, defer', ['restriction permit_mynetworks', 'restriction reject', 'restriction defer'], 'x = permit_mynetworks reject\n'],
    ['a macro without a value is opaque', '$nothing', ['opaque \ue000']],
    ['a template is opaque', '{{ x }}', ['opaque \ue000']],
  ];
  for (const [what, value, items, rest] of rows) test(what, () => assert.deepEqual(read(value, rest).list.items.map(shown), items));

  test('knows where each item stands, over continuation lines', () => {
    const { file, list } = read('permit_mynetworks,\n  # inside\n  check_client_access\n    hash:/a');
    assert.deepEqual(
      list.items.map(({ span, argument }) => [file.text.slice(span.start, span.end), argument && file.text.slice(argument.span.start, argument.span.end)]),
      [
        ['permit_mynetworks', undefined],
        ['check_client_access', 'hash:/a'],
      ],
    );
  });

  test('the items of a macro stand where the macro stands', () => {
    const { file, list } = read('$x', 'x = reject\n');
    assert.deepEqual(
      list.items.map(({ span, isWritten }) => [file.text.slice(span.start, span.end), isWritten]),
      [['$x', false]],
    );
  });
});

describe('a guard against relaying', () => {
  const rows: readonly (readonly [what: string, value: string, has: boolean | undefined, rest?: string])[] = [
    ['is there', 'permit_mynetworks, reject_unauth_destination', true],
    ['does not count behind a plain permit', 'permit, reject', false],
    ['does not count behind warn_if_reject', 'warn_if_reject reject', false],
    ['counts in a class', 'mine', true, 'smtpd_restriction_classes = mine\nmine = reject\n'],
    ['is unknown behind a macro of unknown value', 'permit_mynetworks, $more', undefined],
    ['is there in spite of such a macro', '$more, reject', true],
    ['is unknown in a class that has no definition', 'mine', undefined, 'smtpd_restriction_classes = mine\n'],
    ['is unknown in classes that name each other', 'a', undefined, 'smtpd_restriction_classes = a b\na = b\nb = a\n'],
  ];
  for (const [what, value, has, rest] of rows) {
    test(what, () => {
      const { main, list } = read(value, rest);
      assert.equal(hasGuard(list, main), has);
    });
  }
});
