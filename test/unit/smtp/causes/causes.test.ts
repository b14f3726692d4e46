import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import { CAUSE_RULES, ruleFor, USER_NAME_RULE } from '../../../../src/smtp/causes/causeRules.ts';
import { causeOf } from '../../../../src/smtp/causes/causes.ts';
import { Secret } from '../../../../src/smtp/credentials/secret.ts';
import { createRun, NO_NOTES } from '../../../../src/smtp/run.ts';
import type { ProbeCode, SmtpReply, StageName } from '../../../../src/smtp/types.ts';
import { createFakeTransport } from '../../../support/fakeTransport.ts';
import { planTo } from '../../../support/probeRun.ts';

function cause(code: ProbeCode, stage: StageName, options: Parameters<typeof planTo>[1] & { port?: number } = {}, reply?: SmtpReply) {
  const { port = 587, ...rest } = options;
  const run = createRun(planTo(port, rest), createFakeTransport({}), new AbortController().signal, () => undefined);
  return causeOf({ run, stage, failure: { code, detail: 'detail', ...(reply ? { reply } : {}) } }, NO_NOTES);
}

describe('the rule behind a cause', () => {
  const camel = (id: string) => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

  for (const rule of [...Object.values(CAUSE_RULES).map((sighting) => sighting.rule), USER_NAME_RULE]) {
    test(`"${rule}" exists`, () => assert.ok(existsSync(new URL(`../../../../src/rules/${camel(rule)}.ts`, import.meta.url))));
  }

  test('is named where the rule looks at such a port', () => {
    assert.equal(ruleFor('tls/plain-server', planTo(587, { scheme: 'smtps' })), 'tls/mismatched-port-587');
    assert.equal(ruleFor('greeting/tls-expected', planTo(465, { mode: 'none' })), 'tls/mismatched-port-465');
  });

  test('is not named where it does not', () => {
    assert.equal(ruleFor('tls/plain-server', planTo(12_345, { scheme: 'smtps' })), undefined);
    assert.equal(ruleFor('greeting/tls-expected', planTo(12_345)), undefined);
    assert.equal(ruleFor('tcp/refused', planTo(587)), undefined);
  });
});

describe('a refused sign-in at a known provider', () => {
  const reply = { code: 535, enhanced: '5.7.8', lines: ['5.7.8 Authentication failed: Bad username / password'] };
  const login = { host: 'smtp.sendgrid.net', password: new Secret('SG.geheim') };

  test('with a user name that can not be right is a matter of the user name', () => {
    const found = cause('auth/credentials', 'auth', { ...login, user: 'me@lab.test' }, reply);
    assert.equal(found.owner, 'you');
    assert.equal(found.rule, USER_NAME_RULE);
    assert.match(found.evidence.join(), /always "apikey"/);
    assert.match(found.nextStep, /user name/);
  });

  test('with the right user name is a matter of the secret', () => {
    const found = cause('auth/credentials', 'auth', { ...login, user: 'apikey' }, reply);
    assert.equal(found.owner, 'provider');
    assert.equal(found.rule, undefined);
  });
});

test('what can not be told apart from here is only likely', () => {
  assert.equal(cause('tcp/timeout', 'connect').confidence, 'likely');
  assert.equal(cause('tcp/refused', 'connect').confidence, 'certain');
});

test('a reply comes first in the evidence', () => {
  const [first] = cause('rcpt/relay-denied', 'rcpt-to', {}, { code: 554, lines: ['Relay access denied'] }).evidence;
  assert.equal(first, 'reply: 554 Relay access denied');
});

test('relaying denied without a sign-in is yours to solve, with one it is the server’s', () => {
  const run = createRun(planTo(25), createFakeTransport({}), new AbortController().signal, () => undefined);
  const failure = { code: 'rcpt/relay-denied' as const, detail: '554' };
  assert.equal(causeOf({ run, stage: 'rcpt-to', failure }, NO_NOTES).owner, 'you');
  run.mechanism = 'PLAIN';
  assert.equal(causeOf({ run, stage: 'rcpt-to', failure }, NO_NOTES).owner, 'server');
});
