import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { discoverRelays } from '../../../src/discover/index.ts';
import { parseConfig } from '../../../src/parse/index.ts';
import type { FileKind } from '../../../src/parse/types.ts';
import { Secret } from '../../../src/smtp/credentials/secret.ts';
import { type PlanOptions, planFor, planForTarget } from '../../../src/smtp/plan.ts';
import type { RelayPlan } from '../../../src/smtp/types.ts';

/** The first relay that a file of that kind describes. */
function settingIn(kind: FileKind, text: string, path = kind === 'dotenv' ? '.env' : kind === 'postfix-main' ? 'main.cf' : `config.${kind}`) {
  const [setting] = discoverRelays(parseConfig(kind, text, path));
  assert.ok(setting, 'the example must hold a relay');
  return setting;
}

function planIn(kind: FileKind, text: string, options?: PlanOptions): RelayPlan {
  const result = planFor(settingIn(kind, text), options);
  assert.ok(result.ok, JSON.stringify(result));
  return result.plan;
}

function missingIn(kind: FileKind, text: string, options?: PlanOptions): string[] {
  const result = planFor(settingIn(kind, text), options);
  assert.ok(!result.ok);
  return result.missing.map(({ part, reason }) => `${part}: ${reason}`);
}

const LARAVEL =
  'MAIL_MAILER=smtp\nMAIL_HOST=mail.lab.test\nMAIL_PORT=587\nMAIL_USERNAME=app@lab.test\nMAIL_PASSWORD="p\\"w #1"\nMAIL_FROM_ADDRESS=shop@lab.test\n';

