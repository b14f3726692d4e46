import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type TestContext, test } from 'node:test';
import { walk } from '../../../src/cli/walk.ts';
import { folderWith } from '../../support/cli.ts';

const FILE = 'x=1\n';

async function found(folder: string): Promise<string[]> {
  const paths: string[] = [];
  const onProblem = (path: string) => paths.push(`problem: ${path}`);
  for await (const path of walk(folder, { onProblem })) paths.push(path);
  return paths.map((path) => relative(folder, path).split(sep).join('/'));
}

function tree(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = folderWith(files);
  t.after(() => folder.remove());
  return folder.path;
}

test('files come in a fixed order, folders in their place', async (t) => {
  const path = tree(t, { 'b/z': FILE, 'b/a': FILE, c: FILE, a: FILE });
  assert.deepEqual(await found(path), ['a', 'b/a', 'b/z', 'c']);
});

test('.git and node_modules are left out at every depth', async (t) => {
  const path = tree(t, { '.git/config': FILE, 'node_modules/a/.env': FILE, 'sub/node_modules/.env': FILE, 'sub/.git/x.yml': FILE, '.github/x.yml': FILE });
  assert.deepEqual(await found(path), ['.github/x.yml']);
});

test('.gitignore is honoured, the nearest one first', async (t) => {
  const path = tree(t, {
    '.gitignore': '*.json\nbuild/\n/top.yml\n',
    'a.json': FILE,
    'top.yml': FILE,
    'build/x.yml': FILE,
    'sub/.gitignore': '!keep.json\nlocal.yml\n',
    'sub/keep.json': FILE,
    'sub/drop.json': FILE,
    'sub/top.yml': FILE,
    'sub/local.yml': FILE,
  });
  assert.deepEqual(await found(path), ['.gitignore', 'sub/.gitignore', 'sub/keep.json', 'sub/top.yml']);
});

test('.env files are read although git ignores them, but not inside an ignored folder', async (t) => {
  const path = tree(t, { '.gitignore': '.env*\nsecret/\n*\n', '.env': FILE, '.env.local': FILE, 'a.yml': FILE, 'secret/.env': FILE });
  assert.deepEqual(await found(path), ['.env', '.env.local']);
});

test('ignore files above the folder hold within a repository', async (t) => {
  const path = tree(t, {
    '.git/HEAD': '',
    '.git/info/exclude': 'excluded.yml\n',
    '.gitignore': 'drop.yml\n',
    'a/b/drop.yml': FILE,
    'a/b/excluded.yml': FILE,
    'a/b/x.yml': FILE,
  });
  assert.deepEqual(await found(join(path, 'a', 'b')), ['x.yml']);
});

test('ignore files above the folder say nothing outside a repository', async (t) => {
  const path = tree(t, { '.gitignore': 'x.yml\n', 'a/x.yml': FILE });
  assert.deepEqual(await found(join(path, 'a')), ['x.yml']);
});

test('an ignored folder is searched when it is named', async (t) => {
  const path = tree(t, { '.git/HEAD': '', '.gitignore': 'build/\n', 'build/x.yml': FILE });
  assert.deepEqual(await found(join(path, 'build')), ['x.yml']);
});

test('symbolic links are not followed, loops included', async (t) => {
  const path = tree(t, { 'a/x.yml': FILE });
  symlinkSync('..', join(path, 'a', 'loop'));
  symlinkSync('x.yml', join(path, 'a', 'link.yml'));
  symlinkSync('nowhere', join(path, 'dangling'));
  assert.deepEqual(await found(path), ['a/x.yml']);
});

test('a folder that can not be listed is reported and the walk goes on', async (t) => {
  const path = tree(t, { 'a.yml': FILE });
  const problems: string[] = [];
  for await (const file of walk(join(path, 'missing'), { onProblem: (problem) => problems.push(problem) })) assert.fail(file);
  assert.deepEqual(problems, [join(path, 'missing')]);
});
