import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatEvent } from '../../../src/report/transcript.ts';
import type { StageEvent, TranscriptLine } from '../../../src/smtp/types.ts';

const line = (direction: TranscriptLine['direction'], text: string, flags: Partial<TranscriptLine> = {}): StageEvent => ({
  type: 'line',
  stage: 'auth',
  line: { direction, encrypted: false, unexpected: false, text, ...flags },
});

/** The columns are those of swaks(1). */
const rows: readonly { event: StageEvent; want: readonly string[] }[] = [
  { event: line('sent', 'EHLO me'), want: [' -> EHLO me'] },
  { event: line('sent', 'EHLO me', { encrypted: true }), want: [' ~> EHLO me'] },
  { event: line('received', '250 Ok'), want: ['<-  250 Ok'] },
  { event: line('received', '250 Ok', { encrypted: true }), want: ['<~  250 Ok'] },
  { event: line('received', '554 No', { unexpected: true }), want: ['<** 554 No'] },
  { event: line('received', '535 No', { unexpected: true, encrypted: true }), want: ['<~* 535 No'] },
  { event: line('info', 'Connected.'), want: ['=== Connected.'] },
  { event: line('error', 'Broken.'), want: ['*** Broken.'] },
  { event: { type: 'stage', stage: 'greeting', state: 'started' }, want: [] },
  { event: { type: 'stage', stage: 'greeting', state: 'skipped', reason: 'connect failed' }, want: [] },
  { event: { type: 'stage', stage: 'greeting', state: 'passed', ms: 12, facts: {} }, want: ['=== greeting: passed in 12 ms'] },
  {
    event: { type: 'stage', stage: 'resolve', state: 'passed', ms: 1, facts: { addresses: ['192.0.2.1', '::1'] } },
    want: ['=== name lookup: passed in 1 ms (192.0.2.1, ::1)'],
  },
  { event: { type: 'stage', stage: 'auth', state: 'passed', ms: 1, facts: { mechanism: 'PLAIN' } }, want: ['=== sign-in: passed in 1 ms (PLAIN)'] },
  {
    event: { type: 'stage', stage: 'starttls', state: 'absent', ms: 0, facts: {}, reason: 'not announced' },
    want: ['=== STARTTLS: not offered (not announced)'],
  },
  {
    event: { type: 'stage', stage: 'auth', state: 'failed', ms: 3, facts: {}, failure: { code: 'auth/credentials', detail: '535 no' } },
    want: ['*** sign-in: auth/credentials after 3 ms: 535 no'],
  },
  { event: { type: 'verdict', ok: true, summary: 'fine', notTested: [] }, want: [] },
];

for (const { event, want } of rows) test(`${JSON.stringify(event).slice(0, 90)} is ${want.length} line`, () => assert.deepEqual(formatEvent(event), want));
