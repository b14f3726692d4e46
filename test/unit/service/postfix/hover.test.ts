import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analysisAt, service } from '../../../support/postfixEditor.ts';

interface Shown {
  readonly on: string;
  readonly markdown: string;
}

async function hoverAt(path: 'main.cf' | 'master.cf', marked: string, siblings: Readonly<Record<string, string>> = {}, version?: string): Promise<Shown> {
  const { analysis, offset, text } = analysisAt(path, marked, siblings, version);
  const hover = await service.hover(analysis, offset);
  return { on: hover ? text.slice(hover.span.start, hover.span.end) : '', markdown: hover?.markdown ?? '' };
}

const MASTER = [
  'smtp      inet  n       -       y       -       -       smtpd',
  'submission inet n       -       y       -       -       smtpd',
  '  -o syslog_name=postfix/submission',
  '  -o smtpd_tls_security_level=encrypt',
  '  -o { smtpd_recipient_restrictions = permit_sasl_authenticated, reject }',
  'pickup    unix  n       -       y       60      1       pickup',
  'dovecot   unix  -       n       n       -       -       pipe',
  '  flags=DRhu user=vmail:vmail argv=/usr/lib/dovecot/deliver -d ${recipient}',
  '',
].join('\n');

test('a parameter tells what it is for, its value here and where that stands', async () => {
  const { markdown } = await hoverAt('main.cf', 'biff = no\nmyhost|name = mail.example.com\n');
  assert.match(markdown, /^\*\*myhostname\*\* · text {2}\n\S+/);
  assert.match(markdown, /Here: `mail\.example\.com`, main\.cf line 2/);
});

test('a value is shown as written and as Postfix gets it', async () => {
  const { markdown } = await hoverAt('main.cf', 'mydomain = example.com\nmy|origin = $mydomain\n');
  assert.match(markdown, /Here: `\$mydomain` = `example\.com`, main\.cf line 2/);
});

test('of several lines the one in force is shown', async () => {
  const { markdown } = await hoverAt('main.cf', 'my|origin = a.example\nmyorigin = b.example\n');
  assert.match(markdown, /Here: `b\.example`, main\.cf line 2, the last of 2 lines that set it/);
});

test('the default is that of the release in use, and its changes are told', async () => {
  const old = await hoverAt('main.cf', 'smtputf8|_enable = no\n', {}, '2.11');
  assert.match(old.markdown, /Not in Postfix 2\.11, the release that these files are judged by/);
  const level = (version: string) => hoverAt('main.cf', 'smtpd_tls_fingerprint|_digest = sha256\n', {}, version);
  assert.match((await level('3.5')).markdown, /Default: `md5`[\s\S]*judged as Postfix 3\.5 \(setting\)/);
  assert.match((await hoverAt('main.cf', 'biff| = no\n')).markdown, /judged as Postfix 3\.11 \(newest known release\)/);
  const action = (version: string) => hoverAt('main.cf', 'milter_default|_action = accept\n', {}, version);
  assert.match((await action('3.11')).markdown, /Default: `shutdown` since 3\.11, `tempfail` before {2}\n(?!Default by)/);
  assert.match((await action('3.7')).markdown, /Default: `tempfail` {2}\nDefault by release: `shutdown` since 3\.11, `tempfail` before/);
});

test('a default that depends on other settings is shown with its value', async () => {
  const { markdown } = await hoverAt('main.cf', 'mydomain = example.com\nmyhostname = mail.example.com\n# x\nmydestination = $my|origin\n');
  assert.match(markdown, /\*\*myorigin\*\*/);
  assert.match(markdown, /Here: `mail\.example\.com`, by default/);
});

test('a default that goes by the level is shown as the level decides', async () => {
  const { markdown } = await hoverAt('main.cf', 'compatibility_level = 3.6\nsmtpd_relay|_restrictions =\n');
  assert.match(markdown, /Default: `permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination` \(`compatibility_level` is 3\.6\)/);
  assert.match(markdown, /Default by release: by `compatibility_level` since 3\.3, /);
  assert.match((await hoverAt('main.cf', 'smtpd_relay|_restrictions =\n')).markdown, /Default: empty \(`compatibility_level` is 0\)/);
});

test('what Postfix works out from the machine is told in words', async () => {
  assert.match((await hoverAt('main.cf', 'mynet|works = 127.0.0.0/8\n')).markdown, /Default: the networks that `mynetworks_style` stands for/);
});

