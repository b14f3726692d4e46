import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChecklistStep, checklistOf, type StepId, type StepState } from '../../../src/report/checklist.ts';
import type { RecordedStage, RunRecord } from '../../../src/report/runRecord.ts';
import type { Cause, TlsFacts } from '../../../src/smtp/types.ts';
import { CERTIFICATE, CLEAR, cause, failedRun, GOOD_RUN, TLS } from '../../support/runRecords.ts';

const statesOf = (record: RunRecord) => checklistOf(record).map(({ state }) => state);
const step = (record: RunRecord, id: StepId): ChecklistStep => checklistOf(record).find((one) => one.id === id)!;

function withStage(changed: RecordedStage): RunRecord {
  return { ...GOOD_RUN, stages: GOOD_RUN.stages.map((one) => (one.stage === changed.stage ? changed : one)) };
}

const withTls = (fields: Partial<TlsFacts>, droppedBytes?: number) =>
  withStage({ stage: 'tls', state: 'passed', atMs: 70, ms: 1, facts: { tls: { ...TLS, ...fields }, ...(droppedBytes ? { droppedBytes } : {}) } });
const withRelay = (fields: Partial<RunRecord['relay']>): RunRecord => ({ ...GOOD_RUN, relay: { ...GOOD_RUN.relay, ...fields } });

test('a good run has five steps, all in order, with what they rest on', () => {
  assert.deepEqual(checklistOf(GOOD_RUN), [
    {
      id: 'connect',
      title: 'Connect',
      state: 'ok',
      text: '192.0.2.1 answers on port 587',
      details: ['mail.test has the addresses 192.0.2.1, 192.0.2.2', '192.0.2.1: connected after 20 ms', 'greeting: 220 mail.test ESMTP ready'],
    },
    {
      id: 'tls',
      title: 'TLS',
      state: 'ok',
      text: 'TLSv1.3, certificate valid',
      details: ['TLS_AES_256_GCM_SHA384', 'certificate of mail.test, issued by CN=Root, until 2027-01-01 (90 days left)'],
    },
    { id: 'sign-in', title: 'Sign-in', state: 'ok', text: 'signed in as "app@shop.example.org" with PLAIN', details: ['offered: PLAIN, LOGIN'] },
    {
      id: 'envelope',
      title: 'Envelope and limits',
      state: 'ok',
      text: '<app@shop.example.org> may send to <jo@else.example.net>; no message was sent',
      details: [
        'sender <app@shop.example.org> accepted',
        'recipient <jo@else.example.net> accepted',
        'messages up to 10 MiB',
        'addresses outside ASCII (SMTPUTF8)',
        'text in 7 bits only, so it must be encoded (no 8BITMIME)',
        'no delivery reports on request (no DSN)',
        'up to 50 recipients per message',
        'up to 20 messages per connection',
      ],
    },
    {
      id: 'identity',
      title: 'Identity',
      state: 'ok',
      text: 'the server takes "web.shop.example.org" as name of this client',
      details: [
        'HELO name web.shop.example.org',
        'sender <app@shop.example.org>',
        'the server calls itself mail.test',
        'its certificate is for mail.test, smtp.mail.test',
      ],
    },
  ]);
});

const ALL_OPEN: readonly StepState[] = ['not-tested', 'not-tested', 'not-tested', 'not-tested', 'not-tested'];

/** The step at fault and the others, by code and stage. */
const failures: readonly (readonly [Cause['code'], Cause['stage'], readonly StepState[]])[] = [
  ['dns/not-found', 'resolve', ['failed', ...ALL_OPEN.slice(1)]],
  ['tcp/refused', 'connect', ['failed', ...ALL_OPEN.slice(1)]],
  ['greeting/rejected', 'greeting', ['failed', ...ALL_OPEN.slice(1)]],
  ['greeting/tls-expected', 'greeting', ['ok', 'failed', 'not-tested', 'not-tested', 'not-tested']],
  ['ehlo/rejected', 'ehlo', ['ok', 'not-tested', 'not-tested', 'not-tested', 'failed']],
  ['tls/expired', 'tls', ['ok', 'failed', 'not-tested', 'not-tested', 'ok']],
  ['auth/credentials', 'auth', ['ok', 'ok', 'failed', 'not-tested', 'ok']],
  ['limit/rate', 'auth', ['ok', 'ok', 'not-tested', 'failed', 'ok']],
  ['mail/rejected', 'mail-from', ['ok', 'ok', 'ok', 'failed', 'ok']],
  ['rcpt/relay-denied', 'rcpt-to', ['ok', 'ok', 'ok', 'failed', 'ok']],
  ['auth/required', 'mail-from', ['ok', 'ok', 'failed', 'not-tested', 'ok']],
];

for (const [code, stage, states] of failures) {
  test(`${code} at ${stage} fails one step only`, () => assert.deepEqual(statesOf(failedRun(cause({ code, stage }))), states));
}

test('the failed step tells the cause, the others why they are open', () => {
  const record = failedRun(cause({ code: 'limit/rate', stage: 'auth', summary: 'too fast', evidence: ['reply: 454 slow down'] }));
  assert.deepEqual([step(record, 'envelope').text, step(record, 'envelope').details[0]], ['too fast', 'reply: 454 slow down']);
  assert.equal(step(record, 'sign-in').text, 'see "Envelope and limits"');
  const early = failedRun(cause({ code: 'tcp/timeout', stage: 'connect' }));
  assert.equal(step(early, 'envelope').text, 'connection failed');
});

test('a cancelled run fails no step', () => {
  assert.deepEqual(statesOf(failedRun(cause({ code: 'cancelled', stage: 'connect' }))), ALL_OPEN);
});

