import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSlots } from '../../../src/smtp/slots.ts';

/** A task that ends when it is told to, and remembers that it has begun. */
function task() {
  let end: (value: string) => void = () => undefined;
  const ended = new Promise<string>((done) => {
    end = done;
  });
  const state: { stop?: AbortController; end: (value: string) => void } = { end };
  const hasBegun = () => state.stop !== undefined;
  return { state, hasBegun, run: (stop: AbortController) => Object.assign(state, { stop }) && ended };
}

const turn = () => new Promise((done) => setImmediate(done));

test('so many tasks run side by side, and the next begins when one ends', async () => {
  const slots = createSlots(2);
  const tasks = [task(), task(), task()] as const;
  const results = tasks.map(({ run }, index) => slots.run(`relay ${index}`, run));
  await turn();
  assert.deepEqual(
    tasks.map(({ hasBegun }) => hasBegun()),
    [true, true, false],
  );
  tasks[1].state.end('second');
  await turn();
  await turn();
  assert.equal(tasks[2].hasBegun(), true);
  tasks[0].state.end('first');
  tasks[2].state.end('third');
  assert.deepEqual(await Promise.all(results), ['first', 'second', 'third']);
});

test('the same relay again cancels the run before it and begins when that has ended', async () => {
  const slots = createSlots(5);
  const first = task();
  const one = slots.run('a:587', first.run);
  await turn();
  const second = task();
  const two = slots.run('a:587', second.run);
  await turn();
  assert.equal(first.state.stop?.signal.aborted, true);
  assert.equal(second.hasBegun(), false);
  first.state.end('cancelled');
  second.state.end('second');
  assert.deepEqual([await one, await two], ['cancelled', 'second']);
  assert.equal(second.state.stop?.signal.aborted, false);
});

test('a task that fails frees its slot, and its own caller hears of it', async () => {
  const slots = createSlots(1);
  const one = slots.run('a:587', () => Promise.reject(new Error('broken')));
  const two = slots.run('b:587', () => Promise.resolve('fine'));
  const again = slots.run('a:587', () => Promise.resolve('fine again'));
  await assert.rejects(one, /broken/);
  assert.deepEqual([await two, await again], ['fine', 'fine again']);
});

test('disposing cancels what runs and what waits', async () => {
  const slots = createSlots(1);
  const first = task();
  const one = slots.run('a:587', first.run);
  const two = slots.run('b:587', (stop) => Promise.resolve(String(stop.signal.aborted)));
  await turn();
  slots.dispose();
  assert.equal(first.state.stop?.signal.aborted, true);
  first.state.end('cancelled');
  assert.deepEqual([await one, await two], ['cancelled', 'true']);
});

test('one task is cancelled by its key, and the others go on', async () => {
  const slots = createSlots(2);
  const first = task();
  const second = task();
  const one = slots.run('a:587', first.run);
  const two = slots.run('b:587', second.run);
  await turn();
  slots.cancel('a:587');
  assert.deepEqual([first.state.stop?.signal.aborted, second.state.stop?.signal.aborted], [true, false]);
  first.state.end('cancelled');
  second.state.end('done');
  assert.deepEqual(await Promise.all([one, two]), ['cancelled', 'done']);
});
