import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRandom } from '../../../../support/random.ts';
import { assertNotOffered, offer, offersAt, printed } from '../../../../support/refactorings.ts';

const PER_LINE = 'Write one item per line';
const ON_ONE = 'Write on one line';

describe('one item per line', () => {
  for (const [what, marked, expected] of [
    ['parts at blanks', 'my|destination = a b  c\n', 'mydestination =\n    a\n    b\n    c\n'],
    ['keeps commas', 'mydestination = a, b,\tc\n', 'mydestination =\n    a,\n    b,\n    c\n'],
    ['keeps a comma at the end', 'mydestination = a, b,\n', 'mydestination =\n    a,\n    b,\n'],
    [
      'keeps a restriction with its argument',
      'smtpd_client_restrictions = permit_mynetworks, check_client_access hash:/etc/postfix/access, warn_if_reject reject_unknown_client_hostname, reject\n',
      'smtpd_client_restrictions =\n    permit_mynetworks,\n    check_client_access hash:/etc/postfix/access,\n    warn_if_reject reject_unknown_client_hostname,\n    reject\n',
    ],
    [
      'keeps braces whole',
      'smtpd_milters = { inet:localhost:1, connect_timeout=10s }, unix:/run/x\n',
      'smtpd_milters =\n    { inet:localhost:1, connect_timeout=10s },\n    unix:/run/x\n',
    ],
    ['keeps macros whole', 'mynetworks = ${a?{b c}:{d}} 127.0.0.0/8\n', 'mynetworks =\n    ${a?{b c}:{d}}\n    127.0.0.0/8\n'],
    ['takes up lines that are there', 'mydestination = a\n  b\n\tc\nmyorigin = x\n', 'mydestination =\n    a\n    b\n    c\nmyorigin = x\n'],
    ['keeps line ends', 'mydestination = a b\r\nmyorigin = x\r\n', 'mydestination =\r\n    a\r\n    b\r\nmyorigin = x\r\n'],
    ['works without a last line end', 'mydestination=a b', 'mydestination=\n    a\n    b'],
  ] as const) {
    it(what, () => {
      const marked1 = marked.includes('|') ? marked : `|${marked}`;
      assert.equal(offer(offersAt('main.cf', marked1), PER_LINE).result, expected);
    });
  }

  for (const [what, marked] of [
    ['is not offered for one item', '|mydestination = a\n'],
    ['is not offered for text', '|smtpd_banner = $myhostname ESMTP $mail_name\n'],
    ['is not offered for a command', '|mailbox_command = /usr/bin/procmail -a "$EXTENSION"\n'],
    ['is not offered for a name that Postfix does not know', '|offices = a b\n'],
    ['is not offered when it is so already', '|mydestination =\n    a\n    b\n'],
    ['is not offered with a comment inside', '|mydestination = a\n# home\n  b\n'],
    ['is not offered with a comment before the value', '|mydestination =\n# home\n  a b\n'],
    ['is not offered when a line would become a comment', '|mydestination = a #b c\n'],
    ['is not offered when braces do not close', '|smtpd_milters = { inet:localhost:1 unix:/run/x\n'],
    ['is not offered for templates', '|mydestination = {{ a }} b\n'],
    ['is not offered when a setting was swallowed', '|mydestination = a, b\n myorigin = x\n'],
  ] as const) {
    it(what, () => assertNotOffered(offersAt('main.cf', marked), PER_LINE));
  }
});

describe('on one line', () => {
  it('joins the lines', () => {
    const { result } = offer(offersAt('main.cf', 'mydestination =\n    a,\n    |b\n\n    c\nmyorigin = x\n'), ON_ONE);
    assert.equal(result, 'mydestination = a, b c\nmyorigin = x\n');
  });

  it('is not offered when it is so already', () => assertNotOffered(offersAt('main.cf', '|mydestination = a b\n'), ON_ONE));

  it('is not offered when a comment would be lost', () => assertNotOffered(offersAt('main.cf', '|mydestination = a\n  # home\n  b\n'), ON_ONE));
});

it('neither way changes what postconf prints, whatever the list', () => {
  const random = createRandom(20_261_121);
  const items = ['a.example', '$myhostname', '${x?{y z}:{w}}', 'hash:/etc/postfix/a', '!b', '{ c d }', '[::1]/128', 'reject', 'check_client_access'];
  const blanks = [' ', '  ', '\t', ', ', ' , ', '\n ', ',\n\t', '\n\n  '];
  let offered = 0;
  for (let round = 0; round < 400; round += 1) {
    const name = random.pick(['mydestination', 'mynetworks', 'smtpd_milters', 'smtpd_client_restrictions', 'virtual_alias_maps']);
    let value = random.pick(items);
    for (let count = random.below(6); count > 0; count -= 1) value += random.pick(blanks) + random.pick(items);
    const main = `${name} =${random.pick([' ', '', '\n  '])}${value}\nmyorigin = x\n`;
    for (const { title, result } of offersAt('main.cf', `|${main}`)) {
      if (title !== PER_LINE && title !== ON_ONE) continue;
      offered += 1;
      // Between items a comma with blanks around it, however written, is the same to Postfix.
      const plain = (text: string) => printed('-n', { main: text }).map((line) => line.replace(/ +,/g, ','));
      assert.deepEqual(plain(result), plain(main), `${title} of:\n${main}`);
    }
  }
  assert.ok(offered > 300, String(offered));
});
