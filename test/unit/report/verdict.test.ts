import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Verdict, type VerdictContext, verdictMarkdown, verdictText } from '../../../src/report/verdict.ts';
import type { Cause, StageEvent, TlsFacts } from '../../../src/smtp/types.ts';
import { planTo } from '../../support/probeRun.ts';

const tls: TlsFacts = {
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  chain: [
    {
      subject: 'CN=mail.test',
      issuer: 'CN=Root',
      names: ['mail.test'],
      validFrom: '2026-01-01T00:00:00.000Z',
      validTo: '2026-03-01T00:00:00.000Z',
      daysLeft: 1,
      fingerprint256: 'AA',
    },
  ],
  trusted: true,
  nameMatches: true,
};

const passed = (stage: 'tls' | 'auth' | 'ehlo-tls', facts: object, ms = 5): StageEvent => ({ type: 'stage', stage, state: 'passed', ms, facts });

const context: VerdictContext = {
  plan: { ...planTo(587, { host: 'mail.test', mode: 'starttls-required', mailFrom: 'a@b.test', rcptTo: 'c@d.test' }), user: 'app' },
  events: [
    passed('tls', { tls }),
    passed('ehlo-tls', {
      capabilities: { extensions: { SIZE: ['10485760'], SMTPUTF8: [], DSN: [] }, mechanisms: ['PLAIN'], startTls: false, size: 10_485_760 },
    }),
    passed('auth', { mechanism: 'PLAIN' }),
  ],
};

const good: Verdict = { type: 'verdict', ok: true, summary: 'mail.test port 587 takes mail', notTested: [] };

test('a good run tells mode, TLS, days left, sign-in, envelope, sizes and time', () => {
  assert.deepEqual(verdictText(good, context), [
    'OK: mail.test port 587 takes mail',
    '  Connection: mail.test port 587, STARTTLS required',
    '  Encryption:',
    '    - TLSv1.3, TLS_AES_256_GCM_SHA384',
    '    - certificate of mail.test, trusted, 1 day left',
    '  Sign-in: PLAIN as "app"',
    '  Envelope: <a@b.test> to <c@d.test> accepted; no message was sent',
    '  Sign-in methods offered: PLAIN',
    '  Server takes:',
    '    - messages up to 10 MiB',
    '    - addresses outside ASCII (SMTPUTF8)',
    '    - text in 7 bits only, so it must be encoded (no 8BITMIME)',
    '    - delivery reports on request (DSN)',
    '  Time: 15 ms',
  ]);
});

test('a good run without TLS says so', () => {
  const lines = verdictText({ ...good, notTested: [{ stage: 'auth', reason: 'no credentials are configured' }] }, { ...context, events: [] });
  assert.ok(lines.includes('  Encryption: none, everything travelled in clear text'));
  assert.ok(lines.includes('  Not tested: sign-in (no credentials are configured)'));
});

test('a certificate that only passed because checking is off is called untrusted', () => {
  const untrusted = passed('tls', { tls: { ...tls, trusted: false, problem: 'CERT_HAS_EXPIRED', chain: [{ ...tls.chain[0], daysLeft: -3 }] } });
  const lines = verdictText(good, { ...context, events: [untrusted] });
  assert.ok(
    lines.some((line) => line.includes('not trusted (CERT_HAS_EXPIRED), accepted because checking is off, expired 3 days ago')),
    lines.join('\n'),
  );
});

const cause: Cause = {
  code: 'tls/plain-server',
  stage: 'tls',
  summary: 'mail.test port 587 begins in clear text',
  owner: 'you',
  confidence: 'certain',
  evidence: ['it greets: "220 <b>mail</b>"', 'it offers STARTTLS'],
  ruledOut: ['the network'],
  nextStep: 'Use STARTTLS.',
  nextSteps: ['Use STARTTLS.'],
  rule: 'tls/implicit-tls-on-starttls-port',
};
const bad: Verdict = {
  type: 'verdict',
  ok: false,
  summary: cause.summary,
  cause,
  notTested: [
    { stage: 'greeting', reason: 'tls failed' },
    { stage: 'ehlo', reason: 'tls failed' },
  ],
};

test('a failed run tells cause, evidence, what is ruled out, who must act and what to do', () => {
  assert.deepEqual(verdictText(bad, context), [
    'FAILED: mail.test port 587 begins in clear text',
    '  Cause: tls/plain-server at the stage TLS handshake',
    '  Evidence:',
    '    - it greets: "220 <b>mail</b>"',
    '    - it offers STARTTLS',
    '  Ruled out: the network',
    '  Who must act: you, in the configuration',
    '  Next step: Use STARTTLS.',
    '  Rule: tls/implicit-tls-on-starttls-port',
    '  Not tested: greeting, EHLO (tls failed)',
  ]);
});

test('a cause that is not proven is called likely', () => {
  const lines = verdictText({ ...bad, cause: { ...cause, confidence: 'likely' } }, context);
  assert.ok(lines.includes('  Cause: tls/plain-server at the stage TLS handshake (likely)'));
});

test("Markdown shows a server's text as text", () => {
  const markdown = verdictMarkdown(bad, context);
  assert.match(markdown, /^\*\*FAILED: mail\.test port 587 begins in clear text\*\*\n\n/);
  assert.ok(markdown.includes('- it greets: "220 \\<b\\>mail\\</b\\>"'));
  assert.ok(markdown.endsWith('\n'));
});

test('a sent test message says where to look for it', () => {
  const events: StageEvent[] = [{ type: 'stage', stage: 'message', state: 'passed', ms: 40, facts: {} }];
  assert.deepEqual(verdictText({ ...good, summary: 'taken' }, { ...context, events }), [
    'OK: taken',
    '  Connection: mail.test port 587, STARTTLS required',
    '  Next step: look for it in the mailbox of <c@d.test>, the spam folder included',
    '  Time: 40 ms',
  ]);
});
