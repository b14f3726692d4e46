import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparisonsOf } from '../../../../src/report/page/comparisons.ts';
import { ACTIONS, type ActionName } from '../../../../src/report/page/messages.ts';
import type { PageChild, PageNode } from '../../../../src/report/page/node.ts';
import { type ReportView, reportPage, reportStatus } from '../../../../src/report/page/reportPage.ts';
import type { RunRecord } from '../../../../src/report/runRecord.ts';
import { all, byId, textOf } from '../../../support/pages.ts';
import { CERTIFICATE, CLEAR, cause, failedRun, GOOD_RUN, TLS, UNDER_TLS } from '../../../support/runRecords.ts';

const ROOT = cause({
  code: 'auth/credentials',
  stage: 'auth',
  summary: 'mail.test does not accept user name and password',
  confidence: 'likely',
  evidence: ['reply: 535 no'],
  ruledOut: ['the network: 192.0.2.1 answers on port 587'],
  nextSteps: ['Check both.', 'Ask the provider.'],
  rule: 'auth/mismatched-user-name',
  proven: { evidence: '465 with implicit TLS answered' },
});

function pageOf(record: RunRecord | undefined, view: Partial<ReportView> = {}): PageNode {
  return reportPage({ ...(record ? { record } : {}), actions: ['test', 'copy', 'compare'], ...view });
}

const buttonsOf = (page: PageNode) => all(page, 'button').map((button) => [button.attributes['data-action'], textOf(button)]);

test('the headline is the verdict, and the state stands in words beside its sign', () => {
  const good = pageOf(GOOD_RUN);
  assert.equal(textOf(all(good, 'h1')[0]!), 'mail.test port 587 takes mail');
  assert.match(textOf(all(good, 'header')[0]!), /^✓Passed/);
  assert.match(textOf(all(pageOf(failedRun(ROOT)), 'header')[0]!), /^✕Failed, likely cause/);
});

test('a failed run says what to do in order, who, what was seen to work, and why we think so', () => {
  const part = byId(pageOf(failedRun(ROOT), { provider: 'Example Mail' }), 'cause')!;
  assert.deepEqual(all(all(part, 'ol')[0]!, 'li').map(textOf), ['Check both.', 'Ask the provider.']);
  const said = textOf(part);
  for (const words of [
    '465 with implicit TLS answered',
    'you, in the configuration',
    'auth/credentials at the stage sign-in, likely',
    'Example Mail',
    'reply: 535 no',
  ])
    assert.ok(said.includes(words), words);
  assert.ok(said.includes('the network: 192.0.2.1 answers on port 587'));
});

test('a good run has no cause', () => {
  assert.equal(byId(pageOf(GOOD_RUN), 'cause'), undefined);
});

test('the relay, its setting, the sign-in, the envelope and where the test ran stand in the head', () => {
  const head = textOf(all(pageOf(GOOD_RUN), 'header')[0]!);
  for (const words of [
    'mail.test:587, STARTTLS required',
    'app/.env:4',
    'as app@shop.example.org',
    '<jo@else.example.net>',
    'this computer',
    '2026-10-01 08:00:00 UTC',
  ])
    assert.ok(head.includes(words), words);
});

test('each state of a step has its word and its sign, which is hidden from those who hear the page', () => {
  const clear = { ...GOOD_RUN.relay, security: 'none' as const };
  const runs = [GOOD_RUN, failedRun(ROOT), { ...GOOD_RUN, relay: clear, stages: GOOD_RUN.stages.filter(({ stage }) => !/tls$/.test(stage)) }];
  const late: RunRecord = {
    ...GOOD_RUN,
    stages: GOOD_RUN.stages.map((one) => (one.stage === 'tls' ? { ...one, facts: { tls: { ...TLS, trusted: false } } } : one)),
  };
  const words = new Set<string>();
  for (const run of [...runs, late]) {
    const part = byId(pageOf(run), 'checklist')!;
    assert.equal(all(part, 'h3').length, 5);
    for (const step of all(part, 'li').filter(({ attributes }) => attributes.class?.startsWith('step'))) {
      const [mark] = all(step, 'span');
      assert.equal(mark!.attributes['aria-hidden'], 'true');
      assert.notEqual(textOf(mark!), '');
      words.add(textOf(all(step, 'h3')[0]!).replace(/^(Connect|TLS|Sign-in|Envelope and limits|Identity) /, ''));
    }
  }
  assert.deepEqual([...words].sort(), ['OK', 'failed', 'not asked for', 'not tested', 'warning']);
});

