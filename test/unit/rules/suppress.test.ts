import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../../../src/parse/index.ts';
import type { FileKind } from '../../../src/parse/types.ts';
import '../../support/formats.ts';
import { findSuppressions, withoutSuppressed } from '../../../src/rules/suppress.ts';
import type { Finding } from '../../../src/rules/types.ts';

const D = 'relay-doctor-disable-next-line';

/** Puts a finding of `tls/x` on each `|` of the text and returns the numbers (from 1) of those that are left. */
function left(kind: FileKind, marked: string, rule = 'tls/x'): number[] {
  const places: number[] = [];
  const text = marked.replaceAll('|', (_, at: number) => {
    places.push(at - places.length);
    return '';
  });
  const findings = places.map((start): Finding => ({ rule, severity: 'warning', message: 'm', span: { start, end: start }, related: [], fixes: [] }));
  return withoutSuppressed(parseConfig(kind, text, 'x'), findings).map(({ span }) => places.indexOf(span.start) + 1);
}

const suppressionsIn = (text: string) =>
  findSuppressions(parseConfig('postfix-main', text, 'main.cf')).map(({ ids, reason }) => ({ ids: ids.map(({ id }) => id), reason }));

for (const [what, kind, text, expected] of [
  ['the next line', 'postfix-main', `# ${D} tls/x : lab\n|relayhost = a\n|biff = no\n`, [2]],
  ['nothing without a reason', 'postfix-main', `# ${D} tls/x\n|relayhost = a\n`, [1]],
  ['nothing with an empty reason', 'postfix-main', `# ${D} tls/x :  \n|relayhost = a\n`, [1]],
  ['nothing of another rule', 'postfix-main', `# ${D} tls/y : lab\n|relayhost = a\n`, [1]],
  ['one of several rules', 'postfix-main', `# ${D} tls/y, tls/x : lab\n|relayhost = a\n`, []],
  ['rules apart by blanks', 'postfix-main', `# ${D} tls/y tls/x : lab\n|relayhost = a\n`, []],
  ['the whole entry that begins there', 'postfix-main', `# ${D} tls/x : lab\nmynetworks =\n  |a\n  # comment\n  |b\n|biff = no\n`, [3]],
  ['one physical line inside a continued value', 'postfix-main', `mynetworks =\n  |a\n  # ${D} tls/x : lab\n  |b\n  |c\n`, [1, 3]],
  ['the setting behind blank lines and comments', 'postfix-main', `# ${D} tls/x : lab\n\n# more words\n|relayhost = a\n`, []],
  ['two comments in a row', 'postfix-main', `# ${D} tls/x : lab\n# ${D} tls/y : lab\n|relayhost = a\n`, []],
  ['nothing at the end of the file', 'postfix-main', `|relayhost = a\n# ${D} tls/x : lab\n`, [1]],
  ['a line that is no setting', 'postfix-main', `# ${D} tls/x : lab\n|not a setting\n|biff = no\n`, [2]],
  ['with CRLF', 'postfix-main', `# ${D} tls/x : lab\r\n|relayhost = a\r\n|biff = no\r\n`, [2]],
  ['the last line without a line end', 'postfix-main', `# ${D} tls/x : lab\nrelayhost = |a`, []],
  ['in .env', 'dotenv', `# ${D} tls/x : lab\n|SMTP_HOST=|a\n|SMTP_PORT=25\n`, [3]],
  ['in YAML, whose comment is indented', 'yaml', `mail:\n  # ${D} tls/x : lab\n  |host: |a\n  |port: 25\n`, [3]],
  ['in JSON with comments', 'json', `{\n  // ${D} tls/x : lab\n  |"host": |"a",\n  |"port": 25\n}\n`, [3]],
  ['in INI files', 'ini', `[smtp]\n; ${D} tls/x : lab\n|host = |a\n|port = 25\n`, [3]],
  ['in properties', 'properties', `! ${D} tls/x : lab\n# more\n|a=b\\\n  |c\n|d=e\n`, [3]],
  ['in TOML', 'toml', `# ${D} tls/x : lab\n|host = "|a"\n|port = 25\n`, [3]],
  ['a tag of XML with all of its lines', 'xml', `<a>\n  <!-- ${D} tls/x : lab -->\n  |<n host="|a"\n    port="|25"/>\n  |<m/>\n</a>\n`, [4]],
  ['an element of XML', 'xml', `<a>\n  <!-- ${D} tls/x : lab -->\n  |<add key="A"\n    value="|25"/>\n  |<m/>\n</a>\n`, [3]],
  ['in units', 'systemd', `[Service]\n# ${D} tls/x : lab\nEnvironment=|A=b "|C=d"\nEnvironment=|E=f\n`, [3]],
  ['in msmtprc', 'msmtp', `account a\n# ${D} tls/x : lab\n|tls |off\n|port 25\n`, [3]],
  ['in muttrc', 'mutt', `# ${D} tls/x : lab\nset |a=|b\nset |c=d\n`, [3]],
] as const) {
  test(`a comment silences ${what}`, () => assert.deepEqual(left(kind, text), expected));
}

for (const [what, text, expected] of [
  ['ids and reason', `# ${D} a/b, c/d : why: so\n`, [{ ids: ['a/b', 'c/d'], reason: 'why: so' }]],
  ['no blank around the marks', `#${D} a/b:why\n`, [{ ids: ['a/b'], reason: 'why' }]],
  ['no ids', `# ${D} : why\n`, [{ ids: [], reason: 'why' }]],
  ['nothing else', `# ${D}\n`, [{ ids: [], reason: '' }]],
  ['another word', `# ${D}s a/b : why\n`, []],
  ['the words in the middle of a comment', `# see ${D} a/b : why\n`, []],
] as const) {
  test(`a suppression comment is read with ${what}`, () => assert.deepEqual(suppressionsIn(text), expected));
}

test('the places of ids are those in the file', () => {
  const text = `biff = no\n# ${D} a/b, c/d : why\n`;
  const spans = findSuppressions(parseConfig('postfix-main', text, 'main.cf')).flatMap(({ ids }) => ids.map(({ span }) => text.slice(span.start, span.end)));
  assert.deepEqual(spans, ['a/b', 'c/d']);
});
