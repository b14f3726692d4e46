import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { predictPostconf } from '../../support/postconf.ts';

const FOLDER = 'test/fixtures/postfix-cases';

/** Cases that main.cf alone does not decide. */
const NEEDS_MORE: Readonly<Record<string, string>> = {
  ...{ 126: 'services', 128: 'services', 129: 'services', 191: 'services', 154: 'a setting in master.cf' },
  ...{ 144: 'the braces of an inline table', 178: 'a value', 193: 'a value', 194: 'a value', 179: "the machine's addresses" },
};

const titles = new Map(
  readFileSync(join(FOLDER, 'INDEX.tsv'), 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .map((cells) => [cells[0], cells.at(-1)]),
);

/** One character per byte, as postconf reads and writes. */
const read = (name: string) => (existsSync(join(FOLDER, name)) ? readFileSync(join(FOLDER, name), 'latin1') : '');

const lines = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('config_directory ='));

/** Each message once, without the parts that we don't say: the program, the folder and the nested text of a cycle. */
function messages(text: string): string[] {
  const plain = lines(text).map((line) =>
    line
      .replace(/^postconf: (warning: )?/, '')
      .replace(/^@CONFDIR@\/main\.cf: /, '')
      .replace('@CONFDIR@/main.cf', 'main.cf')
      .replace(/(unreasonable macro call nesting): .*/, '$1'),
  );
  return [...new Set(plain)].sort();
}

function compare(id: string): void {
  const prediction = predictPostconf(read(`${id}.cf`));
  const recorded = read(`${id}.postconf-n.txt`);
  const expanded = read(`${id}.postconf-nx.txt`) || recorded;
  assert.deepEqual(prediction.messages, messages(read(`${id}.stderr.txt`)));
  assert.deepEqual(prediction.settings ?? [], lines(recorded).sort());
  assert.deepEqual(prediction.expanded ?? [], lines(expanded).sort());
}

const ids = readdirSync(FOLDER)
  .filter((name) => /^\d+\.cf$/.test(name))
  .map((name) => name.slice(0, -3));

describe('recorded postconf cases', () => {
  for (const id of ids.filter((name) => !(name in NEEDS_MORE))) it(`${id}: ${titles.get(id)}`, () => compare(id));

  it('are many, and those left out differ indeed', () => {
    assert.ok(ids.length > 150);
    for (const [id, what] of Object.entries(NEEDS_MORE)) assert.throws(() => compare(id), assert.AssertionError, `${id} needs no ${what}`);
  });
});
