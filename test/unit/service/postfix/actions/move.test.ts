import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertNotOffered, offer, offersAt, printed } from '../../../../support/refactorings.ts';

const MASTER = [
  'smtp inet n - n - - smtpd',
  '  -o smtpd_timeout=10s',
  'submission inet n - n - - smtpd',
  '  -o smtpd_timeout=20s -o smtpd_tls_security_level=encrypt',
  '  -o smtpd_client_restrictions=permit_sasl_authenticated,reject',
  '  -o { smtpd_reject_footer = call us }',
  '  -o smtpd_hard_error_limit=5',
  '  -o smtpd_soft_error_limit=$smtpd_hard_error_limit',
  'relay unix - - n - - smtp',
  '  -o smtp_helo_timeout=5',
  '',
].join('\n');

/** A service with an option, and one without. */
const TWO = (option: string) => `smtp inet n - n - - smtpd\nsubmission inet n - n - - smtpd\n  -o ${option}\n`;

const at = (place: string, main: string | undefined, master = MASTER) =>
  offersAt('master.cf', master.replace(place, `|${place}`), main === undefined ? {} : { 'main.cf': main });

describe('moving an override to main.cf', () => {
  it('takes it out and adds a line there; no value changes where nobody else reads it', () => {
    const main = 'myorigin = x';
    const { title, kind, result, others } = offer(at('smtp_helo_timeout', main), 'Move');
    assert.deepEqual([title, kind], ['Move "smtp_helo_timeout" to main.cf', 'move']);
    assert.equal(result, MASTER.replace('  -o smtp_helo_timeout=5\n', ''));
    assert.equal(others['main.cf'], 'myorigin = x\nsmtp_helo_timeout = 5\n');
    assert.deepEqual(printed('-n', { main: others['main.cf']!, master: result }), [...printed('-n', { main, master: MASTER }), 'smtp_helo_timeout = 5']);
    const overrides = printed('-P', { main, master: MASTER });
    assert.deepEqual(
      printed('-P', { main: others['main.cf']!, master: result }),
      overrides.filter((line) => !line.includes('smtp_helo_timeout')),
    );
  });

  it('says nothing of services that have a value of their own', () => {
    assert.equal(offer(at('smtpd_timeout=10s', ''), 'Move').title, 'Move "smtpd_timeout" to main.cf');
  });

  it('names the service that gets the value too', () => {
    const master = 'smtp unix - - n - - smtp\nrelay unix - - n - - smtp\n  -o smtp_helo_timeout=5\n';
    assert.equal(offer(at('smtp_helo_timeout', '', master), 'Move').title, 'Move "smtp_helo_timeout" to main.cf, where smtp/unix will read it too');
  });

  it('takes the braces off', () => {
    const master = 'submission inet n - n - - smtpd\n  -o { smtpd_timeout = ${stress?{10}:{60}}s }\n';
    assert.equal(offer(at('smtpd_timeout', '', master), 'Move').others['main.cf'], 'smtpd_timeout = ${stress?{10}:{60}}s\n');
  });

  it('only removes what main.cf says too', () => {
    const offers = at('smtp_helo_timeout', 'smtp_helo_timeout = 5\n');
    assertNotOffered(offers, 'Move');
    const { result, others } = offer(offers, 'Remove "-o smtp_helo_timeout"');
    assert.equal(result, MASTER.replace('  -o smtp_helo_timeout=5\n', ''));
    assert.deepEqual(others, {});
  });

  for (const [what, place, main, master] of [
    ['while main.cf can not be seen', 'smtp_helo_timeout', undefined, undefined],
    ['when main.cf says something else', 'smtp_helo_timeout', 'smtp_helo_timeout = 6\n', undefined],
    ['when main.cf can not be read', 'smtp_helo_timeout', 'oops\n', undefined],
    ['when another service would get other protection', 'smtpd_tls_security_level', '', undefined],
    ['when another service would get other restrictions', 'smtpd_client_restrictions', '', undefined],
    ['when its value takes over another override', 'smtpd_soft_error_limit', '', undefined],
    ['when another override takes over its value', 'smtpd_hard_error_limit', '', undefined],
    ['for protection that nothing else takes over', 'smtpd_tls_wrappermode', '', TWO('smtpd_tls_wrappermode=yes')],
    ['for a switch that decides who may send', 'smtpd_delay_reject', '', TWO('smtpd_delay_reject=no')],
    ['when the default of another parameter takes it over', 'smtpd_banner', '', 'smtp inet n - n - - smtpd\n  -o smtpd_banner=x\n'],
    ['for a name of its own', 'my_name', '', 'submission inet n - n - - smtpd\n  -o my_name=1\n'],
    ['when main.cf names it', 'smtpd_timeout', 'smtpd_starttls_timeout = $smtpd_timeout\n', 'submission inet n - n - - smtpd\n  -o smtpd_timeout=5\n'],
    ['when it is set twice', 'smtpd_timeout=5', '', 'submission inet n - n - - smtpd\n  -o smtpd_timeout=5 -o smtpd_timeout=6\n'],
  ] as const) {
    it(`is not offered ${what}`, () => {
      const offers = at(place, main, master);
      assertNotOffered(offers, 'Move');
      assertNotOffered(offers, 'Remove "-o');
    });
  }
});

describe('renaming a deprecated override', () => {
  const master = 'smtp inet n - n - - smtpd\n  -o postscreen_whitelist_interfaces=static:all\n';

  it('keeps the value', () => {
    const { result } = offer(at('postscreen_white', '', master), 'Rename');
    assert.equal(result, master.replace('whitelist', 'allowlist'));
  });

  it('is not offered while the new name is set', () => {
    assertNotOffered(at('postscreen_white', 'postscreen_allowlist_interfaces = static:all\n', master), 'Rename');
    assertNotOffered(at('postscreen_white', undefined, master), 'Rename');
  });

  it('is not offered for a release without the new name', () => {
    assertNotOffered(offersAt('master.cf', master.replace('postscreen', '|postscreen'), { 'main.cf': '' }, '3.5'), 'Rename');
  });
});
