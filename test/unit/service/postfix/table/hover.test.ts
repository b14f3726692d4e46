import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service, tableAt } from '../../../../support/postfixEditor.ts';

const SECRET = 'Hunter2Horse';

const MAIN = [
  'relayhost = [smtp.example.com]:587',
  'smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd',
  'transport_maps = hash:/etc/postfix/transport',
  'smtp_tls_policy_maps = hash:/etc/postfix/tls_policy',
  'smtpd_restriction_classes = strict',
  'strict = reject_unauth_pipelining',
  'smtpd_sender_restrictions = check_sender_access hash:/etc/postfix/senders',
  'smtpd_client_restrictions = check_client_access cidr:/etc/postfix/clients',
  'header_checks = regexp:/etc/postfix/headers',
  '',
].join('\n');
const MASTER = 'smtp unix - - n - - smtp\nslow unix - - n - - smtp\n  -o smtp_helo_timeout=5\n';

const SIBLINGS = { 'main.cf': MAIN, 'master.cf': MASTER, sasl_passwd: `# ours\n[smtp.example.com]:587 robot:${SECRET}\n` };

async function hoverAt(path: string, marked: string, siblings: Readonly<Record<string, string>> = SIBLINGS) {
  const { analysis, offset, text } = tableAt(path, marked, siblings);
  const hover = await service.hover(analysis, offset);
  return { on: hover ? text.slice(hover.span.start, hover.span.end) : '', markdown: hover?.markdown ?? '' };
}

