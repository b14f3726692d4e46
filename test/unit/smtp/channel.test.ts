import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChannel } from '../../../src/smtp/channel.ts';

async function collect<T>(channel: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of channel) items.push(item);
  return items;
}

test('gives items in order, those pushed before and after somebody listens', async () => {
  const channel = createChannel<number>();
  channel.push(1);
  const collected = collect(channel);
  channel.push(2);
  await Promise.resolve();
  channel.push(3);
  channel.end();
  assert.deepEqual(await collected, [1, 2, 3]);
});

test('nothing comes after the end, however late its consumer is', async () => {
  const channel = createChannel<string>();
  channel.push('verdict');
  channel.end();
  channel.push('late line');
  assert.deepEqual(await collect(channel), ['verdict']);
});
