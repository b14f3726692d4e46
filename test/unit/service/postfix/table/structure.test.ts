import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutlineItem } from '../../../../../src/service/postfix/structure.ts';
import { folderOf, service } from '../../../../support/postfixEditor.ts';

const editor = await service.postfixEditor();
const MAIN =
  'header_checks = regexp:/etc/postfix/headers\nalias_maps = hash:/etc/postfix/names\nsmtpd_sender_restrictions = check_sender_access hash:/etc/postfix/senders\n';

const analysed = (name: string, text: string) =>
  service.analyze({ path: `postfix/${name}`, text, kind: 'postfix-map', around: folderOf({ 'main.cf': MAIN }) })!;
const shape = (items: readonly OutlineItem[]): unknown[] => items.map(({ name, detail, children }) => [name, detail, ...shape(children)]);

test('the outline has keys and values, conditions around theirs', () => {
  const text = 'if /^Subject:/\n/one/ IGNORE\nendif\n/two/ HOLD\n';
  assert.deepEqual(shape(editor.outline(analysed('headers', text))), [
    ['if /^Subject:/', '', ['/one/', 'IGNORE']],
    ['/two/', 'HOLD'],
  ]);
});

test('the outline of passwords has keys alone', () => {
  assert.deepEqual(shape(editor.outline(analysed('sasl_passwd', '[smtp.example.com]:587 robot:x\nsmtp.example.com:robot:x y\n'))), [
    ['[smtp.example.com]:587', ''],
    ['(key not shown)', ''],
  ]);
});

test('commands of aliases are not in the outline', () => {
  assert.deepEqual(shape(editor.outline(analysed('names', 'list: "|/bin/x --token y"\nroot: admin\n'))), [
    ['list', ''],
    ['root', 'admin'],
  ]);
});

test('entries of several lines, conditions and remarks fold', () => {
  const text = '# one\n# two\nif /a/\n/b/ IGNORE\n/c/\n  HOLD\nendif\n';
  const analysis = analysed('headers', text);
  const said = editor.folds(analysis).map(({ span, kind }) => [kind, text.slice(span.start, span.end)]);
  assert.deepEqual(said, [
    ['comment', '# one\n# two'],
    ['region', 'if /a/\n/b/ IGNORE\n/c/\n  HOLD'],
    ['region', '/c/\n  HOLD'],
  ]);
});

test('files that aliases and policies name are links', () => {
  const links = (name: string, text: string) => editor.links(analysed(name, text)).map(({ path }) => path);
  assert.deepEqual(links('names', 'list: :include:/etc/lists/all\narchive: /var/mail/archive\n'), ['/etc/lists/all', '/var/mail/archive']);
  assert.deepEqual(links('tls_policy', 'example.com secure tafile=/etc/ssl/ours.pem\n'), ['/etc/ssl/ours.pem']);
});

test('keys, actions and codes are told apart', () => {
  const text = 'example.com REJECT 5.7.1 no\n';
  const tokens = editor.semanticTokens(analysed('senders', text)).map(({ span, type }) => [text.slice(span.start, span.end), type]);
  assert.deepEqual(tokens, [
    ['example.com', 'property'],
    ['REJECT', 'function'],
    ['5.7.1', 'number'],
  ]);
});
