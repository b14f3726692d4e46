import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { postconfHere } from '../../src/cli/postconfHost.ts';
import { inParallel, oldFiles, runPostfix, skipWithoutPostfix37 } from '../../src/tools/installedPostfix.ts';
import { generatedScene } from '../support/postconfScenes.ts';
import { anyPostfixText, masterText, sanePostfixText } from '../support/postfixText.ts';
import { createRandom } from '../support/random.ts';

const skip = skipWithoutPostfix37();
const files = oldFiles();
after(() => files.remove());

const CASES = 'test/fixtures/postfix-cases';
const read = (name: string) => (existsSync(join(CASES, name)) ? readFileSync(join(CASES, name), 'latin1') : undefined);
const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

async function compare(args: readonly string[], context: string): Promise<void> {
  const { processId, ...theirs } = await runPostfix('postconf', args);
  const ours = await postconfHere({ args, version: '3.7', env: { NORANDOMIZE: '1' }, facts: { processId } });
  assert.deepEqual(ours, theirs, `${args.slice(2).join(' ')} of ${context}`);
}

function folderOf(name: string, main: string, master: string): string {
  files.write(`${name}/master.cf`, master);
  return dirname(files.write(`${name}/main.cf`, main));
}

describe('our postconf and the installed one', { skip }, () => {
  it('agree on recorded main.cf, in ways that were not recorded', async () => {
    const ids = readdirSync(CASES).flatMap((name) => /^(\d+)\.cf$/.exec(name)?.[1] ?? []);
    // Where it gives up it waits a second first, and that was recorded.
    const good = ids.filter((id) => read(`${id}.postconf-n.txt`));
    await inParallel(good, async (id) => {
      const folder = folderOf(id, read(`${id}.cf`)!, read(`${id}.master.cf`) ?? read('default-master.cf')!);
      for (const options of [['-n'], ['-nf'], ['-nH'], ['-nh'], ['-M']]) await compare(['-c', folder, ...options], id);
    });
    assert.ok(good.length > 100);
  });

  it('agree on recorded master.cf, in ways that were not recorded', async () => {
    const ids = readdirSync(`${CASES}/master`).flatMap((name) => /^(\d+)\.postconf-M\.txt$/.exec(name)?.[1] ?? []);
    await inParallel(ids, async (id) => {
      const folder = folderOf(`m${id}`, 'compatibility_level = 3.6\nmyhostname = mx.example.test\n', read(`master/${id}.master.cf`)!);
      for (const options of [['-Mfx'], ['-Ff'], ['-Fx'], ['-FH'], ['-Fh'], ['-Pf'], ['-PH'], ['-Ph']]) await compare(['-c', folder, ...options], id);
    });
    assert.ok(ids.length > 30);
  });

  it('agree on all settings, all defaults and expanded ones', async () => {
    const folder = folderOf('all', 'myhostname = mx.example.test\nvirtual_maps = hash:/x\nmine = 1\nmyorigin = $mine\n', read('default-master.cf')!);
    const requests = [
      '',
      '-x',
      '-f',
      '-d',
      '-dx',
      '-df',
      '-dH',
      '-C builtin',
      '-C service',
      '-C user,service',
      '-d -C service',
      'mine nope mynetworks virtual_maps',
      '-x mine mydomain mynetworks',
    ];
    for (const request of requests) await compare(['-c', folder, ...request.split(' ').filter(Boolean)], request);
  });

  it('agree on arguments that are wrong', async () => {
    const requests = [
      '-nd',
      '-hH',
      '-MF',
      '-M -n',
      '-C user -x',
      '-C nope',
      '-M /x',
      '-M a/b/c',
      '-F smtp/inet/foo',
      '-P a/b/c/d',
      '-z',
      '-o',
      '-o foo -n',
      '-M nope',
    ];
    await inParallel(requests, (request) => compare(['-c', folderOf('wrong', '', read('default-master.cf')!), ...request.split(' ')], request));
  });

  it('agree on generated main.cf', async () => {
    await inParallel(
      Array.from({ length: 60 }, (_, index) => index + 1),
      async (seed) => {
        const random = createRandom(seed);
        const text = latin1(seed % 3 === 0 ? anyPostfixText(random) : sanePostfixText(random));
        const folder = folderOf(`main${seed}`, text, read('default-master.cf')!);
        const context = `seed ${seed}: ${JSON.stringify(text)}`;
        await compare(['-c', folder, seed % 2 === 0 ? '-n' : '-nx'], context);
      },
    );
  });

  it('agree on generated master.cf', async () => {
    await inParallel(
      Array.from({ length: 60 }, (_, index) => index + 1),
      async (seed) => {
        const random = createRandom(seed);
        const text = latin1(masterText(random));
        const folder = folderOf(`master${seed}`, latin1(sanePostfixText(random)), text);
        const context = `seed ${seed}: ${JSON.stringify(text)}`;
        for (const option of [
          ['-n', '-Mf', '-F'],
          ['-M', '-Px'],
          ['-Mx', '-P'],
        ][seed % 3]!)
          await compare(['-c', folder, option], context);
      },
    );
  });

  it('agree on generated folders, asked in generated ways', async () => {
    await inParallel(
      Array.from({ length: 240 }, (_, index) => index + 1),
      async (seed) => {
        const { main, master, args } = generatedScene(createRandom(seed));
        const folder = folderOf(`scene${seed}`, latin1(main), latin1(master));
        // The program gets the arguments as UTF-8, which we read byte by byte.
        const { processId, ...theirs } = await runPostfix('postconf', ['-c', folder, ...args]);
        const ours = await postconfHere({ args: ['-c', folder, ...args.map(latin1)], version: '3.7', env: { NORANDOMIZE: '1' }, facts: { processId } });
        assert.deepEqual(ours, theirs, `seed ${seed}: ${JSON.stringify({ main, master, args })}`);
      },
    );
  });
});
