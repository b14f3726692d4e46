import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { defaultFor, existsIn, isKnownParameter, postfixParameter } from '../../src/data/postfixParameters.ts';
import { createPostfixMain } from '../../src/discover/postfixMain.ts';
import { parsePostfixMain } from '../../src/parse/postfixMain.ts';
import { predictPostconf } from '../support/postconf.ts';
import { sanePostfixText } from '../support/postfixText.ts';
import { createRandom } from '../support/random.ts';

const installed = spawnSync('postconf', ['-h', '-d', 'mail_version'], { encoding: 'utf8', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
const branch = /^\d+\.\d+/.exec(installed.stdout ?? '')?.[0];
const skip = branch === undefined ? 'postconf is not installed: sudo apt-get install postfix' : false;

const run = promisify(execFile);
const root = mkdtempSync(join(tmpdir(), 'relay-doctor-postconf-'));
after(() => rmSync(root, { recursive: true, force: true }));

interface Answer {
  readonly settings: string;
  readonly messages: string;
  /** It ended by a fatal error, or by a signal: a comparison that refers to itself overflows its stack. */
  readonly hasDied: boolean;
}

/** Asks postconf about a main.cf in a folder of its own. Output is one character per byte. */
async function ask(name: string, text: string, ...options: readonly string[]): Promise<Answer> {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'main.cf');
  writeFileSync(file, text, 'latin1');
  copyFileSync('test/fixtures/postfix-cases/default-master.cf', join(folder, 'master.cf'));
  // Postfix reads a file again that was changed within the last second, and then repeats each warning.
  const anHourAgo = Date.now() / 1000 - 3600;
  utimesSync(file, anHourAgo, anHourAgo);
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
  const tidy = (output: string) => output.replaceAll(folder, '@CONFDIR@');
  try {
    const { stdout, stderr } = await run('postconf', ['-c', folder, ...options], { encoding: 'latin1', env });
    return { settings: tidy(stdout), messages: tidy(stderr), hasDied: false };
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    return { settings: tidy(stdout ?? ''), messages: tidy(stderr ?? ''), hasDied: true };
  }
}

const lines = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('config_directory ='));

/** Without the parts that we don't say, the braces of inline tables and what only newer releases add. */
function messagesOf(text: string): string[] {
  const plain = lines(text)
    .filter((line) => !/#comment after other text|missing '\}' in|syntax error after '\}' in/.test(line))
    .map((line) =>
      line
        .replace(/^postconf: (warning: )?/, '')
        .replace(/^@CONFDIR@\/main\.cf: /, '')
        .replace('@CONFDIR@/main.cf', 'main.cf')
        .replace(/(unreasonable macro call nesting): .*/, '$1'),
    );
  return [...new Set(plain)].sort();
}

describe('the installed postconf', { skip }, () => {
  const SEEDS = 60;
  const AT_A_TIME = 6;

  it('reads generated files as we do', async () => {
    for (let first = 1; first <= SEEDS; first += AT_A_TIME) {
      const seeds = Array.from({ length: AT_A_TIME }, (_, index) => first + index);
      await Promise.all(
        seeds.map(async (seed) => {
          const text = Buffer.from(sanePostfixText(createRandom(seed)), 'utf8').toString('latin1');
          const prediction = predictPostconf(text);
          const plain = await ask(`seed-${seed}`, text, '-n');
          const expanded = prediction.settings ? await ask(`seed-${seed}x`, text, '-nx') : plain;
          const context = `seed ${seed}: ${JSON.stringify(text)}`;
          // A parameter whose macros fail ends postconf when its turn comes, in no order that we know.
          const said = messagesOf(plain.messages);
          const expected = prediction.settings ? prediction.messages : prediction.messages.filter((line) => said.includes(line));
          assert.deepEqual(said, expected, context);
          assert.deepEqual([plain.hasDied, expanded.hasDied], [prediction.settings === undefined, prediction.expanded === undefined], context);
          assert.deepEqual(lines(plain.settings).sort(), prediction.settings ?? [], context);
          assert.deepEqual(lines(expanded.settings).sort(), prediction.expanded ?? [], context);
        }),
      );
    }
  });

  it('has no built-in parameter that our table lacks, and few other defaults', async () => {
    const { settings } = await ask('defaults', '', '-d', '-C', 'builtin');
    const differing: string[] = [];
    for (const line of lines(settings)) {
      const name = line.slice(0, line.indexOf(' ='));
      const parameter = postfixParameter(name);
      assert.ok(parameter && existsIn(parameter, branch!), name);
      const ours = defaultFor(name, branch)?.replace(/[ \t\r\n]+/g, ' ');
      if (ours !== line.slice(name.length + 3)) differing.push(name);
    }
    // What the build, the distribution, the host or a patch release decides.
    const excused = /_directory$|_path$|^mail_|^my(hostname|domain|networks)$|^process_|^service_name$|^proxy_read_maps$|^alias_|database_type$|^stress$/;
    assert.deepEqual(
      differing.filter((name) => !excused.test(name) && postfixParameter(name)!.backported.length === 0),
      [],
    );
  });

  it('has the effective values that we work out', async () => {
    for (const level of ['0', '1', '2', '3.6']) {
      const text = `compatibility_level = ${level}\nmyhostname = mx.example.test\ninet_interfaces = loopback-only\nrelayhost = [$mydomain]:587\n`;
      const main = createPostfixMain(parsePostfixMain(text), { version: branch! });
      const { settings } = await ask(`level-${level}`, text, '-x', '-C', 'builtin');
      let known = 0;
      for (const line of lines(settings)) {
        const name = line.slice(0, line.indexOf(' ='));
        const { value, isKnown } = main.get(name);
        if (!isKnown || name === 'proxy_read_maps') continue;
        known += 1;
        assert.equal(value.replace(/[ \t\r\n]+/g, ' ').trim(), line.slice(name.length + 3), `${name} at level ${level}`);
      }
      assert.ok(known > 750, `${known}`);
    }
  });

  it('warns of no parameter that we know', async () => {
    const { messages } = await ask('suffixes', 'slowlane_destination_rate_delay = 1s\nfilter_time_limit = 1s\nslowlane_bogus_limit = 1\n', '-n');
    const unused = [...messages.matchAll(/unused parameter: (\w+)=/g)].map((match) => match[1]!);
    assert.deepEqual(unused, ['slowlane_bogus_limit']);
    assert.ok(unused.every((name) => !isKnownParameter(name)));
  });
});
