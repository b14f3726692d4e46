import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Place } from '../../../../../src/service/postfix/occurrences.ts';
import type { Analysis } from '../../../../../src/service/types.ts';
import { applyEdits } from '../../../../../src/text/span.ts';
import { analysisAt, service, tableAt } from '../../../../support/postfixEditor.ts';

const editor = await service.postfixEditor();

const FILES: Readonly<Record<string, string>> = {
  'main.cf': [
    'relayhost = [smtp.example.com]:587',
    'smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd',
    'transport_maps = hash:/etc/postfix/transport',
    'sender_dependent_relayhost_maps = hash:/etc/postfix/relays',
    'smtpd_restriction_classes = strict',
    'strict = reject_unauth_pipelining',
    'smtpd_sender_restrictions = check_sender_access hash:/etc/postfix/senders',
    '',
  ].join('\n'),
  'master.cf': 'smtp unix - - n - - smtp\nslow unix - - n - - smtp\n',
  sasl_passwd: '# ours\n[smtp.example.com]:587 robot:x\nhub.example.org other:y\n',
  transport: 'example.org slow:[hub.example.org]:25\nexample.net smtp:[SMTP.example.com]:587\n',
  relays: '@example.com [lost.example.com]:587\n',
  senders: 'example.com strict\nexample.net REJECT\n',
};

function at(file: string, from: string, to: string): { readonly analysis: Analysis; readonly offset: number } {
  assert.ok(FILES[file]!.includes(from), from);
  const marked = FILES[file]!.replace(from, to);
  return file.endsWith('.cf') ? analysisAt(file as 'main.cf', marked, FILES) : tableAt(file, marked, FILES);
}

/** `sasl_passwd:2 text`, lines counted from 1. */
function said(file: string, places: readonly Place[]): string[] {
  return places.map(({ path, span }) => {
    const name = path?.split('/').at(-1) ?? file;
    const text = FILES[name]!;
    return `${name}:${text.slice(0, span.start).split('\n').length} ${text.slice(span.start, span.end)}`.trimEnd();
  });
}

for (const [what, file, from, to, expected] of [
  ['relayhost leads to its account', 'main.cf', '[smtp.ex', '[smtp|.ex', ['sasl_passwd:2 [smtp.example.com]:587']],
  ['an account leads to all that use it', 'sasl_passwd', '[smtp.ex', '[smtp|.ex', ['main.cf:1 [smtp.example.com]:587', 'transport:2 [SMTP.example.com]:587']],
  ['an account for a host leads to next hops with brackets and port', 'sasl_passwd', 'hub.ex', 'hub|.ex', ['transport:1 [hub.example.org]:25']],
  ['a next hop in a table leads to its account', 'transport', '[hub.ex', '[hub|.ex', ['sasl_passwd:3 hub.example.org']],
  ['a next hop without an account leads nowhere', 'relays', '[lost', '[lo|st', []],
  ['a transport in a table leads to its service', 'transport', 'slow', 'sl|ow', ['master.cf:2 slow']],
  ['a restriction class in a table leads to its list', 'senders', 'strict', 'str|ict', ['main.cf:6 strict']],
  ['the name of a table leads to its file', 'main.cf', '/etc/postfix/senders', '/etc/post|fix/senders', ['senders:1']],
  ['an action leads nowhere', 'senders', 'REJECT', 'REJ|ECT', []],
] as const) {
  test(what, () => {
    const { analysis, offset } = at(file, from, to);
    assert.deepEqual(said(file, editor.definitions(analysis, offset)), expected);
  });
}

test('a key that was probably meant is better than none', () => {
  const files = { ...FILES, sasl_passwd: 'smtp.example.com:587 robot:x\n' };
  const { analysis, offset } = analysisAt('main.cf', FILES['main.cf']!.replace('[smtp', '[sm|tp'), files);
  assert.deepEqual(editor.definitions(analysis, offset), [{ path: '/etc/postfix/sasl_passwd', span: { start: 0, end: 20 } }]);
});

test('all places of a next hop are its references', () => {
  const { analysis, offset } = at('transport', '[SMTP', '[SM|TP');
  assert.deepEqual(said('transport', editor.references(analysis, offset, true)).sort(), [
    'main.cf:1 [smtp.example.com]:587',
    'sasl_passwd:2 [smtp.example.com]:587',
    'transport:2 [SMTP.example.com]:587',
  ]);
  assert.equal(editor.highlights(analysis, offset).length, 1);
});

test('a service knows the tables that deliver through it', () => {
  const { analysis, offset } = at('master.cf', 'slow', 'sl|ow');
  assert.deepEqual(said('master.cf', editor.references(analysis, offset, false)), ['transport:1 slow']);
});

test('a restriction class is renamed in tables, too', () => {
  const { analysis, offset } = at('main.cf', 'strict = ', 'str|ict = ');
  const renaming = editor.rename(analysis, offset, 'severe');
  assert.ok('files' in renaming);
  const senders = renaming.files.find(({ path }) => path?.endsWith('senders'));
  assert.equal(applyEdits(FILES.senders!, senders!.edits), 'example.com severe\nexample.net REJECT\n');
});

test('a table is seen as it is typed', () => {
  const { analysis, offset } = tableAt('sasl_passwd', '[smtp.exa|mple.com]:587 robot:x\n', { ...FILES, sasl_passwd: '' });
  assert.deepEqual(said('sasl_passwd', editor.definitions(analysis, offset))[0], 'main.cf:1 [smtp.example.com]:587');
});
