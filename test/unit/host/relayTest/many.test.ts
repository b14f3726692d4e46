import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ManyParts, type Outcome, testMany } from '../../../../src/host/relayTest/many.ts';
import type { Prepared } from '../../../../src/host/relayTest/prepare.ts';
import type { Run } from '../../../../src/host/relayTest/run.ts';
import { Secret } from '../../../../src/smtp/credentials/secret.ts';
import { planForTarget } from '../../../../src/smtp/plan.ts';

function prepared(url: string, password?: string): Prepared {
  const result = planForTarget(url, { mailFrom: 'a@shop.test', ...(password === undefined ? {} : { password: new Secret(password) }) });
  assert.ok(result?.ok, url);
  return result;
}

const verdict = (code?: 'auth/credentials' | 'cancelled') => ({ verdict: { ok: code === undefined, ...(code ? { cause: { code } } : {}) } }) as unknown as Run;

/** Tests relays by their names; returns how each ended, in the order in which that was told. */
async function run(relays: Readonly<Record<string, Prepared | string>>, parts: Partial<ManyParts<string>> = {}) {
  const told: [string, Outcome][] = [];
  const all: ManyParts<string> = {
    prepare: async (name) => relays[name]!,
    isOff: () => false,
    agree: async () => true,
    run: async () => verdict(),
    isCancelled: () => false,
    fault: () => undefined,
    ...parts,
  };
  await testMany(Object.keys(relays), all, (name, outcome) => told.push([name, outcome]));
  return told;
}

const kinds = (told: readonly [string, Outcome][]) => Object.fromEntries(told.map(([name, { kind }]) => [name, kind]));

test('a relay that is slow does not keep the others waiting', async () => {
  let endSlow: (run: Run) => void = () => undefined;
  const slow = new Promise<Run>((done) => {
    endSlow = done;
  });
  const names = ['slow', 'quick', 'also quick'];
  const told = await run(Object.fromEntries(names.map((name, index) => [name, prepared(`smtp://mail${index}.test:587`)])), {
    run: (name) => {
      if (name === 'also quick') setImmediate(() => endSlow(verdict()));
      return name === 'slow' ? slow : Promise.resolve(verdict());
    },
  });
  assert.deepEqual(
    told.map(([name]) => name),
    ['quick', 'also quick', 'slow'],
  );
});

test('one question covers all, and what would have to be asked is left out with its reason', async () => {
  const asked: number[] = [];
  const told = await run(
    { ready: prepared('smtp://a.test:587'), locked: 'it needs a password', other: prepared('smtps://b.test:465') },
    {
      agree: async (consents) => {
        asked.push(consents.length);
        return true;
      },
    },
  );
  assert.deepEqual(asked, [2]);
  assert.deepEqual(kinds(told), { locked: 'untested', ready: 'tested', other: 'tested' });
  assert.deepEqual(told[0]![1], { kind: 'untested', reason: 'it needs a password: run it alone to be asked' });
});

test('without consent nothing runs', async () => {
  const told = await run(
    { a: prepared('smtp://a.test:587'), b: prepared('smtp://b.test:587') },
    { agree: async () => false, run: () => assert.fail('a test ran') },
  );
  assert.deepEqual(kinds(told), { a: 'cancelled', b: 'cancelled' });
});

test('nobody is asked when nothing can run', async () => {
  assert.deepEqual(kinds(await run({ locked: 'it needs a password' }, { agree: () => assert.fail('asked') })), { locked: 'untested' });
});

test('a relay that the file switches off is not prepared', async () => {
  const told = await run({ off: prepared('smtp://a.test:587') }, { isOff: () => true, prepare: () => assert.fail('prepared') });
  assert.deepEqual(kinds(told), { off: 'off' });
});

test('credentials that were refused are not sent to the same server again', async () => {
  const tries: string[] = [];
  const told = await run(
    {
      first: prepared('smtp://app@mail.test:587', 'old'),
      again: prepared('smtp://app@MAIL.test:587', 'old'),
      changed: prepared('smtp://app@mail.test:587', 'new'),
      elsewhere: prepared('smtp://app@other.test:587', 'old'),
    },
    {
      run: async (name) => {
        tries.push(name);
        return verdict(name === 'first' ? 'auth/credentials' : undefined);
      },
    },
  );
  assert.deepEqual(tries.sort(), ['changed', 'elsewhere', 'first']);
  assert.deepEqual(kinds(told), { first: 'tested', again: 'untested', changed: 'tested', elsewhere: 'tested' });
  assert.ok(!JSON.stringify(told).includes('old'));
});

test('what had not begun when the user cancelled does not begin', async () => {
  let isCancelled = false;
  const told = await run(
    { first: prepared('smtp://app@mail.test:587', 'x'), second: prepared('smtp://app@mail.test:587', 'x') },
    {
      isCancelled: () => isCancelled,
      run: async () => {
        isCancelled = true;
        return verdict('cancelled');
      },
    },
  );
  assert.deepEqual(kinds(told), { first: 'cancelled', second: 'cancelled' });
});

test('a fault of ours in one test leaves the others alone', async () => {
  const faults: unknown[] = [];
  const fault = new Error('broken');
  const told = await run(
    { broken: prepared('smtp://a.test:587'), fine: prepared('smtp://b.test:587') },
    { run: async (name) => (name === 'broken' ? Promise.reject(fault) : verdict()), fault: (error) => void faults.push(error) },
  );
  assert.deepEqual(kinds(told), { fine: 'tested', broken: 'untested' });
  assert.deepEqual(faults, [fault]);
});
