import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createQueue } from '../../../../src/host/relayTest/oneAtATime.ts';

/** A task that ends when it is told to, and remembers that it has begun. */
function task() {
  let end: (value: string) => void = () => undefined;
  const ended = new Promise<string>((done) => {
    end = done;
  });
  const state = { stop: undefined as AbortController | undefined, end };
  return { state, run: (stop: AbortController) => Object.assign(state, { stop }) && ended };
}

const turn = () => new Promise((done) => setImmediate(done));

test('a second relay waits for the first one to end', async () => {
  const queue = createQueue();
  const first = task();
  const second = task();
  const one = queue.run('a:587', first.run);
  const two = queue.run('b:587', second.run);
  await turn();
  assert.equal(second.state.stop, undefined);
  first.state.end('first');
  second.state.end('second');
  assert.deepEqual([await one, await two], ['first', 'second']);
  assert.equal(first.state.stop?.signal.aborted, false);
});

test('the same relay again cancels the run before it', async () => {
  const queue = createQueue();
  const first = task();
  const one = queue.run('a:587', first.run);
  await turn();
  const second = task();
  const two = queue.run('a:587', second.run);
  assert.equal(first.state.stop?.signal.aborted, true);
  first.state.end('cancelled');
  second.state.end('second');
  assert.deepEqual([await one, await two], ['cancelled', 'second']);
});

test('a run that fails lets the next one begin, and its own caller hears of it', async () => {
  const queue = createQueue();
  const one = queue.run('a:587', () => Promise.reject(new Error('broken')));
  const two = queue.run('b:587', () => Promise.resolve('fine'));
  await assert.rejects(one, /broken/);
  assert.equal(await two, 'fine');
});

test('disposing cancels what runs', async () => {
  const queue = createQueue();
  const first = task();
  const one = queue.run('a:587', first.run);
  await turn();
  queue.dispose();
  assert.equal(first.state.stop?.signal.aborted, true);
  first.state.end('cancelled');
  await one;
});