test('the details of a step are named after it for those who hear them', () => {
  const summaries = all(byId(pageOf(GOOD_RUN), 'checklist')!, 'summary').map(({ attributes }) => attributes['aria-label']);
  assert.deepEqual(
    summaries,
    ['Connect', 'TLS', 'Sign-in', 'Envelope and limits', 'Identity'].map((title) => `Details of ${title}`),
  );
});

test('capabilities before and under TLS stand side by side', () => {
  const rows = all(byId(pageOf(GOOD_RUN), 'capabilities')!, 'tr').map((row) => row.children.map((cell) => textOf(cell)));
  assert.deepEqual(rows[0], ['Keyword', 'In clear text', 'Under TLS']);
  assert.deepEqual(rows[1], ['STARTTLS', 'yes', 'no']);
  assert.ok(
    rows.some((row) => row.join('|') === 'AUTH|no|PLAIN LOGIN'),
    JSON.stringify([CLEAR, UNDER_TLS]),
  );
});

test('the certificate chain says whether it is trusted, by whom, and until when', () => {
  const tls = {
    ...TLS,
    trusted: false,
    problem: 'CERT_HAS_EXPIRED',
    chain: [{ ...CERTIFICATE, daysLeft: -3 }, CERTIFICATE],
    trust: [{ store: 'system' as const, trusted: true }],
  };
  const record = { ...GOOD_RUN, stages: GOOD_RUN.stages.map((one) => (one.stage === 'tls' ? { ...one, facts: { tls } } : one)) };
  const said = textOf(byId(pageOf(record), 'certificates')!);
  for (const words of ['Not trusted (CERT_HAS_EXPIRED)', "the operating system's roots: trusted", 'expired 3 days ago', 'Issuer 1', 'smtp.mail.test', 'AA:BB'])
    assert.ok(said.includes(words), words);
});

test('the transcript is folded, in the grammar of the panel', () => {
  const part = byId(pageOf(GOOD_RUN), 'transcript')!;
  const [details] = all(part, 'details');
  assert.equal(details!.attributes['open' as 'id'], undefined);
  assert.ok(textOf(part).includes('<-  220 mail.test ESMTP ready\n ~> AUTH PLAIN ••••'));
});

test('there are no links, and buttons carry an action that is known and nothing else', () => {
  const page = pageOf(failedRun(ROOT), { fixTitle: 'Write what the test proved: set SMTP_PORT to 465', actions: Object.keys(ACTIONS) as ActionName[] });
  for (const button of all(page, 'button')) {
    assert.equal(button.attributes.type, 'button');
    assert.ok(Object.hasOwn(ACTIONS, button.attributes['data-action']!));
    assert.notEqual(textOf(button), '');
  }
});

test('the proven fix is the first button where there is one, else testing again', () => {
  const fix = buttonsOf(pageOf(failedRun(ROOT), { fixTitle: 'Write it' }));
  assert.deepEqual(fix[0], ['apply-fix', 'Write it']);
  const primary = (page: PageNode) =>
    all(page, 'button')
      .filter((one) => one.attributes.class === 'primary')
      .map(textOf);
  assert.deepEqual(primary(pageOf(failedRun(ROOT), { fixTitle: 'Write it' })), ['Write it']);
  assert.deepEqual(primary(pageOf(failedRun(ROOT))), ['Test Again']);
});

test('comparing tells what changed since it worked and since the run before, once where they are the same', () => {
  const failed: RunRecord = { ...failedRun(ROOT), id: 'run-3', startedAt: '2026-10-03T08:00:00.000Z' };
  const between: RunRecord = { ...failed, id: 'run-2', startedAt: '2026-10-02T08:00:00.000Z' };
  const both = comparisonsOf([failed, between, GOOD_RUN], failed);
  assert.deepEqual(
    both.map(({ since, isSinceGood }) => [since.slice(0, 10), isSinceGood]),
    [
      ['2026-10-01', true],
      ['2026-10-02', false],
    ],
  );
  assert.equal(comparisonsOf([failed, GOOD_RUN], failed).length, 1);
  const part = byId(pageOf(failed, { comparisons: both }), 'compare')!;
  assert.match(textOf(part), /Since it last worked, 2026-10-01.*it worked before.*Since the run before, 2026-10-02.*Nothing has changed/);
});

