import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompletionItem } from '../../../../src/service/postfix/completionItem.ts';
import { applyEdits } from '../../../../src/text/span.ts';
import { analysisAt, service } from '../../../support/postfixEditor.ts';

const editor = await service.postfixEditor();

interface Offered {
  readonly items: readonly CompletionItem[];
  readonly labels: readonly string[];
  /** The text after choosing an item; what is to be filled in stays as it is. */
  chosen(label: string): string;
}

function completeAt(path: 'main.cf' | 'master.cf', marked: string, siblings: Readonly<Record<string, string>> = {}, version?: string): Offered {
  const { analysis, offset, text } = analysisAt(path, marked, siblings, version);
  const items = editor.complete(analysis, offset);
  return {
    items,
    labels: items.map(({ label }) => label),
    chosen(label) {
      const item = items.find((candidate) => candidate.label === label);
      assert.ok(item, `${label} is offered`);
      return applyEdits(text, [{ span: item.span, newText: item.insertText }, ...(item.edits ?? [])]);
    },
  };
}

const MASTER = 'smtp inet n - y - - smtpd\nsmtp unix - - y - - smtp\nslow unix - - n - - smtp\ndovecot unix - n n - - pipe user=vmail argv=/x\n';

test('a name at the beginning of a line comes with its equals sign', () => {
  assert.equal(completeAt('main.cf', 'relay|').chosen('relayhost'), 'relayhost = ');
  assert.equal(completeAt('main.cf', 'rel|ayhos = x\n').chosen('relayhost'), 'relayhost = x\n');
});

test('names come with what they mean and their default', () => {
  const item = completeAt('main.cf', '|').items.find(({ label }) => label === 'maximal_queue_lifetime')!;
  assert.equal(item.detail, 'default 5d');
  assert.match(item.documentation!, /\S/);
});

test('names that matter come before the others', () => {
  const { labels } = completeAt('main.cf', '|');
  assert.ok(labels.indexOf('smtp_tls_security_level') < labels.indexOf('smtp_tls_scert_verifydepth'));
});

test('deprecated names are marked and last, those that are set already come after the others', () => {
  const { items } = completeAt('main.cf', 'biff = no\n|');
  const rankOf = (name: string) => items.findIndex(({ label }) => label === name);
  assert.ok(rankOf('myhostname') < rankOf('biff'));
  assert.ok(rankOf('biff') < rankOf('smtp_use_tls'));
  assert.equal(items[rankOf('smtp_use_tls')]!.isDeprecated, true);
  assert.match(items[rankOf('smtp_use_tls')]!.detail!, /use smtp_tls_security_level/);
});

test('names of other releases are not offered', () => {
  assert.ok(completeAt('main.cf', '|', {}, '3.7').labels.includes('smtpd_relay_restrictions'));
  assert.ok(!completeAt('main.cf', '|', {}, '2.9').labels.includes('smtpd_relay_restrictions'));
});

test('settings of one transport are offered for the services of master.cf', () => {
  const { labels } = completeAt('main.cf', 'slow|', { 'master.cf': MASTER });
  assert.ok(labels.includes('slow_destination_rate_delay'));
  assert.ok(!completeAt('main.cf', 'slow|').labels.includes('slow_destination_rate_delay'));
});

for (const [what, marked, expected] of [
  ['a switch', 'smtpd_helo_required = |\n', ['no', 'yes']],
  ['a switch with its value begun', 'smtpd_helo_required = y|\n', ['no', 'yes']],
  ['a word of a set', 'smtp_address_preference = |\n', ['any', 'ipv4', 'ipv6']],
  ['the rest of a list', 'smtp_host_lookup = dns, |\n', ['native']],
  ['a level of the client', 'smtp_tls_security_level = |', ['none', 'may', 'encrypt', 'dane', 'dane-only', 'fingerprint', 'verify', 'secure']],
  ['a level of the server', 'smtpd_tls_security_level = |', ['none', 'may', 'encrypt']],
  ['a time', 'maximal_queue_lifetime = |', ['5d']],
  ['a text', 'smtp_tls_secure_cert_match = |', ['nexthop, dot-nexthop']],
] as const) {
  test(`the value of ${what} is offered`, () => {
    assert.deepEqual(completeAt('main.cf', marked).labels, expected);
  });
}

