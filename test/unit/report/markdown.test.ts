import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportMarkdown } from '../../../src/report/markdown.ts';
import type { RunRecord } from '../../../src/report/runRecord.ts';
import { CERTIFICATE, cause, failedRun, GOOD_RUN, TLS } from '../../support/runRecords.ts';

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

/** The text between a heading and the next. */
function section(markdown: string, title: string): string {
  const [, after = ''] = markdown.split(`### ${title}\n\n`);
  return after.split('\n\n###')[0] ?? '';
}

test('a report begins with the verdict and says what was tested from where', () => {
  assert.ok(
    reportMarkdown(GOOD_RUN).startsWith(
      [
        '## SMTP test of `mail.test:587`: OK',
        '',
        '**mail.test port 587 takes mail**',
        '',
        '|  |  |',
        '| --- | --- |',
        '| Relay | `mail.test` port 587, STARTTLS required |',
        '| Setting | `app/.env:4` |',
        '| Sign-in | as `app@shop.example.org` |',
        '| Envelope | `<app@shop.example.org>` to `<jo@else.example.net>`, HELO `web.shop.example.org` |',
        '| Tested from | this computer |',
        '| Tested at | 2026-10-01T08:00:00.000Z |',
        '',
        '### Checklist',
      ].join('\n'),
    ),
  );
});