const doubts: readonly (readonly [string, RunRecord, StepId, RegExp])[] = [
  [
    'an untrusted certificate',
    withTls({ trusted: false, problem: 'SELF_SIGNED_CERT_IN_CHAIN' }),
    'tls',
    /not trusted \(SELF_SIGNED_CERT_IN_CHAIN\), but checking is off$/,
  ],
  ['a certificate of another name', withTls({ nameMatches: false }), 'tls', /for another name/],
  ['a certificate that ends soon', withTls({ chain: [{ ...CERTIFICATE, daysLeft: 3 }] }), 'tls', /ends soon: 3 days left/],
  [
    'roots that disagree',
    withTls({
      trust: [
        { store: 'node', trusted: true },
        { store: 'system', trusted: false },
      ],
    }),
    'tls',
    /operating system's roots do not trust it/,
  ],
  ['bytes before TLS', withTls({}, 12), 'tls', /12 bytes came in clear text/],
  [
    'an address that is dead',
    withStage({
      stage: 'connect',
      state: 'passed',
      ms: 1,
      facts: {
        attempts: [
          { address: '::1', family: 6, ms: 1, ok: false, code: 'ECONNREFUSED' },
          { address: '192.0.2.1', family: 4, ms: 1, ok: true },
        ],
      },
    }),
    'connect',
    /but ::1 did not answer/,
  ],
  ['a late greeting', withStage({ stage: 'greeting', state: 'passed', ms: 6100, facts: {} }), 'connect', /but the greeting took 6100 ms/],
  ['a HELO name without domain', withRelay({ heloName: 'laptop' }), 'identity', /"laptop" is not a fully qualified name/],
  ['a HELO name of this network', withRelay({ heloName: 'web.local' }), 'identity', /"web.local" exists in this network only/],
  ['a sender at localhost', withRelay({ mailFrom: 'root@localhost' }), 'identity', /domain of the sender <root@localhost> is not a public one/],
  ['a sender at an address', withRelay({ mailFrom: 'root@[192.0.2.7]' }), 'identity', /has an address instead of a domain/],
];

for (const [what, record, id, text] of doubts) {
  test(`${what} is a warning, no failure`, () => {
    assert.equal(step(record, id).state, 'warning');
    assert.match(step(record, id).text, text);
  });
}

test('what the configuration does not ask for is neither good nor bad', () => {
  const stages = GOOD_RUN.stages
    .filter(({ stage }) => !['starttls', 'tls', 'ehlo-tls'].includes(stage))
    .map((one): RecordedStage => (one.stage === 'auth' ? { stage: 'auth', state: 'skipped', reason: 'no credentials are configured' } : one));
  const { user: _, ...relay } = GOOD_RUN.relay;
  const record: RunRecord = { ...GOOD_RUN, relay: { ...relay, security: 'none' }, stages };
  assert.deepEqual(statesOf(record), ['ok', 'not-asked', 'not-asked', 'ok', 'ok']);
  assert.deepEqual(step(record, 'tls').details, ['the server offers STARTTLS, but the configuration does not use it']);
  assert.equal(step(record, 'sign-in').text, 'no credentials are configured');
});

test('TLS that was wanted if there is any, and a password without it, are warnings', () => {
  const stages = GOOD_RUN.stages.map((one): RecordedStage => {
    if (one.stage === 'starttls') return { stage: 'starttls', state: 'absent', ms: 0, reason: 'not announced' };
    if (one.stage === 'tls' || one.stage === 'ehlo-tls') return { stage: one.stage, state: 'skipped', reason: 'STARTTLS is not offered' };
    return one;
  });
  const record: RunRecord = { ...GOOD_RUN, relay: { ...GOOD_RUN.relay, security: 'starttls-opportunistic' }, stages };
  assert.deepEqual(statesOf(record), ['ok', 'warning', 'warning', 'ok', 'ok']);
});

test('a sender and a name that the test made up are not held against the setting', () => {
  const record = withRelay({ heloName: '[127.0.0.1]', mailFrom: 'postmaster@[127.0.0.1]' });
  assert.equal(step(record, 'identity').state, 'ok');
  assert.ok(step(record, 'identity').details.includes('sender <postmaster@[127.0.0.1]>, as the setting names none'));
});

test('a test message is one step to us', () => {
  const record: RunRecord = { ...GOOD_RUN, stages: [{ stage: 'message', state: 'passed', atMs: 0, ms: 9 }] };
  assert.deepEqual(statesOf(record), ['not-tested', 'not-tested', 'not-tested', 'ok', 'not-tested']);
  assert.equal(step(record, 'tls').text, 'a test message tells nothing about this step by itself');
});

test('nothing is said about records in DNS, which a run does not read', () => {
  assert.doesNotMatch(JSON.stringify(checklistOf(GOOD_RUN)), /SPF|DKIM|DMARC|PTR/);
});

test('implicit TLS comes before the greeting', () => {
  const root = cause({ code: 'tls/plain-server', stage: 'tls' });
  const at = (stage: string) => GOOD_RUN.stages.find((one) => one.stage === stage)!;
  const base: RunRecord = {
    ...GOOD_RUN,
    relay: { ...GOOD_RUN.relay, security: 'implicit-tls' },
    stages: [
      at('resolve'),
      at('connect'),
      at('tls'),
      at('greeting'),
      { ...at('ehlo'), facts: { capabilities: CLEAR } },
      at('auth'),
      at('mail-from'),
      at('rcpt-to'),
    ],
  };
  assert.deepEqual(statesOf(failedRun(root, base)), ['ok', 'failed', 'not-tested', 'not-tested', 'not-tested']);
});