test('nothing follows a switch, a comment or what can not be reached', () => {
  assert.deepEqual(completeAt('main.cf', 'smtpd_helo_required = yes |\n').labels, []);
  assert.deepEqual(completeAt('main.cf', '# relay|\n').labels, []);
  assert.deepEqual(completeAt('main.cf', 'smtpd_client_restrictions = reject, |\n').labels, []);
  assert.deepEqual(completeAt('main.cf', '|').labels.length > 500, true);
});

test('restrictions are offered on any line of the list, outdated ones last', () => {
  const { items, labels } = completeAt('main.cf', 'smtpd_recipient_restrictions =\n  # ours\n  permit_mynetworks,\n  rej|\n', {}, '3.7');
  assert.ok(labels.includes('reject_unauth_destination'));
  assert.ok(labels.indexOf('reject_unknown_client') > labels.indexOf('reject_unlisted_sender'));
  assert.ok(labels.indexOf('permit_mynetworks') > labels.indexOf('reject_unlisted_sender'));
  assert.ok(items.every(({ label }) => label !== 'check_relay_domains' || items.at(-1)!.isDeprecated));
});

test('a restriction that has to look something up asks for the table next', () => {
  const offered = completeAt('main.cf', 'smtpd_client_restrictions = check_cl|');
  assert.equal(offered.chosen('check_client_access'), 'smtpd_client_restrictions = check_client_access ');
  assert.ok(completeAt('main.cf', 'smtpd_client_restrictions = check_client_access |').labels.includes('cidr:'));
  assert.ok(!completeAt('main.cf', 'smtpd_client_restrictions = check_client_access |').labels.includes('reject'));
});

test('restriction classes count as restrictions, inside them too', () => {
  const text = (rest: string) => `smtpd_restriction_classes = strict\n${rest}`;
  assert.equal(completeAt('main.cf', text('smtpd_client_restrictions = |')).labels[0], 'strict');
  assert.ok(completeAt('main.cf', text('strict = rej|')).labels.includes('reject_unauth_pipelining'));
});

test('tables that the file uses already come first', () => {
  assert.equal(completeAt('main.cf', 'alias_maps = lmdb:/etc/aliases\ntransport_maps = |').labels[0], 'lmdb:');
  assert.ok(completeAt('main.cf', 'virtual_alias_maps = proxy:|').labels.includes('proxy:mysql:'));
  assert.deepEqual(completeAt('main.cf', 'transport_maps = hash:|').labels, []);
});

test('behind a dollar sign the names of the file come first', () => {
  const offered = completeAt('main.cf', 'office = 192.0.2.0/24\nmynetworks = 127.0.0.0/8, $o|');
  assert.equal(offered.chosen('office'), 'office = 192.0.2.0/24\nmynetworks = 127.0.0.0/8, $office');
  assert.equal(offered.labels[0], 'mynetworks');
  assert.equal(completeAt('main.cf', 'a = 1\nmyorigin = ${|}').chosen('a'), 'a = 1\nmyorigin = ${a}');
});

test('transports are the services of master.cf that deliver', () => {
  const offered = completeAt('main.cf', 'virtual_transport = |', { 'master.cf': MASTER });
  assert.deepEqual(offered.labels, ['dovecot', 'slow', 'smtp']);
  assert.equal(offered.chosen('slow'), 'virtual_transport = slow:');
});

test('a relay is offered in brackets with its port', () => {
  assert.ok(completeAt('main.cf', 'relayhost = |').labels.includes('[smtp.sendgrid.net]:587'));
});

