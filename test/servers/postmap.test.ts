import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { lookUpInMap } from '../../src/discover/postfixLookup.ts';
import { lineNumberOf, parsePostfixMap } from '../../src/parse/postfixMap.ts';
import { foldKey } from '../../src/parse/postfixMapIndexed.ts';
import type { PostfixMapFile } from '../../src/parse/postfixMapTypes.ts';
import { inParallel, oldFiles, runPostfix, skipWithoutPostfix37 } from '../../src/tools/installedPostfix.ts';
import { aliasText, CIDR_QUERIES, cidrText, INDEXED_QUERIES, indexedText, REGEXP_QUERIES, regexpText } from '../support/postfixTableText.ts';
import { createRandom, type Random } from '../support/random.ts';

const skip = skipWithoutPostfix37();
const files = oldFiles();
after(() => files.remove());

const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

/** Without UTF-8 Postfix checks and folds ASCII only; with it, it says so. */
const config = skip ? '' : files.write('conf/main.cf', 'compatibility_level = 3.6\n').replace(/\/main\.cf$/, '');

/** What Postfix should log about a table, with the title that its type goes by. */
function logOf(file: PostfixMapFile, path: string, title: string): string[] {
  return file.problems.flatMap((problem) => {
    const where = problem.code === 'leading-continuation' ? path : `${title}, line ${lineNumberOf(file, problem)}`;
    return problem.logged.map((text) => `${where}: ${latin1(text).replace(/[\0-\x1f\x7f]/g, '?')}`);
  });
}

/** What it did log, but for what it says without a line number. */
const warningsIn = (stderr: string) =>
  stderr
    .split('\n')
    .filter((line) => line !== '' && !/should return|empty string result|: (empty macro name|truncated macro reference): /.test(line))
    .map((line) => line.replace(/^post(map|alias): warning: /, ''));

const KINDS: readonly [type: string, grammar: PostfixMapFile['grammar'], make: (random: Random) => string, queries: readonly string[]][] = [
  ['cidr', 'cidr', cidrText, CIDR_QUERIES],
  ['regexp', 'regexp', regexpText, REGEXP_QUERIES],
  ['texthash', 'indexed', indexedText, INDEXED_QUERIES],
];

describe('generated tables and the installed postmap', { skip }, () => {
  for (const [type, grammar, make, queries] of KINDS) {
    it(`agree on ${type}`, async () => {
      let known = 0;
      await inParallel(
        Array.from({ length: 80 }, (_, index) => index + 1),
        async (seed) => {
          const text = make(createRandom(seed));
          const context = `seed ${seed}: ${JSON.stringify(text)}`;
          const path = files.write(`${type}${seed}`, latin1(text));
          const { stdout, stderr } = await runPostfix('postmap', ['-c', config, '-q', '-', `${type}:${path}`], queries.map((query) => `${query}\n`).join(''));
          const found = new Map(stdout.split('\n').map((line) => [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)]));
          const file = parsePostfixMap(grammar, text);
          assert.deepEqual(logOf(file, path, type === 'texthash' ? path : `${type} map ${path}`), warningsIn(stderr), context);
          for (const query of queries) {
            const answer = lookUpInMap(file, query);
            if (answer.kind === 'unknown') continue;
            known += 1;
            assert.equal(answer.kind === 'found' ? latin1(answer.value) : undefined, found.get(query), `${JSON.stringify(query)} in ${context}`);
          }
        },
      );
      assert.ok(known > 60 * queries.length);
    });
  }

  it('agree on alias files', async () => {
    await inParallel(
      Array.from({ length: 60 }, (_, index) => index + 1),
      async (seed) => {
        const text = aliasText(createRandom(seed));
        const context = `seed ${seed}: ${JSON.stringify(text)}`;
        const path = files.write(`alias${seed}`, text);
        const built = await runPostfix('postalias', ['-c', config, `hash:${path}`]);
        const listed = await runPostfix('postalias', ['-c', config, '-s', `hash:${path}`]);
        const file = parsePostfixMap('aliases', text);
        const said = logOf(file, path, path).map((line) => line.replace(/, line \d+(: duplicate entry)/, '.db$1'));
        assert.deepEqual(said, warningsIn(built.stderr), context);
        const names = listed.stdout.split('\n').flatMap((line) => (/^(@|YP_|$)/.test(line) ? [] : [line.split(':\t')[0]!]));
        assert.deepEqual(file.entries.map(({ key }) => foldKey(key)).sort(), names.sort(), context);
      },
    );
  });
});
