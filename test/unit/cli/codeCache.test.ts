import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { folderWith } from '../../support/cli.ts';

const FILES = {
  'start.mjs': `
    import { createRequire } from 'node:module';
    import { keepCode } from '${pathToFileURL(resolve('src/cli/codeCache.ts'))}';
    keepCode(process.argv[2], process.env);
    createRequire(import.meta.url)('./program.cjs');
  `,
  'program.cjs': "const { greet } = require('./piece.cjs'); console.log(greet(__filename.slice(-11)));",
  'piece.cjs': "exports.greet = (name) => 'hello ' + name;",
};
const SAID = { code: 0, out: 'hello program.cjs\n', err: '' };

interface Home {
  readonly folder: string;
  run(env?: NodeJS.ProcessEnv, command?: string): typeof SAID;
  /** The files that hold kept code. */
  kept(): readonly string[];
}

/** A home of its own, with a program in two pieces. */
function home(t: TestContext): Home {
  const folder = folderWith(FILES);
  t.after(() => folder.remove());
  const caches = join(folder.path, 'caches');
  return {
    folder: folder.path,
    run(more = {}, command = 'lint') {
      const env: NodeJS.ProcessEnv = { ...process.env, HOME: caches, LOCALAPPDATA: caches, XDG_CACHE_HOME: caches, ...more };
      if (!more.NODE_DISABLE_COMPILE_CACHE) delete env.NODE_DISABLE_COMPILE_CACHE;
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder.path, 'start.mjs'), command], { env, encoding: 'utf8' });
      return { code: status!, out: stdout, err: stderr };
    },
    kept: () =>
      existsSync(caches)
        ? readdirSync(caches, { recursive: true })
            .map((name) => join(caches, String(name)))
            .filter((path) => statSync(path).isFile())
        : [],
  };
}

/** What tells a file that was written anew from one that was left alone. */
const identity = (path: string) => statSync(path).ino;

test('a second run takes the kept code and does the same', (t) => {
  const { run, kept } = home(t);
  assert.deepEqual(run(), SAID);
  const [path, ...others] = kept();
  assert.ok(path);
  assert.deepEqual(others, []);
  const before = identity(path);
  assert.deepEqual(run(), SAID);
  // V8 refused nothing, and nothing was missing.
  assert.equal(identity(path), before);
});

test('each command has its own', (t) => {
  const { run, kept } = home(t);
  run();
  run({}, 'postconf');
  assert.equal(kept().length, 2);
});

test('code is not kept for what is no command', (t) => {
  const { run, kept } = home(t);
  assert.deepEqual(run({}, '../../lint'), SAID);
  assert.deepEqual(kept(), []);
});

test('a changed piece is compiled anew', (t) => {
  const { run, folder } = home(t);
  run();
  // As long as before: V8 itself would see no difference.
  writeFileSync(join(folder, 'piece.cjs'), FILES['piece.cjs'].replace('hello', 'HELLO'));
  assert.equal(run().out, 'HELLO program.cjs\n');
});

for (const [what, spoil] of [
  ['cut short', (path: string) => truncateSync(path, statSync(path).size >> 1)],
  ['something else', (path: string) => writeFileSync(path, 'null\n')],
  ['empty', (path: string) => truncateSync(path, 0)],
  ['of another version of V8', (path: string) => writeFileSync(path, otherVersion(readFileSync(path)))],
] as const) {
  test(`kept code that is ${what} is not taken but replaced`, (t) => {
    const { run, kept } = home(t);
    run();
    const path = kept()[0]!;
    spoil(path);
    const before = identity(path);
    assert.deepEqual(run(), SAID);
    assert.notEqual(identity(path), before);
    const after = identity(path);
    assert.deepEqual(run(), SAID);
    assert.equal(identity(path), after);
  });
}

/** Each piece of code begins with a magic number and a hash of the version. */
function otherVersion(bytes: Buffer): Buffer {
  let at = bytes.indexOf('\n') + 1;
  for (const piece of JSON.parse(bytes.toString('utf8', 0, at)) as readonly { readonly bytes: number }[]) {
    bytes.fill(0xff, at, at + 8);
    at += piece.bytes;
  }
  return bytes;
}

test('a folder that others may write to is left alone', { skip: process.platform === 'win32' && 'rights are other ones there' }, (t) => {
  const { run, kept } = home(t);
  run();
  const path = kept()[0]!;
  writeFileSync(path, 'null\n');
  chmodSync(join(path, '..'), 0o777);
  assert.deepEqual(run(), SAID);
  assert.equal(readFileSync(path, 'utf8'), 'null\n');
});

test('NODE_DISABLE_COMPILE_CACHE keeps nothing', (t) => {
  const { run, kept } = home(t);
  assert.deepEqual(run({ NODE_DISABLE_COMPILE_CACHE: '1' }), SAID);
  assert.deepEqual(kept(), []);
});

test('where there can be no folder for it, nothing is said', (t) => {
  const { run, folder } = home(t);
  const nowhere = join(folder, 'program.cjs', 'nowhere');
  assert.deepEqual(run({ HOME: nowhere, LOCALAPPDATA: nowhere, XDG_CACHE_HOME: nowhere }), SAID);
});
