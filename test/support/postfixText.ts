import type { Random } from './random.ts';

/** Scraps of main.cf, well-formed and not, in the proportions that bring out the odd cases. */
const SCRAPS = [
  ...['relayhost', 'mydomain', 'foo', 'bar', 'smtpd_banner', 'baz_qux', 'x_time_limit', 'bänner', '9'],
  ...[' = ', '=', ' =', '\t=\t', ' = = ', '\n', '\n', '\n', '\n ', '\n\t', '\r\n', '\r', '\n\n', '\n#', '\n  # c', '#', ' ', '  ', '\f', '\v', '\u00a0'],
  ...['$foo', '${bar}', '$(baz)', '$$', '${foo?x}', '${foo:{y}}', '${foo?{a}:{b}}', '${{a} == {b} ? {c} : {d}}', '${', '$', '}', '{', '${{a}', '$-'],
  ...['[mx.test]:587', 'a.test', ', ', 'hash:/x', 'ldap:foo', 'inline:{ a=b }', 'yes', '10', '"q"', '\\', '\0', '\uFEFF', '😀'],
];

/** Any text at all. */
export function anyPostfixText(random: Random): string {
  return random.text(SCRAPS, 60);
}

const NAMES = ['smtpd_banner', 'relay_domains', 'foo', 'bar', 'baz', 'unheard_of', 'virtual_alias_maps', 'Foo', 'foo-1'];
const SPACES = ['', ' ', '  ', '\t', ' \t'];
const VALUES = [
  ...['a', 'b.test', '10', 'x,y', '$foo', '${bar}', '$(baz)', '$$', '${foo?x}', '${foo:y}', '${foo?{a}:{b}}', '${ foo ? {a} : {$bar} }', '${unheard_of}'],
  ...['${{$foo} == {a} ? {c} : {d}}', '${{10} < {9}}', '${{x} >= {y}?{z}}', '$nosuch', '#x', '"', '=', 'ü', '{', '}', '(', ')', '?', ':', 'ldap:acc'],
];
const JOINTS = ['', ' ', ' ', ', ', '\n ', '\n\t', '\r\n ', '\n# c\n  ', '\n\n ', '\n  # c\n ', '\f', '\v'];

/** A main.cf of settings only, which postconf reads to its end: most macros are whole, no name is missing. */
export function sanePostfixText(random: Random): string {
  const setting = () => {
    const parts = Array.from({ length: 1 + random.below(4) }, () => random.pick(VALUES));
    const value = parts.reduce((text, part) => text + random.pick(JOINTS) + part, '');
    return `${random.pick(NAMES)}${random.pick(SPACES)}=${random.pick(SPACES)}${value}${random.pick(['', ' ', '\r'])}\n`;
  };
  const aside = () => random.pick(['# comment\n', '\n', '   \n', '  # indented = comment\n', '\r\n', '']);
  return Array.from({ length: 1 + random.below(8) }, () => aside() + setting()).join('');
}

const SERVICES = ['smtp', 'submission', '127.0.0.1:10025', 'relay', 'x-y', 'maildrop', 'policy', 'smtp'];
const TYPES = ['inet', 'inet', 'unix', 'unix', 'pass', 'fifo', 'unix-dgram'];
const FLAGS = ['-', '-', 'n', 'n', 'y'];
const COMMANDS = ['smtpd', 'smtp', 'lmtp', 'pipe', 'spawn', 'local', 'error', '/usr/lib/smtp', 'virtual'];
const ARGUMENTS = [
  ...[
    '-o smtpd_banner=x',
    '-o foo=$bar',
    '-o { smtpd_banner = $foo hello }',
    '-o {bar=1}',
    '-osmtpd_proxy_timeout=5s',
    '-vvo foo=2',
    '-o',
    '-v',
    '-D',
    '-',
    '--',
  ],
  ...[
    '-o smtpd_banner = x',
    '-o foo= $bar',
    '-o { foo }',
    '-o { = x }',
    '-o {a=b',
    '-o {a=b}c',
    '-o service_name=z',
    '-o smtpd_restriction_classes=$foo,cls',
    '-o cls=permit',
  ],
  ...[
    'user=nobody',
    'flags=DRhu',
    'argv=/bin/sh -c { echo $sender }',
    '{a b}',
    '{a',
    '{}',
    '#x',
    '"q r"',
    '-o x={ y }',
    '-o alias_maps=ldap:acc',
    '-o acc_bind=no',
    '-zoo',
  ],
  ...[
    '-o smtpd_sender_restrictions=${foo?{a b}:{c}}',
    '-o { maillog_file = ${foo ? {a b} : {c}} }',
    '-o myhostname=${{1} == {1} ? {yes}}',
    '-o undefd=$nosuch',
    '-oü=ä',
  ],
];

/** A master.cf: most services are whole, their arguments are of every kind. */
export function masterText(random: Random): string {
  const odd = (usual: string, instead: string) => (random.below(40) === 0 ? instead : usual);
  const service = () => {
    const flags = [0, 1, 2].map(() => odd(random.pick(FLAGS), 'Y'));
    const words = [odd(random.pick(SERVICES), ''), odd(random.pick(TYPES), 'tcp'), ...flags];
    words.push(odd(random.pick(['-', '0', '60?', '1000', '-?']), '1m'), odd(random.pick(['-', '0', '1', '100']), '-1'), random.pick(COMMANDS));
    if (random.below(40) === 0) words.length = 1 + random.below(7);
    const rest = Array.from({ length: random.below(6) }, () => random.pick(['\n  ', '\n\t', ' ', '\n# c\n  ', '\r\n  ', '\n\n ']) + random.pick(ARGUMENTS));
    return words.reduce((text, word) => text + random.pick([' ', '\t', '   ', '\n  ']) + word) + rest.join('');
  };
  const aside = () => random.pick(['# comment\n', '\n', '   \n', '', '', '\f\n']);
  return Array.from({ length: 1 + random.below(4) }, () => `${aside()}${service()}${random.pick(['', ' ', '\r'])}\n`).join('');
}
