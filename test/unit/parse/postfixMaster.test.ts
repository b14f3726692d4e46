import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePostfixMaster } from '../../../src/parse/postfixMaster.ts';
import { MAX_TEXT_LENGTH } from '../../../src/parse/types.ts';
import type { Span } from '../../../src/text/span.ts';

const HEAD = 'smtp inet n - n - - smtpd';

const textAt = (text: string, { start, end }: Span) => text.slice(start, end);

/** The arguments of the only service, each with the text it stands for in the file. */
function argumentsOf(rest: string) {
  const text = `${HEAD} ${rest}\n`;
  const { services } = parsePostfixMaster(text);
  return services[0]!.arguments.map(({ text: canonical, span, role }) => [role, canonical, textAt(text, span)]);
}

const problemsOf = (text: string) => parsePostfixMaster(text).problems.map(({ code, span }) => [code, textAt(text, span)]);

describe('a service', () => {
  it('has eight columns at their places', () => {
    const text = '# c\nsmtp\tinet n -\n  y 60?   10 smtpd\n';
    const { services, problems, comments } = parsePostfixMaster(text);
    const { fields, span } = services[0]!;
    assert.deepEqual(
      Object.entries(fields).map(([name, field]) => [name, field.text, textAt(text, field.span)]),
      [
        ['service', 'smtp', 'smtp'],
        ['type', 'inet', 'inet'],
        ['private', 'n', 'n'],
        ['unprivileged', '-', '-'],
        ['chroot', 'y', 'y'],
        ['wakeup', '60?', '60?'],
        ['process_limit', '10', '10'],
        ['command', 'smtpd', 'smtpd'],
      ],
    );
    assert.deepEqual([problems, comments.length, textAt(text, span)], [[], 1, text.slice(4)]);
  });

  it('is not parted by form feeds', () => assert.deepEqual(problemsOf('smtp\finet n - n - - smtpd\n'), [['too-few-fields', 'smtp\finet n - n - - smtpd']]));

  it('may be of five types', () => {
    for (const type of ['inet', 'unix', 'fifo', 'pass', 'unix-dgram']) assert.deepEqual(problemsOf(`x ${type} - - - - - y\n`), []);
    assert.deepEqual(problemsOf('x tcp - - - - - y\n'), [['bad-type', 'tcp']]);
  });

  it('is told apart by columns that can not be', () => {
    const text = 'x unix Y yes 1 5m -1 z\n';
    assert.deepEqual(problemsOf(text), [
      ['bad-private', 'Y'],
      ['bad-unprivileged', 'yes'],
      ['bad-chroot', '1'],
      ['bad-wakeup', '5m'],
      ['bad-process-limit', '-1'],
    ]);
    assert.equal(parsePostfixMaster(text).services.length, 1);
    assert.deepEqual(problemsOf('x unix - - - -? 0 z\ny unix - - - ? - z\n'), []);
  });

  it('needs all of them', () => {
    assert.deepEqual(problemsOf('smtp inet n - n - -\n  # c\n'), [['too-few-fields', 'smtp inet n - n - -']]);
    assert.equal(parsePostfixMaster('smtp inet\n').services.length, 0);
  });
});

describe('arguments', () => {
  it('are options, their values and the rest', () => {
    assert.deepEqual(argumentsOf('-v -o a=b -- -o c=d x'), [
      ['option', '-v', '-v'],
      ['option', '-o', '-o'],
      ['option-value', 'a=b', 'a=b'],
      ['argument', '--', '--'],
      ['argument', '-o', '-o'],
      ['argument', 'c=d', 'c=d'],
      ['argument', 'x', 'x'],
    ]);
  });

  it('that are joined are taken apart', () => {
    assert.deepEqual(argumentsOf('-oa=b'), [
      ['option', '-o', '-o'],
      ['option-value', 'a=b', 'a=b'],
    ]);
    assert.deepEqual(argumentsOf('-vvo a=b'), [
      ['option', '-vv', '-vv'],
      ['option', '-o', 'o'],
      ['option-value', 'a=b', 'a=b'],
    ]);
    assert.deepEqual(argumentsOf('-vo{a = b}'), [
      ['option', '-v', '-v'],
      ['option', '-o', 'o'],
      ['option-value', 'a=b', '{a = b}'],
    ]);
  });

  it('in braces lose them', () => {
    assert.deepEqual(argumentsOf('-o { a =  b c } {  x y }'), [
      ['option', '-o', '-o'],
      ['option-value', 'a=b c', '{ a =  b c }'],
      ['argument', 'x y', '{  x y }'],
    ]);
  });

  it('after a lone dash are its value', () => {
    assert.deepEqual(argumentsOf('- a b'), [
      ['option', '-', '-'],
      ['option-value', 'a', 'a'],
      ['argument', 'b', 'b'],
    ]);
  });

  it('may have wrong braces and overrides', () => {
    const problems = (rest: string) => problemsOf(`${HEAD} ${rest}\n`);
    assert.deepEqual(problems('-o {a=b'), [['missing-brace', '{a=b']]);
    assert.deepEqual(problems('-o {a=b}c x'), [['text-after-brace', 'c']]);
    assert.deepEqual(problems('-o { a b }'), [['missing-equals', '{ a b }']]);
    assert.deepEqual(problems('-o {=b}'), [['missing-name', '{=b}']]);
    assert.deepEqual(problems('x {a'), [['missing-brace', '{a']]);
    assert.deepEqual(problems('-v -o'), [['missing-override', '-o']]);
  });
});