for (const [line, shown] of [
  ['mynetworks = 127.0.0.0/8 [::ffff:127.0.0.0]/104 [::1]/128', '127.0.0.0/8 [::ffff:127.0.0.0]/104 [::1]/128'],
  ['virtual_transport = lmtp:unix:private/dovecot-lmtp', 'lmtp:unix:private/dovecot-lmtp'],
  ['smtpd_milters = inet:[::1]:8891', 'inet:[::1]:8891'],
  ['tls_high_cipherlist = HIGH:!aNULL', 'HIGH:!aNULL'],
  ['always_bcc = archive@example.com', 'archive@example.com'],
  ['maximal_queue_lifetime = 5 days', '5 days'],
  ['message_size_limit = 10MB', '10MB'],
  ['biff = true', 'true'],
] as const) {
  test(`the value of ${line.split(' ')[0]} is shown: nothing in it stands where a password would`, async () => {
    assert.ok((await hoverAt('main.cf', `|${line}\n`)).markdown.includes(`Here: \`${shown}\``));
  });
}

test('times and sizes have their human form behind them, where it says more', async () => {
  const { markdown } = await hoverAt('main.cf', 'maximal_queue|_lifetime = 432000s\n');
  assert.match(markdown, /Default: `5d` \(5 days\)/);
  assert.match(markdown, /Here: `432000s` \(5 days\)/);
  assert.match((await hoverAt('main.cf', 'mailbox_size|_limit = 0\n')).markdown, /Here: `0`, main\.cf line 1 {2}\nDefault: `51200000` \(about 48\.8 MiB\)\n/);
});

test('words that are not the only ones are called examples', async () => {
  assert.match((await hoverAt('main.cf', 'inet_inter|faces = 192.0.2.1\n')).markdown, /^\*\*inet_interfaces\*\* · such as `all`, `loopback-only`/);
});

test('without a relay there is no table of one', async () => {
  assert.doesNotMatch((await hoverAt('main.cf', 'relay|host =\n')).markdown, /Mail relay/);
  assert.match((await hoverAt('main.cf', 'relay|host = [smtp.example.com]:587\n')).markdown, /Mail relay/);
});

test('services of master.cf that override a parameter are named', async () => {
  const { markdown } = await hoverAt('main.cf', 'smtpd_tls_security|_level = may\n', { 'master.cf': MASTER });
  assert.match(markdown, /Here: `may`, main\.cf line 1/);
  assert.match(markdown, /In `submission\/inet`: `encrypt`, master\.cf line 4/);
});

test('an override in master.cf tells what main.cf has', async () => {
  const { on, markdown } = await hoverAt('master.cf', MASTER.replace('smtpd_tls_sec', 'smtpd_tls_|sec'), { 'main.cf': 'smtpd_tls_security_level = may\n' });
  assert.equal(on, 'smtpd_tls_security_level');
  assert.match(markdown, /Here: `may`, main\.cf line 1/);
  assert.match(markdown, /In `submission\/inet`: `encrypt`, this file line 4/);
});

test('a name of the own file shows its value at each use', async () => {
  const { on, markdown } = await hoverAt('main.cf', 'office = 192.0.2.0/24\nmynetworks = 127.0.0.0/8 $off|ice\n');
  assert.equal(on, 'office');
  assert.match(markdown, /\*\*office\*\* · defined by these files\n\nHere: `192\.0\.2\.0\/24`, main\.cf line 1/);
});

test('a name that nobody defined counts as empty', async () => {
  assert.match((await hoverAt('main.cf', 'mynetworks = $off|ice\n')).markdown, /Defined nowhere in these files, so it counts as empty/);
});

test('a setting of one transport tells whose default it takes', async () => {
  const { markdown } = await hoverAt('main.cf', 'slow_destination|_rate_delay = 1s\n');
  assert.match(markdown, /`default_destination_rate_delay` for the service `slow` alone/);
});

