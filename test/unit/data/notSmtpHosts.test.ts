import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOT_SMTP_HOSTS, notSmtpHost } from '../../../src/data/notSmtpHosts.ts';
import { providerOf } from '../../../src/data/providers.ts';

test('the hosts are sorted, lower case and named once', () => {
  const hosts = NOT_SMTP_HOSTS.map(({ host }) => host);
  assert.deepEqual(hosts, [...new Set(hosts)].sort());
  assert.deepEqual(
    hosts.filter((host) => host !== host.toLowerCase()),
    [],
  );
});

test('every replacement is a host that we know, and no host in the list is', () => {
  for (const { host, smtp } of NOT_SMTP_HOSTS) {
    assert.ok(providerOf(smtp), `${smtp} is no provider's host`);
    assert.equal(providerOf(host), undefined, `${host} is a provider's SMTP host`);
  }
});

test('a receiving host leads to the sending one', () => {
  assert.deepEqual(notSmtpHost('IMAP.gmail.com.'), { host: 'imap.gmail.com', serves: 'IMAP', smtp: 'smtp.gmail.com' });
});

test('an API endpoint of Amazon SES leads to the SMTP host of its region', () => {
  assert.equal(notSmtpHost('email.eu-west-1.amazonaws.com')?.smtp, 'email-smtp.eu-west-1.amazonaws.com');
});

test('hosts that only look alike are left alone', () => {
  assert.equal(notSmtpHost('imap.example.com'), undefined);
  assert.equal(notSmtpHost('smtp.gmail.com'), undefined);
  assert.equal(notSmtpHost('email.example.amazonaws.com'), undefined);
});
