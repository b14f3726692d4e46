import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareRuns, sinceItWorked } from '../../../src/report/compare.ts';
import type { RecordedStage, RunRecord } from '../../../src/report/runRecord.ts';
import type { StageFacts, StageName } from '../../../src/smtp/types.ts';
import { CERTIFICATE, CLEAR, cause, failedRun, GOOD_RUN, TLS, UNDER_TLS } from '../../support/runRecords.ts';

const later: RunRecord = { ...GOOD_RUN, id: 'run-2', startedAt: '2026-10-02T08:00:00.000Z' };

function withStage(stage: StageName, fields: Partial<RecordedStage>, base = later): RunRecord {
  return { ...base, stages: base.stages.map((one) => (one.stage === stage ? { ...one, ...fields } : one)) };
}

const withFacts = (stage: StageName, facts: StageFacts) => withStage(stage, { facts });
const textsOf = (record: RunRecord) => compareRuns(GOOD_RUN, record).map(({ kind, text }) => `${kind}: ${text}`);

test('two runs alike differ in nothing, whatever their times', () => {
  assert.deepEqual(textsOf(withStage('tls', { ms: 119, atMs: 90 })), []);
});

const differences: readonly (readonly [string, RunRecord, readonly string[]])[] = [
  [
    'settings',
    { ...later, relay: { ...later.relay, port: 25, security: 'starttls-opportunistic', user: 'x', verifyCertificate: false } },
    [
      'setting: port: 25, was 587',
      'setting: mode: STARTTLS if offered, was STARTTLS required',
      'setting: user name: "x", was "app@shop.example.org"',
      'setting: check of certificates: off, was on',
    ],
  ],
  ['the place', { ...later, place: { kind: 'container', label: 'the dev container' } }, ['place: tested from the dev container, before from this computer']],
  [
    'addresses',
    withFacts('resolve', { addresses: ['192.0.2.9', '192.0.2.1'] }),
    ['address: addresses no longer there: 192.0.2.2', 'address: new addresses: 192.0.2.9'],
  ],
  ['the order of addresses', withFacts('resolve', { addresses: ['192.0.2.2', '192.0.2.1'] }), []],
  [
    'the greeting',
    withFacts('greeting', { reply: { code: 220, lines: ['other.test ESMTP'] } }),
    ['banner: greeting: "other.test ESMTP", was "mail.test ESMTP ready"'],
  ],
  ['a session id in the greeting', withFacts('greeting', { reply: { code: 220, lines: ['mail.test ESMTP ready 4f3a9, Fri, 2 Oct 2026 08:00:00 +0000'] } }), []],
  [
    'mechanisms',
    withFacts('ehlo-tls', { capabilities: { ...UNDER_TLS, mechanisms: ['XOAUTH2'] } }),
    ['mechanism: sign-in methods no longer there: PLAIN, LOGIN', 'mechanism: new sign-in methods: XOAUTH2'],
  ],
  [
    'capabilities',
    withFacts('ehlo-tls', { capabilities: { ...UNDER_TLS, extensions: { SIZE: ['1000'], DSN: [] } } }),
    ['capability: capabilities no longer there: LIMITS, SMTPUTF8', 'capability: new capabilities: DSN', 'capability: SIZE: 1000, was 10485760'],
  ],
  [
    'a renewed certificate',
    withFacts('tls', { tls: { ...TLS, chain: [{ ...CERTIFICATE, fingerprint256: 'CC', validTo: '2027-06-01T00:00:00.000Z' }] } }),
    ['certificate: another certificate: until 2027-06-01, was until 2027-01-01'],
  ],
  [
    'a certificate of somebody else',
    withFacts('tls', {
      tls: {
        ...TLS,
        trusted: false,
        problem: 'SELF_SIGNED_CERT_IN_CHAIN',
        chain: [{ ...CERTIFICATE, fingerprint256: 'CC', issuer: 'CN=Proxy', names: ['mail.test'] }],
      },
    }),
    [
      'certificate: the certificate is no longer trusted (SELF_SIGNED_CERT_IN_CHAIN)',
      'certificate: another certificate: until 2027-01-01, was until 2027-01-01',
      'certificate: issued by CN=Proxy, was by CN=Root',
      'certificate: names in the certificate no longer there: smtp.mail.test',
    ],
  ],
  ['days that went by', withFacts('tls', { tls: { ...TLS, chain: [{ ...CERTIFICATE, daysLeft: 3 }] } }), []],
  ['the TLS version', withFacts('tls', { tls: { ...TLS, protocol: 'TLSv1.2' } }), ['tls: TLSv1.2, was TLSv1.3']],
  ['a stage that takes much longer', withStage('greeting', { ms: 6000 }), ['timing: greeting took 6000 ms, before 30 ms']],
  ['a stage', withStage('starttls', { state: 'absent' }), ['stage: STARTTLS is not offered, before it passed']],
];

for (const [what, record, texts] of differences)
  test(`${what}: ${texts.length} ${texts.length === 1 ? 'change' : 'changes'}`, () => assert.deepEqual(textsOf(record), texts));

test('a new failure comes first, and what was not reached is not compared', () => {
  const record = failedRun(cause({ code: 'tls/expired', stage: 'tls', summary: 'the certificate has expired' }), later);
  assert.deepEqual(textsOf(record), ['verdict: it worked before; now: the certificate has expired', 'stage: TLS handshake fails, before it passed']);
});

test('a repair, and another failure than before, are told as such', () => {
  const before = failedRun(cause({ code: 'tls/expired', stage: 'tls', summary: 'it has expired' }));
  assert.deepEqual(compareRuns(before, later)[0], { kind: 'verdict', text: 'it works now; before: it has expired' });
  const other = failedRun(cause({ code: 'tcp/refused', stage: 'connect', summary: 'it is refused' }), later);
  assert.deepEqual(compareRuns(before, other)[0], { kind: 'verdict', text: 'it fails for another reason: it is refused; before: it has expired' });
  assert.equal(compareRuns(before, { ...before, id: 'again' }).length, 0);
});

test('clear text is compared with clear text when one run had no TLS', () => {
  const stages = later.stages.filter(({ stage }) => stage !== 'ehlo-tls' && stage !== 'tls');
  const record = withStage('ehlo', { facts: { capabilities: { ...CLEAR, extensions: { SIZE: ['10485760'] } } } }, { ...later, stages });
  assert.deepEqual(textsOf(record), ['capability: capabilities no longer there: STARTTLS']);
});

test('what changed since it worked is measured from the last good run', () => {
  const failed = {
    ...failedRun(cause({ code: 'tcp/refused', stage: 'connect', summary: 'refused' }), later),
    id: 'run-3',
    startedAt: '2026-10-03T08:00:00.000Z',
  };
  const since = sinceItWorked([failed, later, GOOD_RUN], failed);
  assert.equal(since?.last.id, 'run-2');
  assert.equal(since?.changes[0]?.kind, 'verdict');
  assert.equal(sinceItWorked([failed], failed), undefined);
  assert.equal(sinceItWorked([later, GOOD_RUN], later), undefined);
});