for (const [what, marked, on, expected] of [
  ['a restriction', 'smtpd_recipient_restrictions = permit_my|networks, reject\n', 'permit_mynetworks', /\*\*permit_mynetworks\*\* · restriction/],
  ['an old restriction', 'smtpd_client_restrictions = reject_unknown|_client\n', 'reject_unknown_client', /Use `reject_unknown_client_hostname`/],
  ['a restriction on another line', 'smtpd_client_restrictions =\n  # first\n  permit_mynetworks,\n  rej|ect\n', 'reject', /\*\*reject\*\*/],
  [
    'a table type',
    'transport_maps = lm|db:/etc/postfix/transport\n',
    'lmdb',
    /\*\*lmdb:\*\* · lookup table[\s\S]*`postmap lmdb:\/etc\/postfix\/transport`[\s\S]*`\/etc\/postfix\/transport\.lmdb`/,
  ],
  ['a table of aliases', 'alias_maps = ha|sh:/etc/aliases\n', 'hash', /Run `postalias hash:\/etc\/aliases`/],
  ['a wrapped table type', 'virtual_alias_maps = proxy:my|sql:/etc/postfix/alias.cf\n', 'mysql', /\*\*mysql:\*\*/],
  ['a table type in a restriction', 'smtpd_client_restrictions = check_client_access ci|dr:/etc/postfix/clients\n', 'cidr', /\*\*cidr:\*\*/],
  ['a TLS level of the client', 'smtp_tls_security_level = m|ay\n', 'may', /TLS level of the client[\s\S]*otherwise sends in plain text/],
  ['a TLS level of the server', 'smtpd_tls_security_level = m|ay\n', 'may', /TLS level of the server[\s\S]*STARTTLS is offered/],
  ['seconds', 'maximal_queue_lifetime = 4320|00s\n', '432000s', /^432000 s = 5 days$/],
  ['a time in its default unit', 'maximal_queue_lifetime = 5|\n', '5', /^5d = 432000 s = 5 days$/],
  ['a size', 'message_size_limit = 10240|000\n', '10240000', /^10240000 bytes are about 9\.8 MiB$/],
] as const) {
  test(`${what} is explained where it stands`, async () => {
    const hover = await hoverAt('main.cf', marked);
    assert.equal(hover.on, on);
    assert.match(hover.markdown, expected);
  });
}

test('a restriction class shows what it stands for', async () => {
  const text = 'smtpd_restriction_classes = strict\nstrict = reject_unauth_pipelining\nsmtpd_client_restrictions = str|ict\n';
  const { markdown } = await hoverAt('main.cf', text);
  assert.match(markdown, /\*\*strict\*\* · restriction class\n\nHere: `reject_unauth_pipelining`, main\.cf line 2/);
});

test('a transport shows the service that it names', async () => {
  const { on, markdown } = await hoverAt('main.cf', 'virtual_transport = dove|cot:\n', { 'master.cf': MASTER });
  assert.equal(on, 'dovecot');
  assert.match(markdown, /\*\*dovecot\/unix\*\* · runs `pipe`/);
});

for (const [what, from, to, on, expected] of [
  ['a service', 'submission inet', 'submis|sion inet', 'submission', /Its own settings:[\s\S]*- `syslog_name = postfix\/submission`/],
  ['a type', 'submission inet', 'submission in|et', 'inet', /`inet`: TCP port/],
  ['a wake-up time', '60      1', '6|0      1', '60', /`60`: 60 s = 1 minute/],
  ['a daemon', 'pickup\ndovecot', 'pick|up\ndovecot', 'pickup', /`pickup`: Collects mail[\s\S]*postfix\.org\/pickup\.8\.html/],
  ['an option', '-o syslog', '|-o syslog', '-o', /\*\*-o\*\* · option of the daemon/],
  ['a flag', 'flags=DRhu', 'flags=DR|hu', 'h', /`h` in `flags=`[\s\S]*Lower-cases/],
  ['an attribute', 'user=', 'us|er=', 'user', /\*\*user=\*\* · attribute of `pipe`/],
  ['a macro of pipe', '${recipient}', '${recip|ient}', '${recipient}', /filled in by `pipe`/],
  ['a restriction in braces', 'permit_sasl_auth', 'permit_sasl|_auth', 'permit_sasl_authenticated', /· restriction/],
] as const) {
  test(`${what} of master.cf is explained`, async () => {
    const hover = await hoverAt('master.cf', MASTER.replace(from, to));
    assert.equal(hover.on, on);
    assert.match(hover.markdown, expected);
  });
}

test('passwords are not shown by name, place or service', async () => {
  const SECRET = 'Hunter2Horse';
  const main = `relay_password = ${SECRET}\naccounts_pw = ${SECRET}\nmine = ${SECRET}\nsmtp_sasl_password_maps = static:u:$relay_password\nmydestination = $mine $accounts_pw mailer:${SECRET}\n`;
  const master = `${MASTER}x unix - n n - - smtp\n  -o smtp_sasl_password_maps=static:u:${SECRET}\n`;
  for (const [path, text] of [['main.cf', main] as const, ['master.cf', master] as const]) {
    const { analysis } = analysisAt(path, `${text}|`, { 'main.cf': main, 'master.cf': master });
    for (let at = 0; at < text.length; at += 1) assert.doesNotMatch((await service.hover(analysis, at))?.markdown ?? '', /Hunter2/, `${path} at ${at}`);
  }
});
