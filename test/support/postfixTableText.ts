import type { Random } from './random.ts';

const BLANKS = [' ', '\t', '  ', '\n ', '\n\t'];
const ENDS = ['\n', '\n', '\n', ' \n', '\r\n', '\n\n', '\n# c\n', '\n  # c\n'];

const CIDR_PATTERNS = [
  ...[
    '10.0.0.0/8',
    '10.1.2.3',
    '192.168.1.0/24',
    '192.168.1.1/24',
    '0.0.0.0/0',
    '10.0.0.0/33',
    '10.0.0.0/x',
    '10.0.0.0/',
    '300.1.1.1',
    '010.0.0.1',
    'mail.test',
  ],
  ...[
    '[10.0.0.1]',
    '[10.0.0.0/8]',
    '[10.0.0.0]/8',
    '[10.0.0.1',
    '[10.0.0.1]x',
    '2001:db8::/32',
    '[2001:db8::]/32',
    '2001:db8::1/32',
    '::1',
    '::ffff:10.0.0.0/104',
    '1::2::3',
    '::/0',
  ],
];
export const CIDR_QUERIES = ['10.1.2.3', '10.0.0.1', '192.168.1.77', '8.8.8.8', '2001:db8::1', '::1', '::ffff:10.1.1.1', 'mail.test', '10.1.2'];

/** A cidr table: rules, blocks and mistakes. */
export function cidrText(random: Random): string {
  const line = () => {
    const pattern = random.pick(['', '', '', '!', '! ', '!!']) + random.pick(CIDR_PATTERNS);
    const kind = random.below(10);
    if (kind === 0) return random.pick(['endif', 'ENDIF', 'endif x', 'endif ']);
    if (kind === 1) return `${random.pick(['if ', 'IF ', 'if', 'if !'])}${pattern}`;
    if (kind === 2) return random.pick(['', '!', 'if', '!  ', 'x y']);
    return `${pattern}${random.pick(BLANKS)}${random.pick(['REJECT', 'OK x', '', 'a  b ', '# c'])}`;
  };
  return Array.from({ length: 1 + random.below(8) }, () => line() + random.pick(ENDS)).join('');
}

const EXPRESSIONS = [
  ...[
    'a',
    'b',
    'ab',
    '.',
    '^a',
    'b$',
    '^ab$',
    'a*',
    'a+b',
    '(a)(b)',
    '(a|b)c',
    '[ab]',
    '[^a]',
    '[[:alpha:]]+',
    'a{2}',
    'a{1,}',
    'a\\.b',
    'x?',
    '(a(b))',
    'Ab',
    '[]a]',
    'a|',
    '()',
  ],
  ...[
    '*a',
    'a{',
    'a{x}',
    '(a',
    'a)',
    '[a',
    '[[:foo:]]',
    '[b-a]',
    'a\\1',
    '(a)\\1',
    'a**',
    'a*?',
    '\\(',
    '\\w',
    '^*',
    'a$b',
    '(^a|b$)',
    'a{2,1}',
    '[a\\/]',
    '{',
    'a{,2}',
    'é',
  ],
];
const RESULTS = ['REJECT', 'x $1', '${1}y', '$(1)', '$$1', '$2', '$', '${1', '$x', '${1x}', '$1 $2', '', '$0', 'a  b', '[$1]-$1'];
export const REGEXP_QUERIES = ['a', 'b', 'ab', 'AB', 'abc', 'aab', 'a.b', 'xyz', 'aa', 'bab', '(', 'a{', ']'];

/** A regexp table: rules with one or two patterns, blocks and mistakes. */
export function regexpText(random: Random): string {
  const pattern = () => {
    const delimiter = random.pick(['/', '/', '/', '|', ',', '%']);
    const body = Array.from({ length: 1 + random.below(2) }, () => random.pick(EXPRESSIONS)).join('');
    return `${random.pick(['', '', '', '', '!', '! '])}${delimiter}${body}${random.below(15) === 0 ? '' : delimiter}${random.pick(['', '', '', 'i', 'm', 'ii', 'q', 'im'])}`;
  };
  const line = () => {
    const kind = random.below(12);
    if (kind === 0) return random.pick(['endif', 'ENDIF', 'endif x', 'endifx', 'abc REJECT', '!', '!!']);
    if (kind === 1) return `${random.pick(['if ', 'IF', 'if !', 'iff '])}${pattern()}${random.pick(['', '', ' x', '\n /a/ OK'])}`;
    if (kind === 2) return `${pattern()}!${pattern()} two`;
    return `${pattern()}${random.pick(BLANKS)}${random.pick(RESULTS)}`;
  };
  return Array.from({ length: 1 + random.below(6) }, () => line() + random.pick(ENDS)).join('');
}

const KEYS = ['a', 'A', 'a.test', 'Ü', '"j s"@a', '"open', 'j\\ s', 'root:', '[mx]:25', '#x', 'a"b"c', 'b\\', '"a\\"b"'];
export const INDEXED_QUERIES = ['a', 'A', 'a.test', '"j s"@a', 'j\\ s', 'root:', 'root', '[mx]:25', 'a"b"c', 'b\\', '"a\\"b"'];

/** The source of an indexed table, mistakes included. */
export function indexedText(random: Random): string {
  const line = () =>
    `${random.pick(['', '', '', '', ' '])}${random.pick(KEYS)}${random.pick(['', ...BLANKS, ...BLANKS])}${random.pick(['x', 'x y', '', '# z', '"q', 'a:b'])}`;
  return Array.from({ length: 1 + random.below(8) }, () => line() + random.pick(ENDS)).join('');
}

const NAMES = ['root', 'john.doe', '"j s"', 'a b', 'x@y', 'x%y', '(c)', 'a(c)b', '[d]', '\\:', 'a\\ b', 'Root', '|x', '', '"q', '(un', 'a,b', '<z>', '!'];
const TARGETS = ['x', 'x, y', '"|/bin/cmd a"', '/file', ':include:/x', '', '"', 'a@b', '#c', '( c )', ', ,', 'x:y'];

/** An alias file, mistakes included. */
export function aliasText(random: Random): string {
  const line = () =>
    `${random.pick(NAMES)}${random.pick(['', ' ', ''])}${random.pick([':', ':', ':', ':', ' ', ''])}${random.pick(['', ' ', '\t', '\n '])}${random.pick(TARGETS)}`;
  return Array.from({ length: 1 + random.below(4) }, () => line() + random.pick(['\n', '\n', ' \n', '\r\n', '\n# c\n'])).join('');
}
