import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventToJson } from '../../../src/report/json.ts';
import type { StageEvent } from '../../../src/smtp/types.ts';

test('an event is one line of JSON with stable names', () => {
  const event: StageEvent = {
    type: 'verdict',
    ok: false,
    summary: 'no\nluck',
    cause: {
      code: 'tcp/refused',
      stage: 'connect',
      summary: 'no\nluck',
      owner: 'you',
      confidence: 'certain',
      evidence: ['ECONNREFUSED'],
      ruledOut: [],
      nextStep: 'Start it.',
      nextSteps: ['Start it.'],
    },
    notTested: [{ stage: 'greeting', reason: 'connect failed' }],
  };
  const line = eventToJson(event);
  assert.ok(!line.includes('\n'));
  assert.deepEqual(JSON.parse(line), event);
});
