import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Place } from '../../../../src/service/postfix/occurrences.ts';
import { applyEdits } from '../../../../src/text/span.ts';
import { analysisAt, service } from '../../../support/postfixEditor.ts';

const editor = await service.postfixEditor();

const MAIN = [
  'office = 192.0.2.0/24',
  'mynetworks = 127.0.0.0/8, $office',
  'smtpd_restriction_classes = strict',
  'strict = reject_unauth_pipelining',
  'smtpd_client_restrictions = permit_mynetworks, strict',
  'smtpd_helo_restrictions = permit_mynetworks',
  'virtual_transport = dovecot',
  'myorigin = a.example',
  'myorigin = ${office?{b.example}:{c.example}}',
  '',
].join('\n');
const MASTER = [
  'smtp inet n - y - - smtpd',
  '  -o smtpd_client_restrictions=strict,reject',
  '  -o mynetworks=$office',
  'dovecot unix - n n - - pipe',
  '  user=vmail argv=/x',
  '  -o { myorigin = d.example }',
  '',
].join('\n');

const FILES = { 'main.cf': MAIN, 'master.cf': MASTER };

type Path = keyof typeof FILES;

function at(path: Path, from: string, to: string) {
  assert.ok(FILES[path].includes(from), from);
  return analysisAt(path, FILES[path].replace(from, to), FILES);
}

/** `main.cf:2 office`, lines counted from 1. */
function said(path: Path, places: readonly Place[]): string[] {
  return places.map((place) => {
    const file = (place.path ?? path) as Path;
    const text = FILES[file];
    return `${file}:${text.slice(0, place.span.start).split('\n').length} ${text.slice(place.span.start, place.span.end)}`;
  });
}

for (const [what, path, from, to, expected] of [
  ['a name in a value leads to its line', 'main.cf', '$office\nsmtpd', '$off|ice\nsmtpd', ['main.cf:1 office']],
  ['a name in master.cf leads to main.cf', 'master.cf', '=$office', '=$off|ice', ['main.cf:1 office']],
  ['an override leads to main.cf', 'master.cf', '-o mynetworks', '-o my|networks', ['main.cf:2 mynetworks']],
  ['a restriction class leads to its list', 'main.cf', 'permit_mynetworks, strict', 'permit_mynetworks, str|ict', ['main.cf:4 strict']],
  ['a transport leads to its service', 'main.cf', '= dovecot', '= dove|cot', ['master.cf:4 dovecot']],
  ['a parameter that is set twice leads to the other line', 'main.cf', 'myorigin = a', 'my|origin = a', ['main.cf:9 myorigin']],
  ['a restriction of Postfix leads nowhere', 'main.cf', 'reject_unauth_pipe', 'reject_un|auth_pipe', []],
] as const) {
  test(what, () => {
    const { analysis, offset } = at(path, from, to);
    assert.deepEqual(said(path, editor.definitions(analysis, offset)), expected);
  });
}

test('references are found in both files, those in conditions too', () => {
  const { analysis, offset } = at('main.cf', 'office =', 'off|ice =');
  const uses = ['main.cf:2 office', 'main.cf:9 office', 'master.cf:3 office'];
  assert.deepEqual(said('main.cf', editor.references(analysis, offset, false)), uses);
  assert.deepEqual(said('main.cf', editor.references(analysis, offset, true)), ['main.cf:1 office', ...uses]);
});

test('a service knows who delivers through it', () => {
  const { analysis, offset } = at('master.cf', 'dovecot unix', 'dove|cot unix');
  assert.deepEqual(said('master.cf', editor.references(analysis, offset, false)), ['main.cf:7 dovecot']);
});

test('the places of a word light up, set ones apart', () => {
  const { analysis, offset } = at('main.cf', 'office =', 'off|ice =');
  assert.deepEqual(
    editor.highlights(analysis, offset).map(({ isWrite }) => isWrite),
    [true, false, false],
  );
  const restriction = at('main.cf', 'helo_restrictions = permit', 'helo_restrictions = per|mit');
  assert.equal(editor.highlights(restriction.analysis, restriction.offset).length, 2);
});