test('a failed run has cause, steps in order, evidence, and what is ruled out', () => {
  const markdown = reportMarkdown(failedRun(ROOT));
  assert.match(markdown, /^## SMTP test of `mail.test:587`: failed\n/);
  assert.ok(markdown.includes('| Cause | `auth/credentials` at the stage sign-in (likely) |'));
  assert.ok(markdown.includes('| Who must act | you, in the configuration |'));
  assert.ok(markdown.includes('| Seen to work | 465 with implicit TLS answered |'));
  assert.ok(markdown.includes('| Rule | `auth/mismatched-user-name` |'));
  assert.equal(section(markdown, 'Next steps'), '1. Check both.\n2. Ask the provider.');
  assert.equal(section(markdown, 'Evidence'), '- reply: 535 no');
  assert.equal(section(markdown, 'Ruled out'), '- the network: 192.0.2.1 answers on port 587');
  assert.ok(section(markdown, 'Checklist').includes('| Sign-in | **failed** | mail.test does not accept user name and password |'));
  assert.ok(section(markdown, 'Timeline').includes('| sign-in | **failed**: `auth/credentials` as seen | 115 ms | 7 ms |'));
  assert.ok(section(markdown, 'Timeline').includes('| MAIL FROM | not tested: sign-in failed |  |  |'));
});

test('certificates, and what is offered before and under TLS, stand in tables', () => {
  const markdown = reportMarkdown(GOOD_RUN);
  assert.ok(
    section(markdown, 'Certificates').includes('| 0 | `CN=mail.test` | `mail.test smtp.mail.test` | `CN=Root` | 2026-01-01 to 2027-01-01 (90 days left) |'),
  );
  assert.equal(
    section(markdown, 'Capabilities'),
    [
      '| Keyword | In clear text | Under TLS |',
      '| --- | --- | --- |',
      '| `STARTTLS` | yes |  |',
      '| `SIZE` | `10485760` | `10485760` |',
      '| `AUTH` |  | `PLAIN LOGIN` |',
      '| `LIMITS` |  | `RCPTMAX=50 MAILMAX=20` |',
      '| `SMTPUTF8` |  | yes |',
    ].join('\n'),
  );
});

test('roots that were compared are told apart', () => {
  const stages = GOOD_RUN.stages.map((one) =>
    one.stage === 'tls'
      ? {
          ...one,
          facts: {
            tls: {
              ...TLS,
              trust: [
                { store: 'node' as const, trusted: false, problem: 'X' },
                { store: 'system' as const, trusted: true },
              ],
            },
          },
        }
      : one,
  );
  assert.ok(section(reportMarkdown({ ...GOOD_RUN, stages }), 'Certificates').includes('- node: not trusted \\(X\\)\n- system: trusted'));
});

test('the transcript is folded and in the grammar of the panel', () => {
  assert.equal(
    section(reportMarkdown(GOOD_RUN), 'Transcript'),
    [
      '<details><summary>3 lines</summary>',
      '',
      '```text',
      '<-  220 mail.test ESMTP ready',
      ' ~> AUTH PLAIN •••• (user name and password)',
      ' ~> MAIL FROM:<app@shop.example.org>',
      '```',
      '',
      '</details>',
      '',
    ].join('\n'),
  );
});

const HOSTILE = '</summary></details> | `x` ``` [a](http://b) ![i](http://b) <img src=x>\n# big\r\n1. one *b* &amp;';

/** The record with every text that a server chooses replaced. */
function hostile(): RunRecord {
  const reply = { code: 220, lines: [HOSTILE] };
  return failedRun(cause({ ...ROOT, summary: HOSTILE, evidence: [HOSTILE], ruledOut: [HOSTILE], nextSteps: [HOSTILE] }), {
    ...GOOD_RUN,
    relay: { ...GOOD_RUN.relay, host: HOSTILE, user: HOSTILE, mailFrom: HOSTILE },
    place: { kind: 'ssh', label: HOSTILE },
    stages: GOOD_RUN.stages.map((one) => {
      if (one.stage === 'greeting') return { ...one, facts: { reply } };
      if (one.stage === 'tls')
        return { ...one, facts: { tls: { ...TLS, cipher: HOSTILE, problem: HOSTILE, chain: [{ ...CERTIFICATE, subject: HOSTILE, names: [HOSTILE] }] } } };
      if (one.stage === 'ehlo-tls')
        return { ...one, facts: { capabilities: { extensions: { [HOSTILE]: [HOSTILE] }, mechanisms: [HOSTILE], startTls: false } } };
      return one;
    }),
    lines: GOOD_RUN.lines.map((line) => ({ ...line, text: HOSTILE })),
  });
}

/** What a reader of Markdown takes as markup: code and escaped characters aside, which it shows as they are. */
function markup(markdown: string): string {
  return markdown
    .replace(/^(`{3,})text\n[\s\S]*?\n\1$/m, '')
    .replace(/\\[!-/:-@[-`{-~]/g, '')
    .replace(/(?<!`)(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
}

test('whatever a server says is text in the report, and never markup', () => {
  const shown = markup(reportMarkdown(hostile()));
  assert.doesNotMatch(shown, /\]\(|<img|!\[|\*b\*|&amp;/);
  assert.equal([...shown.matchAll(/<\/?details>/g)].length, 2);
  assert.equal([...shown.matchAll(/^#{1,6} /gm)].length, [...markup(reportMarkdown(failedRun(ROOT))).matchAll(/^#{1,6} /gm)].length);
});

test('each row of a table has as many cells as its head', () => {
  const rows = reportMarkdown(hostile())
    .split('\n\n')
    .filter((part) => part.startsWith('|'));
  for (const part of rows) {
    const counts = part.split('\n').map((line) => line.replace(/\\[\\|]/g, '').split('|').length);
    assert.deepEqual(new Set(counts).size, 1, part);
  }
});

test('people can be left out: names of addresses and users go, domains stay', () => {
  const root = cause({
    ...ROOT,
    summary: 'no "jdoe" here',
    evidence: ['reply: 535 jdoe@corp.example unknown', 'postmaster@corp.example helps', 'jdoes.example is a host'],
  });
  const record = failedRun(root, { ...GOOD_RUN, relay: { ...GOOD_RUN.relay, user: 'jdoe' } });
  const masked = reportMarkdown(record, { maskAddresses: true });
  assert.doesNotMatch(masked, /jdoe(?!s)|app@|jo@/);
  for (const kept of [
    '•••@shop.example.org',
    '•••@else.example.net',
    '•••@corp.example',
    'postmaster@corp.example',
    'jdoes.example',
    'no "•••" here',
    '`app/.env:4`',
  ])
    assert.ok(masked.includes(kept), kept);
  assert.match(reportMarkdown(record), /jdoe@corp\.example/);
});