for (const [what, path, marked, on, expected] of [
  [
    'a password key',
    'sasl_passwd',
    `[smtp.exam|ple.com]:587 robot:${SECRET}\n`,
    '[smtp.example.com]:587',
    /account for mail that goes to the next hop[\s\S]*Used by `relayhost`, main\.cf line 1/,
  ],
  [
    'the order of password keys',
    'sasl_passwd',
    'smtp.exam|ple.com robot:x\n',
    'smtp.example.com',
    /1\. the sender's address[\s\S]*2\. the name of the server[\s\S]*3\. the next hop exactly/,
  ],
  ['who names the table', 'sasl_passwd', 'smtp.exam|ple.com robot:x\n', 'smtp.example.com', /Named by `smtp_sasl_password_maps`, main\.cf line 2/],
  ['an account', 'sasl_passwd', `[smtp.example.com]:587 rob|ot:${SECRET}\n`, 'robot', /^Signs in as `robot`\./],
  ['a domain of a transport', 'transport', 'exam|ple.com smtp:\n', 'example.com', /Not its subdomains: those need the key `\.example\.com`/],
  ['subdomains of a transport', 'transport', '.exam|ple.com smtp:\n', '.example.com', /any address in a subdomain of `example\.com`/],
  ['everything else of a transport', 'transport', '|* smtp:\n', '*', /no other key is found/],
  [
    'a next hop in brackets',
    'transport',
    'example.com smtp:[smtp.exam|ple.com]:587\n',
    '[smtp.example.com]:587',
    /Connects to `smtp\.example\.com` itself[\s\S]*Port 587[\s\S]*Signs in with the entry `\[smtp\.example\.com\]:587`, sasl_passwd line 2/,
  ],
  ['a next hop without brackets', 'transport', 'example.com smtp:hub.exam|ple.org\n', 'hub.example.org', /Asks for the mail servers \(MX\)[\s\S]*Port 25/],
  ['a transport', 'transport', 'example.com sl|ow:[192.0.2.1]\n', 'slow', /\*\*slow\/unix\*\* · runs `smtp`[\s\S]*smtp_helo_timeout = 5/],
  ['a transport that is nowhere', 'transport', 'example.com fa|st:[192.0.2.1]\n', 'fast', /no service of master\.cf has this name/],
  ['a transport alone', 'transport', 'example.com sm|tp:\n', 'smtp', /the servers of the recipient's domain, whatever `relayhost` says/],
  ['an empty route', 'transport', 'example.com |:\n', ':', /the defaults apply/],
  ['a transport with a text', 'transport', 'example.com err|or:5.1.1 gone for good\n', 'error', /\*\*error\*\* · transport/],
  ['the second of two next hops', 'transport', 'example.com smtp:[192.0.2.1], [192.0|.2.2]:26\n', '[192.0.2.2]:26', /Port 26/],
  ['a TLS level', 'tls_policy', '[smtp.example.com]:587 sec|ure\n', 'secure', /TLS level of the client/],
  ['a TLS attribute', 'tls_policy', '[smtp.example.com]:587 secure mat|ch=nexthop\n', 'match', /attribute of a TLS policy/],
  ['a sender', 'senders', 'exam|ple.com REJECT\n', 'example.com', /Its subdomains too[\s\S]*1\. `user@domain`/],
  ['a dot that nobody asks for', 'senders', '.exam|ple.com REJECT\n', '.example.com', /Never asked for/],
  ['an access action', 'senders', 'example.com DUN|NO\n', 'DUNNO', /action of access\(5\)/],
  ['a reply code', 'senders', 'example.com 5|50 5.7.1 no\n', '550', /reply code/],
  ['a status code', 'senders', 'example.com REJECT 5.7|.1 no\n', '5.7.1', /enhanced status code/],
  ['a restriction class', 'senders', 'example.com str|ict\n', 'strict', /restriction class[\s\S]*reject_unauth_pipelining/],
  ['a restriction', 'senders', 'example.com permit_my|networks\n', 'permit_mynetworks', /· restriction/],
  ['a network', 'clients', '192.0.2|.0/24 OK\n', '192.0.2.0/24', /`192\.0\.2\.0` to `192\.0\.2\.255`: 256 addresses/],
  ['a large network', 'clients', '2001:db|8::/32 OK\n', '2001:db8::/32', /2\^96 addresses/],
  ['all but a network', 'clients', '!192.0|.2.1 OK\n', '192.0.2.1', /Every address but `192\.0\.2\.1` \(one address\)/],
  ['the letter case of an expression', 'headers', '/^Sub|ject:/ IGNORE\n', '/^Subject:/', /upper and lower case are the same/],
  ['flags of an expression', 'headers', '/^Sub|ject:/im IGNORE\n', '/^Subject:/im', /case differ[\s\S]*flag `i`[\s\S]*flag `m`/],
  ['a header action', 'headers', '/^Subject:/ IGN|ORE\n', 'IGNORE', /action of header_checks\(5\)[\s\S]*Deletes the line/],
  ['a condition', 'headers', 'if /^Sub|ject:/\n/x/ IGNORE\nendif\n', 'if /^Subject:/\n', /up to its `endif`/],
] as const) {
  test(`${what} is explained`, async () => {
    const hover = await hoverAt(path, marked);
    assert.equal(hover.on, on);
    assert.match(hover.markdown, expected);
  });
}

for (const [what, path, marked] of [
  ['a network in an indexed table', 'senders', '192.0.2|.0/24 REJECT\n'],
  ['an expression in an indexed table', 'transport', '/.*@exam|ple/ smtp:\n'],
  ['a form of another table', 'transport', '@exam|ple.com smtp:\n'],
] as const) {
  test(`nothing is claimed about what ${what} matches`, async () => {
    const { markdown } = await hoverAt(path, marked);
    assert.match(markdown, /^\*\*`[^`]+`\*\* · key\n\n/);
  });
}

test('a key is named wherever its meaning speaks of it', async () => {
  const { markdown } = await hoverAt('sasl_passwd', 'mail.exam|ple.com robot:x\n');
  assert.match(markdown, /the server `mail\.example\.com`, at any port, and for the next hop `mail\.example\.com`/);
});

test('extensions are asked for only where recipient_delimiter has a character for them', async () => {
  const without = await hoverAt('transport', 'exam|ple.com smtp:\n');
  assert.doesNotMatch(without.markdown, /ext@/);
  const withOne = await hoverAt('transport', 'exam|ple.com smtp:\n', { 'main.cf': `${MAIN}recipient_delimiter = -\n` });
  assert.match(withOne.markdown, /1\. `user-ext@domain`/);
});

test('subdomains follow parent_domain_matches_subdomains', async () => {
  const { markdown } = await hoverAt('transport', 'exam|ple.com smtp:\n', { 'main.cf': `${MAIN}parent_domain_matches_subdomains = transport_maps\n` });
  assert.match(markdown, /Its subdomains too/);
});

test('without a main.cf nothing is said about who names the table', async () => {
  const { markdown } = await hoverAt('transport', 'exam|ple.com smtp:\n', {});
  assert.match(markdown, /Which delivery service/);
  assert.doesNotMatch(markdown, /Named by|No setting/);
});

test('no place of a password table tells the password', async () => {
  const texts = [
    `[smtp.example.com]:587 robot:${SECRET}\nother.example.com ${SECRET}\n`,
    `smtp.example.com:robot:${SECRET} x\n`,
    `[smtp.example.com]:587\n  robot:${SECRET}\n`,
    `smtp.example.com robot ${SECRET}\nbroken:${SECRET}/x y\n`,
  ];
  for (const text of texts) {
    const { analysis } = tableAt('sasl_passwd', `${text}|`, SIBLINGS);
    const editor = await service.postfixEditor();
    for (let at = 0; at <= text.length; at += 1) {
      assert.doesNotMatch((await service.hover(analysis, at))?.markdown ?? '', /Hunter2/, `${text} at ${at}`);
      assert.doesNotMatch(JSON.stringify(editor.complete(analysis, at)), /Hunter2/, `${text} at ${at}`);
    }
    assert.doesNotMatch(JSON.stringify(editor.outline(analysis)), /Hunter2/);
  }
});
