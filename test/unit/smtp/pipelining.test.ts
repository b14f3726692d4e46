import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { planTo, runProbe } from '../../support/probeRun.ts';
import { startScriptedServer } from '../../support/scriptedServer.ts';

const HELLO = ['S: 220 lab.test ESMTP', 'C: EHLO', 'S: 250-lab.test', 'S: 250 PIPELINING'];
const TIMEOUTS = { connectMs: 5000, greetingMs: 5000, tlsMs: 5000, commandMs: 5000 };

describe('a server that offers PIPELINING', () => {
  /** Runs a probe with what the server says after EHLO. */
  async function probe(t: TestContext, script: readonly string[], { hello = HELLO, commandMs = 5000 } = {}) {
    const server = await startScriptedServer([...hello, ...script].join('\n'));
    t.after(() => server.close());
    const run = await runProbe(planTo(server.port, { mailFrom: 'a@lab.test', rcptTo: 'b@lab.test', timeouts: { ...TIMEOUTS, commandMs } }));
    assert.deepEqual(server.mismatches, []);
    return { ...run, received: server.received[0] };
  }

  it('gets MAIL and RCPT before it has answered, and RSET and QUIT likewise', async (t) => {
    const { verdict, stage, received } = await probe(t, [
      'C: MAIL',
      'C: RCPT',
      'S: 250 2.1.0 sender ok',
      'S: 250 2.1.5 recipient ok',
      'C: RSET',
      'C: QUIT',
      'S: 250 flushed',
      'S: 221 bye',
    ]);
    assert.equal(verdict.ok, true);
    assert.equal(received?.length, 5);
    const replies = (['mail-from', 'rcpt-to', 'quit'] as const).map((name) => {
      const end = stage(name);
      return end && 'facts' in end ? end.facts.reply?.lines[0] : undefined;
    });
    assert.deepEqual(replies, ['2.1.0 sender ok', '2.1.5 recipient ok', 'bye']);
  });

  it('is not asked for two things at once when it does not offer it', async (t) => {
    const { verdict } = await probe(t, ['C: MAIL', 'S: 250 ok', 'C: RCPT', 'S: 250 ok', 'C: RSET', 'S: 250 ok', 'C: QUIT', 'S: 221 bye'], {
      hello: ['S: 220 lab.test ESMTP', 'C: EHLO', 'S: 250 lab.test'],
    });
    assert.equal(verdict.ok, true);
  });

  it('refuses the sender: that is the cause, and not the 503 that the recipient gets for it', async (t) => {
    const { verdict, stage } = await probe(t, ['C: MAIL', 'C: RCPT', 'S: 550 5.1.8 no such sender', 'S: 503 5.5.1 need MAIL', 'C: QUIT', 'S: 221 bye']);
    assert.equal(verdict.cause?.code, 'mail/rejected');
    assert.equal(verdict.cause?.stage, 'mail-from');
    assert.match(verdict.cause?.evidence.join() ?? '', /5\.1\.8/);
    assert.doesNotMatch(JSON.stringify(verdict), /503|5\.5\.1/);
    assert.equal(stage('rcpt-to')?.state, 'skipped');
    assert.equal(stage('quit')?.state, 'passed');
  });

  it('refuses the recipient: the sender has passed', async (t) => {
    const { verdict, stage } = await probe(t, [
      'C: MAIL',
      'C: RCPT',
      'S: 250 ok',
      'S: 554 5.7.1 relay access denied',
      'C: RSET',
      'C: QUIT',
      'S: 250 ok',
      'S: 221 bye',
    ]);
    assert.equal(verdict.cause?.code, 'rcpt/relay-denied');
    assert.equal(stage('mail-from')?.state, 'passed');
    assert.equal(stage('quit')?.state, 'passed');
  });

  it('holds both replies back: the cause says that it may be either', async (t) => {
    const { verdict } = await probe(
      t,
      ['C: MAIL', 'C: RCPT', 'SILENCE', '==', ...HELLO, 'C: NOOP', 'S: 250 ok', 'C: NOOP', 'S: 250 ok', 'C: QUIT', 'S: 221 bye'],
      { commandMs: 100 },
    );
    assert.equal(verdict.cause?.code, 'protocol/timeout');
    assert.equal(verdict.cause?.confidence, 'likely');
    assert.match(verdict.cause?.evidence.join('\n') ?? '', /MAIL FROM and RCPT TO were sent together/);
  });

  it('closes after refusing the sender: no farewell is tried', async (t) => {
    const { verdict, stage } = await probe(t, ['C: MAIL', 'C: RCPT', 'S: 550 5.1.8 no such sender', 'CLOSE']);
    assert.equal(verdict.cause?.code, 'mail/rejected');
    assert.equal(stage('quit')?.state, 'skipped');
  });

  it('closes with 421: no second reply is waited for', async (t) => {
    const { verdict, stage } = await probe(t, ['C: MAIL', 'C: RCPT', 'S: 421 4.3.2 shutting down', 'SILENCE']);
    assert.equal(verdict.cause?.stage, 'mail-from');
    assert.equal(stage('quit')?.state, 'skipped');
  });
});
