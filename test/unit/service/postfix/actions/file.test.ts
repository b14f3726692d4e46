import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allPostfixParameters, defaultFor } from '../../../../../src/data/postfixParameters.ts';
import { createRandom } from '../../../../support/random.ts';
import { assertNotOffered, offer, offersAt, printed } from '../../../../support/refactorings.ts';

describe('missing TLS settings of a relay', () => {
  const ADD = 'Add missing TLS settings';
  for (const [what, main, added] of [
    ['the level', '|relayhost = [smtp.example.com]:587\n', ['smtp_tls_security_level = encrypt']],
    ['a level that still delivers where port 25 has no TLS', '|relayhost = [smtp.example.com]:25\n', ['smtp_tls_security_level = may']],
    ['wrapper mode for port 465', '|relayhost = [smtp.example.com]:465\n', ['smtp_tls_security_level = encrypt', 'smtp_tls_wrappermode = yes']],
    ['wrapper mode beside a level', '|relayhost = [smtp.example.com]:465\nsmtp_tls_security_level = dane-only\n', ['smtp_tls_wrappermode = yes']],
    [
      'the options for PLAIN under TLS',
      '|relayhost = [smtp.example.com]:587\nsmtp_sasl_auth_enable = yes\n',
      ['smtp_sasl_tls_security_options = noanonymous', 'smtp_tls_security_level = encrypt'],
    ],
  ] as const) {
    it(`adds ${what}`, () => {
      const { result } = offer(offersAt('main.cf', main), ADD);
      assert.deepEqual(printed('-n', { main: result }), [...printed('-n', { main: main.replace('|', '') }), ...added].sort());
      assert.ok(result.startsWith(`relayhost = [smtp.example.com]:${/\d+/.exec(main)![0]}\nsmtp_`));
    });
  }

  it('offers the authorities of either family of distributions where certificates are checked', () => {
    const offers = offersAt('main.cf', '|relayhost = [smtp.example.com]:587\nsmtp_tls_security_level = secure\n').filter(({ title }) => title.startsWith(ADD));
    assert.deepEqual(
      offers.map(({ result }) => result.split('\n')[1]),
      ['smtp_tls_CAfile = /etc/ssl/certs/ca-certificates.crt', 'smtp_tls_CAfile = /etc/pki/tls/certs/ca-bundle.crt'],
    );
  });

  for (const [what, main] of [
    ['nothing is missing', '|relayhost = [smtp.example.com]:587\nsmtp_tls_security_level = encrypt\n'],
    ['a weaker level is set on purpose', '|relayhost = [smtp.example.com]:465\nsmtp_tls_security_level = may\n'],
    ['the relay is in a private network', '|relayhost = [192.168.1.5]:587\n'],
    ['the relay is this machine', '|relayhost = [127.0.0.1]:10025\n'],
    ['some mail goes elsewhere', '|relayhost = [smtp.example.com]:465\ntransport_maps = hash:/etc/postfix/transport\n'],
    ['levels are given by server', '|relayhost = [smtp.example.com]:587\nsmtp_tls_policy_maps = hash:/etc/postfix/tls\n'],
    ['mail leaves by a service of its own', '|relayhost = [smtp.example.com]:465\ndefault_transport = smtps\n'],
    ['there are several relays', '|relayhost = [smtp.example.com]:465, [smtp.example.net]:587\n'],
    ['the relay is a template', '|relayhost = {{ relay }}\n'],
    ['a later line counts', '|relayhost = [smtp.example.com]:587\nrelayhost = [smtp.example.net]:587\n'],
    ['it stands elsewhere', 'relayhost = [smtp.example.com]:587\n|myorigin = x\n'],
  ] as const) {
    it(`is not offered when ${what}`, () => assertNotOffered(offersAt('main.cf', main), ADD));
  }
});

it('missing TLS settings are not offered when a service has its own', () => {
  const master = 'smtp unix - - n - - smtp\n  -o smtp_tls_wrappermode=yes\n';
  assertNotOffered(offersAt('main.cf', '|relayhost = [smtp.example.com]:465\n', { 'master.cf': master }), 'Add');
});

describe('settings equal to their defaults', () => {
  it('go, and nothing else', () => {
    const main = '# times\nsmtp_helo_timeout = 300s\nmyorigin = x\nsmtpd_banner =\n  $myhostname ESMTP $mail_name\nsmtp_quit_timeout = 5\n|';
    const { title, kind, result } = offer(offersAt('main.cf', main), 'Remove');
    assert.deepEqual([title, kind, result], ['Remove 2 settings that are equal to their defaults', 'source', '# times\nmyorigin = x\nsmtp_quit_timeout = 5\n']);
  });

  it('stay where a comment says so', () => {
    const main = '# relay-doctor-disable-next-line postfix/duplicate-default: documented here\nsmtp_helo_timeout = 300s\n|';
    assertNotOffered(offersAt('main.cf', main), 'Remove');
  });

  it('stay where the machine or the distribution decides', () => {
    assertNotOffered(offersAt('main.cf', 'daemon_directory = /usr/libexec/postfix\nmyorigin = $myhostname\ncompatibility_level = 0\n|'), 'Remove');
  });

  it('are the same for every release, whatever stands in the file', () => {
    const random = createRandom(7);
    const parameters = allPostfixParameters().filter(({ name }) => /^[^|]+$/.test(defaultFor(name, '3.7') ?? '') && defaultFor(name, '3.11') !== undefined);
    let removed = 0;
    for (let round = 0; round < 12; round += 1) {
      const chosen = Array.from({ length: 20 }, () => random.pick(parameters).name);
      const main = chosen.map((name) => `${name} = ${random.below(4) === 0 ? '1' : defaultFor(name, '3.7')}\n`).join('');
      const found = offersAt('main.cf', `|${main}`, {}, '3.11').find(({ title }) => title.startsWith('Remove'));
      if (!found) continue;
      removed += found.edits.length;
      for (const version of ['3.7', '3.11']) assert.deepEqual(printed('', { main: found.result, version }), printed('', { main, version }), main);
    }
    assert.ok(removed > 40, String(removed));
  });
});

it('other files get no such actions', async () => {
  const { service } = await import('../../../../support/postfixEditor.ts');
  const analysis = service.analyze({ path: '.env', text: 'relayhost = [smtp.example.com]:587\n' })!;
  assert.deepEqual((await service.postfixEditor()).actions(analysis, { start: 0, end: 0 }), []);
});