test('a relay through a provider brings all that it needs', () => {
  const text = completeAt('main.cf', 'relay|\n').chosen('relay through Twilio SendGrid');
  for (const line of [
    'relayhost = [smtp.sendgrid.net]:587',
    'smtp_sasl_auth_enable = yes',
    'smtp_sasl_security_options = noanonymous',
    'smtp_tls_security_level = encrypt',
  ])
    assert.ok(text.includes(`${line}\n`), line);
  assert.match(text, /^smtp_sasl_password_maps = lmdb:\/etc\/postfix\/sasl_passwd$/m);
  assert.match(text, /^# \[smtp\.sendgrid\.net\]:587 \$\{1:apikey\}:password$/m);
  assert.doesNotMatch(text, /wrappermode/);
});

test('a relay on port 465 starts with TLS', () => {
  const { items, chosen } = completeAt('main.cf', '|');
  const implicit = items.find(({ kind, detail }) => kind === 'snippet' && detail?.endsWith(':465'));
  assert.ok(implicit);
  assert.match(chosen(implicit.label), /^smtp_tls_wrappermode = yes$/m);
});

test('settings that are there already are changed where they stand', () => {
  const text = completeAt('main.cf', 'smtp_tls_security_level=may\nrelayhost =\nalias_maps = hash:/etc/aliases\n|\n').chosen('relay through Twilio SendGrid');
  assert.match(text, /^smtp_tls_security_level= encrypt\nrelayhost = \[smtp\.sendgrid\.net\]:587\n/);
  assert.equal(text.match(/^relayhost/gm)!.length, 1);
  assert.match(text, /^smtp_sasl_password_maps = hash:/m);
});

test('a relay can be asked for in words, and in front of the names', () => {
  assert.equal(completeAt('main.cf', 'relay thr|\n').labels[0], 'relay through a submission service');
  assert.match(completeAt('main.cf', 'relay through sendg|\n').chosen('relay through Twilio SendGrid'), /^relayhost = /);
  assert.equal(completeAt('main.cf', 'rel|').labels[0], 'relay through a submission service');
});

test('an empty relay gives way to the one that is asked for', () => {
  const text = completeAt('main.cf', 'relayhost =\nbiff = no\n|\n').chosen('relay through a submission service');
  assert.match(text, /^biff = no\nrelayhost = \[\$\{1:smtp\.example\.com\}\]:587\n/);
});

for (const [what, marked, expected] of [
  ['the type', 'smtp |', ['inet', 'pass', 'unix', 'unix-dgram', 'fifo']],
  ['a flag', 'smtp inet |', ['-', 'y', 'n']],
  ['the process limit', 'smtp inet n - y - |', ['-', '0', '1']],
  [
    'an attribute of pipe',
    'x unix - n n - - pipe\n  fl|',
    ['-D', '-o', '-v', 'argv=', 'chroot=', 'directory=', 'eol=', 'flags=', 'null_sender=', 'size=', 'user='],
  ],
  ['a switch in an override', 'smtp inet n - y - - smtpd\n  -o smtpd_helo_required=|', ['no', 'yes']],
  ['a switch in braces', 'smtp inet n - y - - smtpd\n  -o { smtpd_helo_required = | }', ['no', 'yes']],
] as const) {
  test(`${what} in master.cf is offered`, () => {
    assert.deepEqual(completeAt('master.cf', marked).labels, expected);
  });
}

test('names, commands and macros of master.cf are offered where they belong', () => {
  assert.ok(completeAt('master.cf', 'smtp inet n - y - - |').labels.includes('smtpd'));
  assert.match(
    completeAt('master.cf', 'smtp inet n - y - - smtpd\n  -o smtpd_tls_sec|\n').chosen('smtpd_tls_security_level'),
    /-o smtpd_tls_security_level=\n$/,
  );
  assert.match(
    completeAt('master.cf', 'smtp inet n - y - - smtpd\n  -o { smtpd_tls_sec| }\n').chosen('smtpd_tls_security_level'),
    /\{ smtpd_tls_security_level = {2}\}/,
  );
  assert.ok(completeAt('master.cf', 'x unix - n n - - pipe user=a argv=/x ${rec|').labels.includes('recipient'));
  assert.match(completeAt('master.cf', '|').chosen('submission'), /^submission inet n .*smtpd\n {2}-o syslog_name/);
  const stock = 'smtp inet n - n - - smtpd\n|';
  assert.match(completeAt('master.cf', stock).chosen('submission'), /\nsubmission inet n {7}- {7}n {7}-/);
});

test('no completion throws wherever the cursor stands', () => {
  for (const [path, text] of [
    ['main.cf', `a = $\n\n  b\n#c\n= x\nd=\${{$a} == {b}?{c}:{\n\u0000`],
    ['master.cf', `${MASTER}  -o\n -o {\n# x\n- `],
  ] as const) {
    const { analysis } = analysisAt(path, `${text}|`);
    for (let at = 0; at <= text.length; at += 1) editor.complete(analysis, at);
  }
});
