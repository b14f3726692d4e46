import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type PostfixInstance, type PostfixService, postfixObstacle, startPostfix } from '../support/postfixInstance.ts';
import { planTo, runProbe } from '../support/probeRun.ts';

/* How a real Postfix receives strangers: postscreen(8), which lets them wait and comes back later, and access tables. */

const skip = postfixObstacle() ?? false;
const EARLY = { smtpd_delay_reject: 'no' };
const answer = (reply: string) => ({ ...EARLY, smtpd_client_restrictions: `check_client_access inline:{ {127.0.0.1 = ${reply}} }` });

const SERVICES = {
  waits: { daemon: 'postscreen', parameters: { postscreen_greet_wait: '1s', postscreen_greet_action: 'enforce' } },
  deep: { daemon: 'postscreen', parameters: { postscreen_greet_wait: '1s', postscreen_pipelining_enable: 'yes', postscreen_pipelining_action: 'enforce' } },
  drops: {
    daemon: 'postscreen',
    parameters: { postscreen_access_list: 'static:reject', postscreen_denylist_action: 'drop', postscreen_blacklist_action: 'drop' },
  },
  listed: { parameters: answer('554 5.7.1 Service unavailable; Client host [127.0.0.1] blocked using zen.spamhaus.org') },
  nameless: {
    parameters: {
      ...EARLY,
      smtpd_peername_lookup: 'yes',
      smtpd_client_restrictions: 'check_client_access inline:{ {127.0.0.1 = 450 4.7.25 Client host rejected: cannot find your hostname} }',
    },
  },
  fussy: { parameters: { ...EARLY, smtpd_helo_required: 'yes', smtpd_helo_restrictions: 'reject_non_fqdn_helo_hostname' } },
  late: { parameters: { smtpd_helo_restrictions: 'reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname' } },
} satisfies Record<string, PostfixService>;

const inside = { mailFrom: 'shop@lab.test', rcptTo: 'me@lab.test' };

describe('a Postfix that receives strangers', { skip }, () => {
  let postfix: PostfixInstance<keyof typeof SERVICES>;
  before(async () => {
    postfix = await startPostfix({ services: SERVICES });
  });
  after(() => postfix?.stop());

  const to = (service: keyof typeof SERVICES, options: Parameters<typeof planTo>[1] = {}) =>
    runProbe(planTo(postfix.ports[service], { ...inside, ...options }));

  test('lets its greeting wait, and nothing is said before it has come', async () => {
    const run = await to('waits', { timeouts: { patienceMs: 100 } });
    assert.equal(run.verdict.ok, true, run.transcript.join('\n'));
    const text = run.transcript.join('\n');
    assert.match(text, /still waiting/);
    assert.match(text, /The greeting took \d+ ms/);
    assert.ok(!postfix.log().includes('PREGREET'), postfix.log());
  });

  test('puts a new client off after its deep tests', async () => {
    const run = await to('deep');
    assert.equal(run.verdict.cause?.code, 'limit/greylisted', run.transcript.join('\n'));
    assert.equal(run.verdict.cause?.stage, 'rcpt-to');
    assert.match(run.verdict.cause!.evidence.join(), /450 4\.3\.2/);
  });

  test('drops a client that it denies', async () => {
    const run = await to('drops');
    assert.equal(run.verdict.cause?.code, 'greeting/rejected', run.transcript.join('\n'));
    assert.match(run.verdict.cause!.evidence.join(), /521 5\.3\.2/);
  });

  test('turns a listed client away in its own words', async () => {
    const { cause } = (await to('listed')).verdict;
    assert.equal(cause?.code, 'greeting/blocked');
    assert.match(cause!.summary, /127\.0\.0\.1 is on the block list "zen\.spamhaus\.org"/);
  });

  test('turns a client without a name away for now', async () => {
    assert.equal((await to('nameless')).verdict.cause?.code, 'greeting/no-ptr');
  });

  test('does not take the name at EHLO, and takes the next', async () => {
    const { cause } = (await to('fussy', { heloName: 'shortname' })).verdict;
    assert.equal(cause?.code, 'ehlo/rejected');
    assert.equal(cause?.stage, 'ehlo');
    assert.equal(cause?.proven?.heloName, 'lab.test');
  });

  test('does not take the name at RCPT, and takes the next', async () => {
    const { cause } = (await to('late', { heloName: 'shortname' })).verdict;
    assert.equal(cause?.code, 'ehlo/rejected');
    assert.equal(cause?.stage, 'rcpt-to');
    assert.equal(cause?.proven?.heloName, 'lab.test');
  });
});