describe('the plan for an app', () => {
  test('takes host, port, credentials and sender from the file, quotes resolved', () => {
    const plan = planIn('dotenv', LARAVEL);
    assert.equal(plan.host, 'mail.lab.test');
    assert.equal(plan.port, 587);
    assert.equal(plan.user, 'app@lab.test');
    assert.equal(plan.password?.reveal(), 'p"w #1');
    assert.equal(plan.mailFrom, 'shop@lab.test');
    assert.equal(plan.rcptTo, 'shop@lab.test');
    assert.equal(plan.heloName, '[127.0.0.1]');
    assert.equal(plan.verifyCertificate, true);
    assert.equal(plan.allowClearTextAuth, false);
  });

  test('decodes a password inside a URL', () => {
    const plan = planIn('dotenv', 'MAILER_DSN=smtp://app%40lab.test:p%40ss%2F1@mail.lab.test:587\n');
    assert.equal(plan.user, 'app@lab.test');
    assert.equal(plan.password?.reveal(), 'p@ss/1');
  });

  test('decodes a password in the data of a Kubernetes Secret', () => {
    const text = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: mail\ndata:\n  SMTP_HOST: ${Buffer.from('mail.lab.test').toString('base64')}\n  SMTP_PORT: ${Buffer.from('587').toString('base64')}\n  SMTP_USERNAME: ${Buffer.from('app').toString('base64')}\n  SMTP_PASSWORD: ${Buffer.from('s3cr3t-1').toString('base64')}\n`;
    const plan = planIn('yaml', text);
    assert.equal(plan.password?.reveal(), 's3cr3t-1');
  });

  test('options win over the file', () => {
    const plan = planIn('dotenv', LARAVEL, {
      user: 'other',
      password: new Secret('x'),
      mailFrom: 'Me <me@lab.test>',
      rcptTo: 'you@lab.test',
      heloName: 'pc.lab.test',
      port: 2525,
      mode: 'none',
    });
    assert.deepEqual(
      [plan.user, plan.password?.reveal(), plan.mailFrom, plan.rcptTo, plan.heloName, plan.port, plan.mode],
      ['other', 'x', 'me@lab.test', 'you@lab.test', 'pc.lab.test', 2525, 'none'],
    );
  });

  test('can leave the sign-in out', () => {
    const plan = planIn('dotenv', LARAVEL, { skipAuth: true });
    assert.equal(plan.user, undefined);
    assert.equal(plan.password, undefined);
  });

  test('without a sender in the file takes the user, then the postmaster of the client name', () => {
    const withoutFrom = LARAVEL.replace(/MAIL_FROM.*\n/, '');
    assert.equal(planIn('dotenv', withoutFrom).mailFrom, 'app@lab.test');
    assert.equal(planIn('dotenv', withoutFrom, { user: 'app', password: new Secret('x') }).mailFrom, 'postmaster@[127.0.0.1]');
    assert.equal(planIn('dotenv', withoutFrom, { skipAuth: true, heloName: 'pc.lab.test' }).mailFrom, 'postmaster@pc.lab.test');
  });

  test('lets credentials travel in clear text to this machine only', () => {
    assert.equal(planIn('dotenv', LARAVEL.replace('mail.lab.test', 'localhost')).allowClearTextAuth, true);
    assert.equal(planIn('dotenv', LARAVEL, { allowClearTextAuth: true }).allowClearTextAuth, true);
  });
});

describe('what has to be asked first', () => {
  test('a password that is a placeholder', () => {
    assert.deepEqual(missingIn('dotenv', LARAVEL.replace(/MAIL_PASSWORD=.*/, 'MAIL_PASSWORD=changeme')), ['password: the password is a placeholder']);
  });

  test('a password that the file does not set', () => {
    assert.deepEqual(missingIn('dotenv', LARAVEL.replace(/MAIL_PASSWORD=.*/, 'MAIL_PASSWORD=')), ['password: the password is not set']);
  });

  test('a host that is a variable', () => {
    const [first] = missingIn('dotenv', LARAVEL.replace('mail.lab.test', '${RELAY}'));
    assert.match(first ?? '', /^host: /);
  });

  test('a host that is none, without the credentials in it', () => {
    const missing = missingIn('dotenv', LARAVEL, { host: 'smtp://u:geheim@mail.lab.test' });
    assert.match(missing.join(), /not a host name/);
    assert.ok(!missing.join().includes('geheim'));
  });

  test('addresses and names that could end a command', () => {
    const missing = missingIn('dotenv', LARAVEL, { mailFrom: 'a@b.test>\r\nDATA', rcptTo: 'no address', heloName: 'a b' });
    assert.deepEqual(
      missing.map((line) => line.split(':')[0]),
      ['heloName', 'mailFrom', 'rcptTo'],
    );
  });
});

const MAIN = [
  'relayhost = [mail.lab.test]:587',
  'smtp_sasl_auth_enable = yes',
  'smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd',
  'smtp_tls_security_level = encrypt',
  '',
].join('\n');

describe('the plan for Postfix', () => {
  test('finds the credentials under the next hop as written', () => {
    const plan = planIn('postfix-main', MAIN, { saslPasswords: { text: '[mail.lab.test]:587 app:se:cret\n' } });
    assert.equal(plan.user, 'app');
    assert.equal(plan.password?.reveal(), 'se:cret');
    assert.equal(plan.mode, 'starttls-required');
    assert.equal(plan.lookupMx, undefined);
  });

  test('says which key is missing in the table', () => {
    assert.deepEqual(missingIn('postfix-main', MAIN, { saslPasswords: { text: '[mail.lab.test]:25 app:x\n' } }), [
      'password: the password table has no key for "[mail.lab.test]:587"',
    ]);
  });

  test('asks for both when nobody has read the table', () => {
    assert.deepEqual(missingIn('postfix-main', MAIN), ['user: the user name is in a lookup table', 'password: the password is in a lookup table']);
  });

  test('looks the mail exchanger up where the relay host stands without brackets', () => {
    const plan = planIn('postfix-main', 'relayhost = lab.test\n');
    assert.equal(plan.lookupMx, true);
    const result = planFor(settingIn('postfix-main', 'relayhost = lab.test\n'));
    assert.match(result.ok ? result.consent.sentence : '', /^Connect to the mail exchanger of lab\.test, port 25 /);
    assert.equal(plan.port, 25);
    assert.equal(plan.user, undefined);
  });

  test('does not sign in where the configuration does not', () => {
    const plan = planIn('postfix-main', MAIN.replace('auth_enable = yes', 'auth_enable = no'), { saslPasswords: { text: 'mail.lab.test a:b\n' } });
    assert.equal(plan.user, undefined);
  });
});

describe('consent', () => {
  const sentence = (options: PlanOptions, url = 'smtp://mail.lab.test:587') => {
    const result = planForTarget(url, options);
    assert.ok(result?.ok);
    return result.consent;
  };
  const login = { user: 'app', password: new Secret('geheim-1') };

  test('names host, port, mode, account and envelope, and never a secret', () => {
    const { sentence: text, ...rest } = sentence({ ...login, mode: 'starttls-required' });
    assert.deepEqual(rest, { host: 'mail.lab.test', port: 587, mode: 'starttls-required', credentials: 'under-tls' });
    for (const part of ['mail.lab.test', '587', 'STARTTLS required', '"app"', '<postmaster@[127.0.0.1]>']) assert.ok(text.includes(part), text);
    assert.ok(!text.includes('geheim'));
  });

  test('hides a user name that is the same token as the password', () => {
    const { sentence: text } = sentence({ user: 'tok-3n-0815', password: new Secret('tok-3n-0815') });
    assert.ok(!text.includes('0815'), text);
  });

  test('says whether credentials may travel in clear text', () => {
    assert.equal(sentence({}).credentials, 'none');
    assert.equal(sentence({ ...login }).credentials, 'under-tls');
    assert.equal(sentence({ ...login, allowClearTextAuth: true }).credentials, 'clear-text-possible');
    assert.equal(sentence({ ...login, allowClearTextAuth: true }, 'smtps://mail.lab.test').credentials, 'under-tls');
  });

  test('a target without a password asks for it', () => {
    const result = planForTarget('smtp://app@mail.lab.test:587');
    assert.deepEqual(result, { ok: false, missing: [{ part: 'password', reason: 'the password of "app" is not given' }] });
  });

  test('what is no target is no plan', () => assert.equal(planForTarget('mail.lab.test'), undefined));
});

describe('what the file around a password makes doubtful', () => {
  const doubtsOf = (line: string) => planIn('dotenv', `SMTP_HOST=mail.lab.test\nSMTP_PORT=587\nSMTP_USER=app@lab.test\n${line}\n`).secretDoubts ?? [];

  test('a "#" that cuts it', () => assert.match(doubtsOf('SMTP_PASSWORD=horse7 #1a').join(), /"SMTP_PASSWORD": what follows the "#"/));
  test('a "#" inside of it', () => assert.match(doubtsOf('SMTP_PASSWORD=horse7#1a').join(), /some programs cut the value/));
  test('a "$" that is replaced', () => assert.match(doubtsOf('SMTP_PASSWORD="hor$se7"').join(), /replace by a variable/));
  test('a backslash in double quotes', () => assert.match(doubtsOf('SMTP_PASSWORD="hor\\se7"').join(), /an escape/));
  test('nothing about one in single quotes', () => assert.deepEqual(doubtsOf("SMTP_PASSWORD='h$o#rse7'"), []));
  test('never holds a part of it', () => assert.ok(!doubtsOf('SMTP_PASSWORD="hor$se7#"').join().includes('se7')));
  test('nothing about one that was typed in', () => {
    const text = 'SMTP_HOST=mail.lab.test\nSMTP_PORT=587\nSMTP_USER=app@lab.test\nSMTP_PASSWORD="hor$se7"\n';
    assert.equal(planIn('dotenv', text, { password: new Secret('other-horse-8') }).secretDoubts, undefined);
  });
});

describe('the sign-in method of the plan', () => {
  const discourse = (word: string) =>
    `DISCOURSE_SMTP_ADDRESS=mail.lab.test\nDISCOURSE_SMTP_PORT=587\nDISCOURSE_SMTP_USER_NAME=app\nDISCOURSE_SMTP_PASSWORD=correct-horse-7\nDISCOURSE_SMTP_AUTHENTICATION=${word}\n`;
  test('is the one that the file names', () => assert.equal(planIn('dotenv', discourse('cram_md5')).mechanism, 'CRAM-MD5'));
  test('is free where the file names none that we know', () => assert.equal(planIn('dotenv', discourse('on')).mechanism, undefined));
  test('is an option that wins, and a token has its own', () => {
    assert.equal(planIn('dotenv', LARAVEL, { mechanism: 'login' }).mechanism, 'LOGIN');
    assert.equal(planIn('dotenv', LARAVEL, { secretKind: 'token' }).secretKind, 'token');
  });
});
