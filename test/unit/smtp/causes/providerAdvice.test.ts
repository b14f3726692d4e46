import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { allProviders, providerById, providerOf } from '../../../../src/data/providers.ts';
import { codeForReply } from '../../../../src/smtp/causes/classify.ts';
import { providerAdvice, providerOfRun, userNameProblem } from '../../../../src/smtp/causes/providerAdvice.ts';
import { REPLY_CATEGORIES } from '../../../../src/smtp/causes/replyCategories.ts';
import { parseReply } from '../../../../src/smtp/nodemailerError.ts';
import type { ProbeCode, SmtpReply, StageName } from '../../../../src/smtp/types.ts';
import { planTo } from '../../../support/probeRun.ts';

interface Fixture {
  readonly provider: string;
  readonly stage: StageName;
  readonly code: ProbeCode;
  readonly text: string;
  readonly reply: SmtpReply;
}

/** One reply per line, as the providers' pages and people's issues have it: provider, stage, code, text. */
const fixtures: readonly Fixture[] = readFileSync(new URL('../../../fixtures/smtp/providerReplies.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [provider = '', stage = '', code = '', text = ''] = line.split('\t');
    return { provider, stage: stage as StageName, code: code as ProbeCode, text, reply: parseReply(text)! };
  });

const adviceAt = (id: string, { reply, stage }: Fixture) => providerAdvice(providerById(id), reply, codeForReply(stage, reply));

describe('a reply that a provider is known for', () => {
  for (const fixture of fixtures) {
    const { provider, stage, code, text } = fixture;
    test(`${provider} at ${stage}: "${text}"`, () => {
      const advice = adviceAt(provider, fixture);
      assert.ok(advice, 'no signature fires');
      assert.equal(advice.id, provider);
      assert.equal(advice.code ?? codeForReply(stage, fixture.reply), code);
      assert.ok(advice.steps.length > 0 && advice.steps.every((step) => step !== ''));
      assert.match(advice.evidence, /^from .* this reply means: /);
    });
  }

  test('means nothing special from a server that nobody knows', () => {
    for (const { reply } of fixtures) assert.equal(providerAdvice(providerOf('mail.lab.test'), reply, 'auth/rejected'), undefined);
  });

  test('every signature has a reply that it is tried on, and is the first to fire there', () => {
    const untried = allProviders().flatMap(({ id, replies = [] }) =>
      replies.flatMap(({ match, category, verified }) => {
        if (!verified || !(category in REPLY_CATEGORIES)) return [];
        const isTried = fixtures.some(
          ({ provider, text }) => provider === id && replies.find((other) => new RegExp(other.match, 'i').test(text))?.match === match,
        );
        return isTried ? [] : [`${id}: ${match}`];
      }),
    );
    assert.deepEqual(untried, []);
  });

  /** Of one house: what one of them says the other may say as well. */
  const FAMILIES = [/^(gmail|google)/, /^(m365|outlook|azure)/, /^(yahoo|aol|att)/, /^(zoho|zeptomail)/, /^mailtrap/, /^(gmx|web-de|ionos|mail-com)/];
  const isOfFamily = (a: string, b: string) => FAMILIES.some((family) => family.test(a) && family.test(b));

  test('is claimed by no other provider, unless those are the words of a program that both run', () => {
    // Exim, Postfix and Exchange speak for many; what they say is no provider's own word.
    const common =
      /^(535 (5\.7\.\d )?(Error: )?(authentication|incorrect authentication|invalid login)|554 5\.7\.1|553 5\.7\.1 .*not owned|530|550 5\.7\.1 Relaying denied|454 Temporary auth|421 |451 |450 |452 |550 5\.7\.0)/i;
    const claimed = fixtures
      .filter(({ text }) => !common.test(text))
      .flatMap((fixture) =>
        allProviders()
          .filter(({ id }) => id !== fixture.provider && !isOfFamily(id, fixture.provider) && adviceAt(id, fixture)?.confidence === 'certain')
          .map(({ id }) => `${fixture.provider}: "${fixture.text}" is also claimed by ${id}`),
      );
    assert.deepEqual(claimed, []);
  });
});

test('a category does not rename a failure outside of sign-in, envelope and message', () => {
  const advice = providerAdvice(providerById('gmail'), { code: 535, lines: ['5.7.8 BadCredentials'] }, 'greeting/rejected');
  assert.equal(advice?.code, undefined);
});

describe('the provider of a run', () => {
  const run = (host: string, banner?: string) => ({
    plan: planTo(587, { host }),
    host,
    ...(banner === undefined ? {} : { greeting: { code: 220, lines: [banner] } }),
  });
  test('is known by the host', () => assert.equal(providerOfRun(run('smtp.gmail.com'))?.id, 'gmail'));
  test('is known by the name in the greeting behind a name of one’s own', () =>
    assert.equal(providerOfRun(run('mail.lab.test', 'smtp.gmail.com ESMTP x1-gsmtp'))?.id, 'gmail'));
  test('is unknown where nothing names one', () => assert.equal(providerOfRun(run('mail.lab.test', 'mail.lab.test ESMTP')), undefined));
});

describe('the form of the user name', () => {
  const problem = (host: string, user: string | undefined) => userNameProblem({ ...planTo(587), ...(user === undefined ? {} : { user }) }, providerOf(host));

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
    const ours = [...said].filter((category) => /^(auth|sender|relay|limit|tls|recipient|policy|reputation)\./.test(category));
    assert.deepEqual(ours.filter((category) => !(category in REPLY_CATEGORIES)).sort(), []);
  });

  test('has patterns that compile', () => {
    for (const { replies = [] } of allProviders()) for (const { match } of replies) assert.doesNotThrow(() => new RegExp(match));
  });
});
