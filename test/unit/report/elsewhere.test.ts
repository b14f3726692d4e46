import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toldElsewhere, withElsewhere } from '../../../src/report/elsewhere.ts';
import type { Elsewhere } from '../../../src/report/place.ts';
import type { Cause, StageEvent } from '../../../src/smtp/types.ts';

const CAUSE: Cause = {
  code: 'tcp/timeout',
  stage: 'connect',
  summary: 'no answer',
  owner: 'network',
  confidence: 'certain',
  evidence: ['three tries'],
  ruledOut: [],
  nextStep: 'Try port 587.',
  nextSteps: ['Try port 587.'],
};
const COMPOSE: Elsewhere = { kind: 'compose', isNameLocal: true, sentence: '"mail" is a Compose service' };
const PLATFORM: Elsewhere = { kind: 'platform', isNameLocal: false, sentence: 'the app is set up for Fly.io' };

async function* run(...events: StageEvent[]) {
  yield* events;
}

test('a name that is known elsewhere leads there first, and proves no mistake', () => {
  const cause = withElsewhere({ ...CAUSE, code: 'dns/not-found' }, COMPOSE);
  assert.equal(cause.confidence, 'likely');
  assert.deepEqual(cause.evidence, ['three tries', '"mail" is a Compose service']);
  assert.match(cause.nextStep, /where the app runs/);
  assert.deepEqual(cause.nextSteps, [cause.nextStep, 'Try port 587.']);
});

test('another network is the last thing to try', () => {
  const cause = withElsewhere(CAUSE, PLATFORM);
  assert.equal(cause.nextStep, 'Try port 587.');
  assert.match(cause.nextSteps[1]!, /deployed/);
  assert.equal(cause.confidence, 'certain');
});

test('a cause that says so itself gets the evidence alone, and one of the server nothing', () => {
  const local = withElsewhere({ ...CAUSE, code: 'dns/local-name' }, COMPOSE);
  assert.deepEqual([local.evidence.length, local.nextSteps.length], [2, 1]);
  const refused: Cause = { ...CAUSE, code: 'auth/credentials' };
  assert.equal(withElsewhere(refused, COMPOSE), refused);
});

test('it is told once, with the first stage, and the verdict has it too', async () => {
  const started: StageEvent = { type: 'stage', stage: 'resolve', state: 'started' };
  const verdict: StageEvent = { type: 'verdict', ok: false, summary: 'no answer', cause: CAUSE, notTested: [] };
  const told: StageEvent[] = [];
  for await (const event of toldElsewhere(run(started, { ...started, stage: 'connect' }, verdict), PLATFORM)) told.push(event);
  assert.deepEqual(
    told.map((event) => (event.type === 'line' ? event.line.text : event.type)),
    ['stage', PLATFORM.sentence, 'stage', 'verdict'],
  );
  const last = told.at(-1);
  assert.ok(last?.type === 'verdict' && last.cause?.evidence.includes(PLATFORM.sentence));
});

test('leaving it early ends the run', async () => {
  let hasEnded = false;
  async function* endless(): AsyncGenerator<StageEvent> {
    try {
      for (;;) yield { type: 'stage', stage: 'resolve', state: 'started' };
    } finally {
      hasEnded = true;
    }
  }
  for await (const _ of toldElsewhere(endless(), PLATFORM)) break;
  assert.ok(hasEnded);
});
