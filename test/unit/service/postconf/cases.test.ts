import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { postconf } from '../../../../src/service/postconf/postconf.ts';
import type { PostconfResult } from '../../../../src/service/postconf/types.ts';
import { HOST, NOT_FOUND } from '../../../support/postconfCall.ts';

const FOLDER = 'test/fixtures/postfix-cases';

/** One character per byte; what is not recorded was empty. */
const read = (name: string) => (existsSync(join(FOLDER, name)) ? readFileSync(join(FOLDER, name), 'latin1') : '');

const rows = (name: string) =>
  read(name)
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));

/** A folder called `@CONFDIR@`, as the recorded outputs have it. */
function run(option: string, main: string, master: string): PostconfResult {
  const files: Record<string, string> = { '@CONFDIR@/main.cf': main, '@CONFDIR@/master.cf': master };
  return postconf({
    args: ['-c', '@CONFDIR@', option],
    version: '3.7',
    host: HOST,
    env: {},
    readFile: (path) => (path in files ? { text: files[path]! } : NOT_FOUND),
  });
}

describe('recorded main.cf', () => {
  for (const [id = '', status, expandedStatus, , title] of rows('INDEX.tsv')) {
    const master = read(`${id}.master.cf`) || read('default-master.cf');

    it(`${id} ${title}: -n`, () => {
      const { stdout, stderr, status: ours } = run('-n', read(`${id}.cf`), master);
      assert.deepEqual([stdout, stderr, ours], [read(`${id}.postconf-n.txt`), read(`${id}.stderr.txt`), Number(status)]);
    });

    it(`${id} ${title}: -nx`, () => {
      const { stdout, stderr, status: ours } = run('-nx', read(`${id}.cf`), master);
      assert.deepEqual([stdout, stderr, ours], [read(`${id}.postconf-nx.txt`), read(`${id}.postconf-nx.stderr.txt`), Number(expandedStatus)]);
    });
  }
});

describe('recorded master.cf', () => {
  const main = 'compatibility_level = 3.6\nmyhostname = mx.example.test\n';
  const columns = { '-M': 1, '-Mf': 1, '-F': 1, '-P': 2, '-Px': 2, '-n': 3 } as const;
  const errors: Readonly<Record<string, string>> = { '-M': 'stderr.txt', '-Px': 'postconf-Px.stderr.txt', '-n': 'postconf-n.stderr.txt' };

  for (const row of rows('master/INDEX.tsv')) {
    const [id = '', , , , title] = row;
    for (const [option, column] of Object.entries(columns)) {
      it(`${id} ${title}: ${option}`, () => {
        const { stdout, stderr, status } = run(option, main, read(`master/${id}.master.cf`));
        assert.equal(status, Number(row[column]));
        if (option !== '-n') assert.equal(stdout, read(`master/${id}.postconf${option}.txt`));
        if (option in errors) assert.equal(stderr, read(`master/${id}.${errors[option]}`));
      });
    }
  }
});
