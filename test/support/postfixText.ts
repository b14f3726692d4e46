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
