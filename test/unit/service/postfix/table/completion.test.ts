import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../../../../src/text/span.ts';
import { service, tableAt } from '../../../../support/postfixEditor.ts';

const editor = await service.postfixEditor();

const MAIN = [
  'relayhost = [smtp.example.com]:587',
  'smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd',
  'transport_maps = hash:/etc/postfix/transport',
  'sender_dependent_relayhost_maps = hash:/etc/postfix/relays',
  'smtp_tls_policy_maps = hash:/etc/postfix/tls_policy',
  'smtpd_restriction_classes = strict',
  'strict = reject',
  'smtpd_sender_restrictions = check_sender_access hash:/etc/postfix/senders',
  'header_checks = regexp:/etc/postfix/headers',
  'smtp_header_checks = regexp:/etc/postfix/outgoing',
  '',
].join('\n');
const SIBLINGS = {
  'main.cf': MAIN,
  'master.cf': 'smtp unix - - n - - smtp\nslow unix - - n - - smtp\nsmtp inet n - n - - smtpd\n',
  transport: 'example.org smtp:[hub.example.org]\n',
};

function labels(name: string, marked: string): string[] {
  const { analysis, offset } = tableAt(name, marked, SIBLINGS);
  return editor.complete(analysis, offset).map(({ label }) => label);
}

/** The text after choosing a label. */
function chosen(name: string, marked: string, label: string): string {
  const { analysis, offset, text } = tableAt(name, marked, SIBLINGS);
  const item = editor.complete(analysis, offset).find((candidate) => candidate.label === label);
  assert.ok(item, label);
  return applyEdits(text, [{ span: item.span, newText: item.insertText }]);
}

test('keys of passwords begin with the relayhost, then other next hops, then well-known services', () => {
  const found = labels('sasl_passwd', '|');
  assert.deepEqual(found.slice(0, 2), ['[smtp.example.com]:587', '[hub.example.org]']);
  assert.ok(found.includes('[smtp.sendgrid.net]:587'));
});

test('a next hop that has its entry is not offered again', () => {
  const found = labels('sasl_passwd', 'smtp.example.com a:b\n|');
  assert.equal(found[0], '[hub.example.org]');
});

test('a key is followed by a blank, unless its value is there', () => {
  assert.equal(chosen('sasl_passwd', '[smtp|', '[smtp.example.com]:587'), '[smtp.example.com]:587 ');
  assert.equal(chosen('sasl_passwd', '[smtp| robot:x\n', '[smtp.example.com]:587'), '[smtp.example.com]:587 robot:x\n');
});

test('nothing is offered for an account, in remarks and in expressions', () => {
  assert.deepEqual(labels('sasl_passwd', '[smtp.example.com]:587 |'), []);
  assert.deepEqual(labels('senders', '# |'), []);
  assert.deepEqual(labels('headers', '/^x|'), []);
});

test('routes begin with a transport of master.cf, never with a port', () => {
  assert.deepEqual(labels('transport', 'example.com |'), ['slow', 'smtp']);
  assert.equal(chosen('transport', 'example.com s|', 'slow'), 'example.com slow:');
});

test('behind the transport come next hops, the relayhost first', () => {
  assert.equal(labels('transport', 'example.com smtp:|')[0], '[smtp.example.com]:587');
  assert.equal(chosen('transport', 'example.com smtp:[x|', '[smtp.example.com]:587'), 'example.com smtp:[smtp.example.com]:587');
});

test('relays by sender are next hops or DUNNO', () => {
  const found = labels('relays', '@example.com |');
  assert.equal(found[0], '[smtp.example.com]:587');
  assert.ok(found.includes('DUNNO'));
});

test('a policy begins with a level and goes on with attributes that the level takes', () => {
  assert.deepEqual(labels('tls_policy', 'example.com |').slice(0, 3), ['none', 'may', 'encrypt']);
  assert.ok(!labels('tls_policy', 'example.com encrypt |').includes('match='));
  const secure = labels('tls_policy', 'example.com secure ciphers=high |');
  assert.ok(secure.includes('match=') && !secure.includes('ciphers='));
  assert.equal(chosen('tls_policy', 'example.com secure match=|', 'nexthop'), 'example.com secure match=nexthop');
});

test('an access entry takes actions, replies, restrictions and classes, but no tables', () => {
  const found = labels('senders', 'example.com |');
  for (const label of ['REJECT', 'DUNNO', '550', 'permit_mynetworks', 'strict']) assert.ok(found.includes(label), label);
  assert.ok(!found.includes('check_client_access') && !found.includes('RELAY'));
  assert.ok(found.indexOf('REJECT') < found.indexOf('permit_mynetworks'));
});

test('a refusal takes a status code of its class', () => {
  assert.equal(labels('senders', 'example.com REJECT |')[0], '5.7.1');
  assert.equal(labels('senders', 'example.com 450 |')[0], '4.7.1');
  assert.deepEqual(labels('senders', 'example.com REJECT 5.7.1 go |'), []);
});

test('a list of restrictions goes on, also on the next line', () => {
  assert.ok(labels('senders', 'example.com permit_mynetworks,\n  |').includes('reject_unauth_pipelining'));
});

test('header actions of the delivery agent neither refuse nor redirect', () => {
  assert.ok(labels('headers', '/^x/ |').includes('REJECT'));
  const outgoing = labels('outgoing', '/^x/ |');
  assert.ok(outgoing.includes('IGNORE') && !outgoing.includes('REJECT'));
});

test('a filter takes a transport', () => {
  assert.deepEqual(labels('headers', '/^x/ FILTER |'), ['slow', 'smtp']);
});
