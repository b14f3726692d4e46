import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createBatch, type ScanBatch, scanFromEnd, takeFrom, VERDICT } from '../../../src/cli/scanBatch.ts';
import { type ScanHelpers, startScanThreads } from '../../../src/cli/scanThreads.ts';
import { SourceReader } from '../../../src/cli/sources.ts';
import { fileKind } from '../../../src/parse/fileKind.ts';
import { fakePorts, folderWith } from '../../support/cli.ts';

const NOBODY: ScanHelpers = { take: () => undefined, stop: () => undefined };

/** 200 files in ten folders, every tenth about mail, among them names that say so themselves. */
function project(t: TestContext): string {
  const files = Array.from({ length: 200 }, (_, at) => [`part${at % 10}/file${at}.yml`, at % 10 === 3 ? `smtp_host: a${at}.example.com\n` : 'a: 1\n'] as const);
  const folder = folderWith({ ...Object.fromEntries(files), 'part1/mail.yml': 'a: 1\n', 'postfix/main.cf': 'x = 1\n', 'part2/b.env': Buffer.from('SMTP=\0') });
  t.after(() => folder.remove());
  return folder.path;
}

async function read(folder: string, start?: () => ScanHelpers) {
  const ports = fakePorts();
  const help = { from: start ? 40 : Number.POSITIVE_INFINITY, batch: 16, start: async () => (start ?? (() => NOBODY))() };
  const reader = new SourceReader(ports, { operands: [folder], stdinPath: undefined, kindOf: fileKind, help });
  const sources = [];
  for await (const source of reader.read()) sources.push(source);
  return { sources, err: ports.said.err, unreadable: reader.unreadable };
}

const helpers =
  (take: (batch: ScanBatch) => void): (() => ScanHelpers) =>
  () => ({ ...NOBODY, take });

test('a folder alone gives what it should', async (t) => {
  const { sources } = await read(project(t));
  assert.equal(sources.length, 22);
});

test('whoever helps, and however far they get, the same files come in the same order', async (t) => {
  const folder = project(t);
  const alone = await read(folder);
  const broken = join(folder, 'broken.mjs');
  writeFileSync(broken, 'throw new Error("no thread today");\n');
  const inTurn = { count: 0 };
  for (const [who, start] of Object.entries({
    'one that is always first': helpers(scanFromEnd),
    'one that takes all and does nothing': helpers(({ taken }) => taken.fill(1)),
    'one that does every second batch': helpers((batch) => ++inTurn.count % 2 === 0 && scanFromEnd(batch)),
    'threads of their own': () => startScanThreads(undefined, 2),
    'no thread, as on one processor': () => startScanThreads(undefined, 0),
    'threads that fail': () => startScanThreads(broken, 2),
    'threads whose program is missing': () => startScanThreads(join(folder, 'missing.mjs'), 1),
  })) {
    assert.deepEqual(await read(folder, start), alone, who);
  }
});

test('a file that is dull to others is not read again, but those that their names speak for are', async (t) => {
  const folder = project(t);
  const { sources } = await read(
    folder,
    helpers(({ verdicts }) => {
      for (const [index, verdict] of verdicts.entries()) if (verdict === VERDICT.unknown) verdicts[index] = VERDICT.dull;
    }),
  );
  // Less than a batch is left to the reader.
  assert.deepEqual(
    sources.map(({ path }) => path.slice(folder.length + 1)),
    [join('part1', 'mail.yml'), join('postfix', 'main.cf')],
  );
});

test('what can not be read is reported once, in its place', { skip: process.platform === 'win32' || process.getuid?.() === 0 }, async (t) => {
  const folder = project(t);
  const closed = [join(folder, 'part2', 'file2.yml'), join(folder, 'part3')];
  for (const path of closed) chmodSync(path, 0);
  t.after(() => {
    for (const path of closed) chmodSync(path, 0o700);
  });
  const { err } = await read(folder, helpers(scanFromEnd));
  assert.equal(err, closed.map((path) => `relay-doctor: ${path}: permission denied\n`).join(''));
});

test('helpers are sent home when the reader has seen enough', async (t) => {
  const stopped: string[] = [];
  const start = async () => ({ ...NOBODY, stop: () => void stopped.push('stop') });
  const reader = new SourceReader(fakePorts(), { operands: [project(t)], stdinPath: undefined, kindOf: fileKind, help: { from: 1, batch: 16, start } });
  for await (const _ of reader.read()) break;
  assert.deepEqual(stopped, ['stop']);
});

test('a look tells dull files from telling ones, and leaves what can not be read', (t) => {
  const folder = folderWith({ dull: 'x\n', telling: 'SMTP\n', large: `${'x'.repeat(70_000)}smtp` });
  t.after(() => folder.remove());
  const batch = createBatch(
    ['dull', 'telling', 'missing', 'large', 'sure'].map((name) => join(folder.path, name)),
    (index) => index === 4,
  );
  scanFromEnd(batch);
  assert.deepEqual([...batch.verdicts], [VERDICT.dull, VERDICT.telling, VERDICT.unknown, VERDICT.telling, VERDICT.telling]);
});

test('a block that the reader has taken is left to it', (t) => {
  const folder = folderWith({ a: 'x\n' });
  t.after(() => folder.remove());
  const batch = createBatch(Array<string>(64).fill(join(folder.path, 'a')), () => false);
  takeFrom(batch, 0);
  takeFrom(batch, 33);
  scanFromEnd(batch);
  assert.deepEqual([...batch.verdicts], [...Array<number>(32).fill(VERDICT.unknown), ...Array<number>(32).fill(VERDICT.dull)]);
});

test('a thread looks at what it is given', { timeout: 60_000 }, async (t) => {
  const folder = folderWith({ a: 'smtp\n' });
  const threads = startScanThreads(undefined, 1);
  t.after(() => {
    threads.stop();
    folder.remove();
  });
  const batch = createBatch([join(folder.path, 'a')], () => false);
  threads.take(batch);
  while (Atomics.load(batch.verdicts, 0) === VERDICT.unknown) await setImmediate();
  assert.equal(batch.verdicts[0], VERDICT.telling);
});