test('comparing says so when there is nothing to compare with, and is not there unasked', () => {
  assert.match(textOf(byId(pageOf(GOOD_RUN, { comparisons: comparisonsOf([GOOD_RUN], GOOD_RUN) }), 'compare')!), /no earlier run/);
  assert.equal(byId(pageOf(GOOD_RUN), 'compare'), undefined);
});

test('without a run the page says what a test does and offers one', () => {
  const page = pageOf(undefined, { actions: ['test'], notice: 'The test was cancelled.' });
  assert.deepEqual(buttonsOf(page), [['test', 'Test SMTP Relay']]);
  assert.ok(textOf(page).includes('The test was cancelled.'));
});

test('a run that goes on shows its stages so far and tells the current one', () => {
  const running = {
    relay: GOOD_RUN.relay,
    stages: [
      { stage: 'resolve' as const, state: 'passed' as const, atMs: 0, ms: 4 },
      { stage: 'connect' as const, state: 'running' as const, atMs: 4 },
    ],
  };
  const view: ReportView = { record: GOOD_RUN, running, actions: [] };
  assert.match(textOf(reportPage(view)), /^Running ?Testing mail\.test:587.*connectionrunning/);
  assert.deepEqual(buttonsOf(reportPage(view)), [['stop', 'Stop']]);
  assert.equal(reportStatus(view), 'Testing mail.test:587: connection');
  assert.equal(reportStatus({ record: GOOD_RUN, actions: [] }), 'Test passed: mail.test port 587 takes mail');
});

test('headings go down one level at a time, parts are named by theirs, and ids occur once', () => {
  const page = pageOf(failedRun(ROOT), {
    comparisons: comparisonsOf([GOOD_RUN], { ...failedRun(ROOT), id: 'x', startedAt: '2027-01-01' }),
    fixTitle: 'Write it',
  });
  const levels = all(page, ...(['h1', 'h2', 'h3'] as const)).map(({ tag }) => Number(tag[1]));
  assert.equal(levels[0], 1);
  for (const [index, level] of levels.entries()) assert.ok(index === 0 || level <= levels[index - 1]! + 1, levels.join());
  const ids = all(page).flatMap(({ attributes }) => attributes.id ?? []);
  assert.deepEqual(ids, [...new Set(ids)]);
  for (const section of all(page, 'section')) assert.equal(byId(page, section.attributes['aria-labelledby']!)?.tag, 'h2');
});

test('what scrolls by itself can be reached by keyboard and has a name, and every table has a caption and named rows', () => {
  const page = pageOf(failedRun(ROOT));
  for (const node of all(page).filter(({ attributes }) => attributes.class === 'scroll')) {
    assert.equal(node.attributes.tabindex, '0');
    assert.ok(node.attributes['aria-label']);
  }
  for (const table of all(page, 'table')) {
    assert.equal(all(table, 'caption').length, 1);
    for (const row of all(all(table, 'tbody')[0]!, 'tr')) assert.equal((row.children[0] as PageNode).attributes.scope, 'row');
  }
});

test('what a server said is text and nothing else, wherever it stands', () => {
  const hostile = '<img src=x onerror=alert(1)></pre><script>alert(2)</script>';
  const poison = (value: unknown): unknown => {
    if (typeof value === 'string') return /^[\w./:-]{1,40}$/.test(value) ? value : hostile;
    if (Array.isArray(value)) return value.map(poison);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, poison(one)])) : value;
  };
  const record = poison(failedRun({ ...ROOT, stage: 'mail-from' })) as RunRecord;
  const page = pageOf(record);
  assert.ok(textOf(page).includes(hostile));
  for (const { attributes } of all(page)) for (const value of Object.values(attributes)) assert.ok(!value?.includes('<'), value);
  const visit = (child: PageChild): void => {
    if (typeof child === 'string') return;
    assert.ok(!['script', 'img', 'a', 'iframe', 'style'].includes(child.tag));
    child.children.forEach(visit);
  };
  visit(page);
});