describe('overrides', () => {
  it('are entries at their places', () => {
    const text = `${HEAD}\n  -o smtpd_banner=$mail_name\n  -o { mynetworks =\n# c\n     10.0.0.0/8 }\n  -o empty=\n`;
    const { entries } = parsePostfixMaster(text);
    assert.deepEqual(
      entries.map(({ path, key, keySpan, value, valueSpan, span }) => [
        path.join(' '),
        key,
        textAt(text, keySpan),
        value,
        textAt(text, valueSpan),
        textAt(text, span).slice(0, 4),
      ]),
      [
        ['smtp/inet smtpd_banner', 'smtpd_banner', 'smtpd_banner', '$mail_name', '$mail_name', '-o s'],
        ['smtp/inet mynetworks', 'mynetworks', 'mynetworks', '10.0.0.0/8', '10.0.0.0/8', '-o {'],
        ['smtp/inet empty', 'empty', 'empty', '', '', '-o e'],
      ],
    );
    assert.equal(entries[2]!.valueSpan.start, text.indexOf('empty=') + 6);
  });

  it('keep the places of values over several lines', () => {
    const text = `${HEAD} -o { a = x,\n   y }\n`;
    const { value, segments } = parsePostfixMaster(text).entries[0]!;
    assert.equal(value, 'x,   y');
    assert.equal(segments!.map(({ source, length }) => text.slice(source, source + length)).join(''), value);
  });

  it('with blanks outside of braces are what the daemon makes of them', () => {
    const { entries } = parsePostfixMaster(`${HEAD} -o a= b -o c\n`);
    assert.deepEqual(
      entries.map(({ key, value }) => [key, value]),
      [['a', '']],
    );
  });
});

describe('attributes', () => {
  it('of pipe and spawn end with the command', () => {
    const text = 'x unix - n n - - pipe -v flags=DRhu user=vmail:mail argv=/bin/deliver a=b ${recipient}\n';
    const { attributes } = parsePostfixMaster(text).services[0]!;
    assert.deepEqual(
      attributes.map(({ name, nameSpan, value, valueSpan }) => [name, textAt(text, nameSpan), value, textAt(text, valueSpan)]),
      [
        ['flags', 'flags', 'DRhu', 'DRhu'],
        ['user', 'user', 'vmail:mail', 'vmail:mail'],
        ['argv', 'argv', '/bin/deliver', '/bin/deliver'],
      ],
    );
  });

  it('belong to no other command', () => assert.deepEqual(parsePostfixMaster(`${HEAD} user=x\n`).services[0]!.attributes, []));
});

describe('the text', () => {
  it('may have CRLF line ends', () => {
    const { services, problems } = parsePostfixMaster(`${HEAD}\r\n  -o a=b\r\nrelay unix - - n - - smtp\r\n`);
    assert.deepEqual([services.map(({ overrides }) => overrides.map(({ value }) => value)), problems], [[['b'], []], []]);
  });

  it('is told when it begins wrongly', () => {
    assert.deepEqual(problemsOf(`  -o a=b\n${HEAD}\n`), [['leading-continuation', '-o a=b']]);
    assert.deepEqual(problemsOf(`\uFEFF${HEAD}\n`), [['byte-order-mark', '\uFEFF']]);
    assert.equal(parsePostfixMaster(`\uFEFF${HEAD}\n`).services[0]!.fields.service.text, '\uFEFFsmtp');
  });

  it('ends a service at a NUL', () => assert.deepEqual(problemsOf(`${HEAD} a\0b\n`), [['nul-byte', '\0']]));

  it('may be empty, or too long', () => {
    assert.deepEqual(parsePostfixMaster('').services, []);
    assert.deepEqual(
      parsePostfixMaster(' '.repeat(MAX_TEXT_LENGTH + 1)).problems.map(({ code }) => code),
      ['too-large'],
    );
  });

  it('continues the service above a commented one', () => {
    const { services } = parsePostfixMaster(`${HEAD}\n#submission inet n - n - - smtpd\n  -o a=b\n`);
    assert.deepEqual(
      services.map(({ overrides }) => overrides.length),
      [1],
    );
  });
});