function renamed(path: Path, from: string, to: string, newName: string): Record<string, string> | string {
  const { analysis, offset } = at(path, from, to);
  const renaming = editor.rename(analysis, offset, newName);
  if ('refusal' in renaming) return renaming.refusal;
  return Object.fromEntries(renaming.files.map(({ path: other = path, edits }) => [other, applyEdits(FILES[other as Path], edits)]));
}

test('a name of the files own is renamed in both', () => {
  const expected = { 'main.cf': MAIN.replaceAll('office', 'branch'), 'master.cf': MASTER.replaceAll('office', 'branch') };
  assert.deepEqual(renamed('main.cf', 'office =', 'off|ice =', 'branch'), expected);
  assert.deepEqual(renamed('master.cf', '=$office', '=$off|ice', 'branch'), expected);
});

test('a restriction class is renamed where it is listed, set and used', () => {
  const result = renamed('main.cf', 'strict = reject', 'str|ict = reject', 'severe') as Record<string, string>;
  assert.deepEqual(result, {
    'main.cf': MAIN.replaceAll(/\bstrict\b/g, 'severe'),
    'master.cf': MASTER.replace('=strict', '=severe'),
  });
});

for (const [what, from, to, newName, expected] of [
  ['a parameter of Postfix keeps its name', 'mynetworks =', 'my|networks =', 'x', /"mynetworks" is a parameter of Postfix/],
  ['a new name must not be one of Postfix', 'office =', 'off|ice =', 'relayhost', /choose another name/],
  ['a new name must not be taken', 'office =', 'off|ice =', 'strict', /in use already/],
  ['a new name must be one', 'office =', 'off|ice =', 'a-b', /letters, digits and "_"/],
  ['a restriction can not be renamed', 'reject_unauth_pipe', 'reject_un|auth_pipe', 'x', /only names that these files define/],
] as const) {
  test(what, () => assert.match(String(renamed('main.cf', from, to, newName)), expected));
}

test('the outline lists settings, and services with their overrides', () => {
  const main = at('main.cf', 'office =', '|office =');
  assert.deepEqual(
    editor
      .outline(main.analysis)
      .slice(0, 2)
      .map(({ name, detail }) => [name, detail]),
    [
      ['office', '192.0.2.0/24'],
      ['mynetworks', '127.0.0.0/8, $office'],
    ],
  );
  const master = at('master.cf', 'smtp inet', '|smtp inet');
  const [smtp] = editor.outline(master.analysis);
  assert.deepEqual([smtp!.name, smtp!.detail, smtp!.children.map(({ name }) => name)], ['smtp', 'inet smtpd', ['smtpd_client_restrictions', 'mynetworks']]);
});

test('the outline shows no password', () => {
  const { analysis } = analysisAt('main.cf', 'smtp_sasl_password_maps = static:mailer:Hunter2Horse\n|');
  assert.equal(editor.outline(analysis)[0]!.detail, '');
});

test('values of several lines and blocks of comments fold', () => {
  const { analysis, text } = analysisAt('main.cf', '# a\n# b\n|\n# alone\nmynetworks =\n  # inside\n  127.0.0.0/8\nbiff = no\n\n# c\n\n# d\n');
  assert.deepEqual(
    editor.folds(analysis).map(({ span, kind }) => [kind, text.slice(span.start, span.end)]),
    [
      ['comment', '# a\n# b'],
      ['region', 'mynetworks =\n  # inside\n  127.0.0.0/8'],
    ],
  );
});

test('tables, certificates and programs are links, macros expanded', () => {
  const text = [
    '|transport_maps = hash:/etc/postfix/transport, proxy:mysql:$config_directory/sql/t.cf',
    'smtpd_tls_cert_file = /etc/ssl/certs/mail.pem',
    'smtpd_client_restrictions = check_client_access cidr:${config_directory}/clients',
    'virtual_alias_maps = static:/no/file, ldap:server, hash:$nowhere/x',
    '',
  ].join('\n');
  const { analysis } = analysisAt('main.cf', text);
  assert.deepEqual(
    editor.links(analysis).map(({ path, below }) => [path, below]),
    [
      ['/etc/postfix/transport', 'transport'],
      ['/etc/postfix/sql/t.cf', 'sql/t.cf'],
      ['/etc/ssl/certs/mail.pem', undefined],
      ['/etc/postfix/clients', 'clients'],
    ],
  );
});
