import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analysisAt, folderOf, service } from '../../../support/postfixEditor.ts';
import { anyPostfixText } from '../../../support/postfixText.ts';
import { createRandom } from '../../../support/random.ts';

const editor = await service.postfixEditor();

function tokensOf(path: string, text: string): string[] {
  return editor
    .semanticTokens(service.analyze({ path, text })!)
    .map(({ span, type, modifiers }) => [text.slice(span.start, span.end), type, ...modifiers].join(' '));
}

test('known, outdated and own names are told apart, and what their values are', () => {
  const text =
    'office = 10.0.0.0/8\nsmtp_use_tls = yes\nmynetworks = $office, cidr:/etc/x\nmaximal_queue_lifetime = 5d\nsmtpd_client_restrictions = permit_mynetworks, reject_unknown_client\n';
  assert.deepEqual(tokensOf('main.cf', text), [
    'office property declaration',
    'smtp_use_tls property declaration defaultLibrary deprecated',
    'yes enumMember',
    'mynetworks property declaration defaultLibrary',
    'office variable',
    'cidr type',
    'maximal_queue_lifetime property declaration defaultLibrary',
    '5d number',
    'smtpd_client_restrictions property declaration defaultLibrary',
    'permit_mynetworks function defaultLibrary',
    'reject_unknown_client function defaultLibrary deprecated',
  ]);
});

test('services and overrides of master.cf have tokens', () => {
  assert.deepEqual(tokensOf('master.cf', 'slow unix - - n - - smtp\n  -o smtp_tls_security_level=may\n'), [
    'slow class declaration',
    'smtp_tls_security_level property declaration defaultLibrary',
    'may enumMember',
  ]);
});

test('tokens are in order and do not overlap, whatever the text', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const text = anyPostfixText(createRandom(seed));
    const tokens = editor.semanticTokens(service.analyze({ path: 'main.cf', text })!);
    for (const [index, { span }] of tokens.entries()) assert.ok(index === 0 || span.start >= tokens[index - 1]!.span.end, `seed ${seed}`);
  }
});

function hintsOf(path: string, text: string, siblings: Readonly<Record<string, string>> = {}): string[] {
  const analysis = service.analyze({ path, text, around: folderOf(siblings) })!;
  return editor.inlayHints(analysis, { start: 0, end: text.length }).map(({ offset, text: hint }) => `${text.slice(0, offset).split('\n').at(-1)}| ${hint}`);
}

test('each name has its value behind it, an empty setting its default', () => {
  assert.deepEqual(hintsOf('main.cf', 'office = 10.0.0.0/8\nmynetworks = ${office}, 127.0.0.1\nnotify_classes =\n'), [
    'mynetworks = ${office}| = 10.0.0.0/8',
    'notify_classes =| empty, default resource, software',
  ]);
});

test('names in master.cf have the values of main.cf', () => {
  const master = 'smtp inet n - y - - smtpd\n  -o mynetworks=$office\n';
  assert.deepEqual(hintsOf('master.cf', master, { 'main.cf': 'office = 10.0.0.0/8\n' }), ['  -o mynetworks=$office| = 10.0.0.0/8']);
});

test('what is unknown or secret has no hint, nor what lies outside the part that is shown', () => {
  assert.deepEqual(hintsOf('main.cf', 'relay_password = Hunter2Horse\nmydestination = $relay_password $myhostname\n'), []);
  const { analysis } = analysisAt('main.cf', 'a = b\nmyorigin = $a\n|');
  assert.deepEqual(editor.inlayHints(analysis, { start: 0, end: 5 }), []);
});
