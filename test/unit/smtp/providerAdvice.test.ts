import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allProviders } from '../../../src/data/providers.ts';
import { codeForReply } from '../../../src/smtp/classify.ts';
import { providerAdvice, REPLY_CATEGORIES, userNameProblem } from '../../../src/smtp/providerAdvice.ts';
import type { ProbeCode, SmtpReply, StageName } from '../../../src/smtp/types.ts';
import { planTo } from '../../support/probeRun.ts';

const reply = (code: number, ...lines: string[]): SmtpReply => ({ code, lines });

const rows: readonly { what: string; host: string; stage: StageName; reply: SmtpReply; code: ProbeCode; nextStep: RegExp }[] = [
  {
    what: 'Gmail wants an app password',
    host: 'smtp.gmail.com',
    stage: 'auth',
    reply: reply(534, '5.7.9 Application-specific password required.'),
    code: 'auth/credentials',
    nextStep: /app password/,
  },
  {
    what: 'Microsoft 365 has SMTP sign-in switched off',
    host: 'smtp.office365.com',
    stage: 'auth',
    reply: reply(535, '5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.'),
    code: 'auth/rejected',
    nextStep: /enable SMTP AUTH/,
  },
  {
    what: 'Gmail throttles',
    host: 'smtp.gmail.com',
    stage: 'auth',
    reply: reply(454, '4.7.0 Too many login attempts, please try again later.'),
    code: 'auth/temporary',
    nextStep: /Stop every program/,
  },
];

for (const { what, host, stage, reply: said, code, nextStep } of rows) {
  test(what, () => {
    const advice = providerAdvice(planTo(587), host, said, codeForReply(stage, said));
    assert.equal(advice?.code, code);
    assert.match(advice!.text.nextStep, nextStep);
    assert.match(advice!.evidence, new RegExp(`^from ${advice!.provider} this reply means`));
  });
}

test('the same words from somebody else mean nothing special', () => {
  assert.equal(providerAdvice(planTo(587), 'mail.lab.test', reply(534, '5.7.9 Application-specific password required.'), 'auth/rejected'), undefined);
});

test('a category of one area does not rename a failure of another', () => {
  const advice = providerAdvice(planTo(587), 'smtp.gmail.com', reply(535, '5.7.8 BadCredentials'), 'greeting/rejected');
  assert.equal(advice?.code, undefined);
});

describe('the form of the user name', () => {
  const problem = (host: string, user: string | undefined) => userNameProblem({ ...planTo(587), ...(user === undefined ? {} : { user }) }, host);

  test('a fixed word is named', () =>
    assert.match(problem('smtp.sendgrid.net', 'me@lab.test') ?? '', /^the user name is "me@lab\.test", but at .*SendGrid it is always "apikey"$/));
  test('the fixed word itself is fine', () => assert.equal(problem('smtp.sendgrid.net', 'apikey'), undefined));
  test('a name where an address is wanted', () => assert.match(problem('smtp.gmail.com', 'me') ?? '', /a full mail address$/));
  test('an address where one is wanted is fine', () => assert.equal(problem('smtp.gmail.com', 'me@gmail.com'), undefined));
  test('nothing is known about other servers', () => assert.equal(problem('mail.lab.test', 'me'), undefined));
  test('nobody signs in, nothing is wrong', () => assert.equal(problem('smtp.gmail.com', undefined), undefined));
});

describe('the provider table', () => {
  test('has no category about sign-in, sender, relaying or limits that we have no words for', () => {
    const said = new Set(allProviders().flatMap(({ replies = [] }) => replies.map(({ category }) => category)));
    const ours = [...said].filter((category) => /^(auth|sender|relay|limit|tls)\./.test(category));
    assert.deepEqual(ours.filter((category) => !(category in REPLY_CATEGORIES)).sort(), []);
  });

  test('has patterns that compile', () => {
    for (const { replies = [] } of allProviders()) for (const { match } of replies) assert.doesNotThrow(() => new RegExp(match));
  });
});
