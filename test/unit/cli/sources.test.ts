import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { CannotRunError, UsageError } from '../../../src/cli/ports.ts';
import { SourceReader } from '../../../src/cli/sources.ts';
import { fileKind } from '../../../src/parse/fileKind.ts';
import { MAX_TEXT_LENGTH } from '../../../src/parse/types.ts';
import { type FakeOptions, fakePorts, folderWith } from '../../support/cli.ts';

async function read(operands: readonly string[], given: FakeOptions & { stdinPath?: string } = {}) {
  const ports = fakePorts(given);
  const reader = new SourceReader(ports, { operands, stdinPath: given.stdinPath, kindOf: fileKind });
  const sources = [];
  for await (const source of reader.read()) sources.push(source);
  return { sources, paths: sources.map(({ path }) => path), err: ports.said.err, unreadable: reader.unreadable };
}

function tree(t: TestContext, files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = folderWith(files);
  t.after(() => folder.remove());
  return folder.path;
}

test('a folder gives the files whose kind is known and that may speak of mail', async (t) => {
  const path = tree(t, { 'main.cf': 'relayhost=x\n', 'notes.txt': 'x\n', '.env': 'MAIL=1\n', 'a.yml': 'mail: 1\n', 'b.yml': 'a: 1\n' });
  const { paths, err } = await read([path]);
  assert.deepEqual(paths, [join(path, '.env'), join(path, 'a.yml'), join(path, 'main.cf')]);
  assert.equal(err, '');
});

test('a .cf file of another name is ours when its text is', async (t) => {
  const path = tree(t, { 'relay.cf': 'relayhost = x\n', 'smtpd.cf': 'pwcheck_method: saslauthd\n' });
  assert.deepEqual((await read([path])).paths, [join(path, 'relay.cf')]);
});

test('tables with short names are ours in a folder named postfix, also when that is the searched one', async (t) => {
  const path = tree(t, { 'postfix/main.cf': 'relayhost = x\n', 'postfix/transport': 'a.test smtp:b.test\n', 'other/transport': 'x\n' });
  const wanted = ['main.cf', 'transport'].map((name) => join(path, 'postfix', name));
  assert.deepEqual((await read([path])).paths, wanted);
  assert.deepEqual((await read([join(path, 'postfix')])).paths, wanted);
  const here = process.cwd();
  t.after(() => process.chdir(here));
  process.chdir(join(path, 'postfix'));
  assert.deepEqual((await read(['transport'])).paths, ['transport']);
});

test('the folders above the searched one do not make its files foreign', async (t) => {
  const path = tree(t, { 'node_modules/app/.env': 'MAIL=1\n', 'node_modules/app/vendor/.env': 'MAIL=1\n' });
  assert.deepEqual((await read([join(path, 'node_modules', 'app')])).paths, [join(path, 'node_modules', 'app', '.env')]);
});

test('a file that is named is read wherever it stands', async (t) => {
  const path = join(tree(t, { 'vendor/x/.env': 'A=1\n' }), 'vendor', 'x', '.env');
  const { sources } = await read([path]);
  assert.equal(sources[0]?.kind, 'dotenv');
  assert.equal(sources[0]?.isNamed, true);
});

test('a file comes once, however often and under whatever name it is given', async (t) => {
  const path = tree(t, { 'main.cf': 'relayhost=x\n' });
  symlinkSync('main.cf', join(path, 'link.cf'));
  assert.deepEqual((await read([join(path, 'main.cf'), path, join(path, 'link.cf')])).paths, [join(path, 'main.cf')]);
});

test('a path that can not be read is named and the rest goes on', async (t) => {
  const path = tree(t, { '.env': 'A=1\n' });
  const { paths, err, unreadable } = await read([join(path, 'missing'), join(path, '.env')]);
  assert.deepEqual(paths, [join(path, '.env')]);
  assert.equal(err, `relay-doctor: ${join(path, 'missing')}: no such file or folder\n`);
  assert.equal(unreadable, 1);
});

test('binary and very large files are left out, silently unless they were named', async (t) => {
  const path = tree(t, { 'a.env': Buffer.from([0x41, 0, 0x42]), 'b.env': 'A=1\n'.repeat(MAX_TEXT_LENGTH / 4 + 1) });
  assert.deepEqual(await read([path]), { sources: [], paths: [], err: '', unreadable: 0 });
  assert.equal((await read([join(path, 'a.env')])).err, `relay-doctor: ${join(path, 'a.env')}: binary, left out\n`);
  assert.equal((await read([join(path, 'b.env')])).err, `relay-doctor: ${join(path, 'b.env')}: too large, left out\n`);
});

test('a named file of no known kind is left out with a word', async (t) => {
  const path = tree(t, { 'notes.txt': 'x\n' });
  const { err, unreadable } = await read([join(path, 'notes.txt')]);
  assert.match(err, /notes\.txt: not a file that is read for mail settings, left out\n$/);
  assert.equal(unreadable, 0);
});

test('standard input is read under the name it is given', async () => {
  const { sources } = await read(['-'], { stdin: 'relayhost = x\n', stdinPath: 'etc/main.cf' });
  assert.deepEqual(sources, [{ path: 'etc/main.cf', kind: 'postfix-main', isNamed: true, isStdin: true, text: 'relayhost = x\n', encoding: 'utf8' }]);
});

for (const { what, operands, stdinPath, message } of [
  { what: 'no path at all', operands: [], stdinPath: undefined, message: /^no PATH given$/ },
  { what: '"-" without a name', operands: ['-'], stdinPath: undefined, message: /--stdin-path/ },
  { what: 'a name without "-"', operands: ['x'], stdinPath: 'main.cf', message: /--stdin-path/ },
  { what: '"-" twice', operands: ['-', '-'], stdinPath: 'main.cf', message: /only once/ },
  { what: 'a name of no known kind', operands: ['-'], stdinPath: 'notes.txt', message: /"notes\.txt"/ },
]) {
  test(`${what} is a usage error`, async () => {
    await assert.rejects(read(operands, { stdinPath: stdinPath as string, stdin: 'x' }), (error) => error instanceof UsageError && message.test(error.message));
  });
}

test('binary standard input can not be looked at', async () => {
  await assert.rejects(read(['-'], { stdin: Buffer.from([0]), stdinPath: 'main.cf' }), CannotRunError);
});
