import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { lookUpInMap } from '../../../src/discover/postfixLookup.ts';
import { grammarOf, lineNumberOf, parsePostfixMap } from '../../../src/parse/postfixMap.ts';
import { foldKey } from '../../../src/parse/postfixMapIndexed.ts';

const FOLDER = 'test/fixtures/postfix-cases/tables';

const read = (name: string) => (existsSync(join(FOLDER, name)) ? readFileSync(join(FOLDER, name), 'utf8') : '');

const rows = (name: string) =>
  read(name)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t') as [string, string, string]);

/** Tables whose text is the name, not a file, and one that was asked without its index. */
const cases = rows('INDEX.tsv').filter(([id, type]) => grammarOf(type) && id !== '023');

const TITLES = {
  cidr: 'cidr map @CONFDIR@/table',
  regexp: 'regexp map @CONFDIR@/table',
  pcre: 'pcre map @CONFDIR@/table',
  indexed: '@CONFDIR@/table',
  aliases: '',
};

describe('recorded tables', () => {
  for (const [id, type, title] of cases) {
    const file = parsePostfixMap(grammarOf(type)!, read(`${id}.${type}`));

    it(`${id} ${title}: answers as postmap -q does`, () => {
      for (const [query, status, result] of rows(`${id}.queries.tsv`)) {
        const answer = lookUpInMap(file, query);
        assert.notEqual(answer.kind, 'unknown', query);
        assert.deepEqual(answer.kind === 'found' ? [answer.value, '0'] : ['', '1'], [result, status], query);
      }
    });

    it(`${id} ${title}: complains as Postfix does`, () => {
      const said = file.problems.flatMap((problem) =>
        problem.logged.map((text) => `postmap: warning: ${TITLES[file.grammar]}, line ${lineNumberOf(file, problem)}: ${text}`),
      );
      const recorded = read(`${id}.stderr.txt`)
        .split('\n')
        .filter(
          (line) =>
            line !== '' && !/: (key abc: empty string|table should return)|: table .* should return/.test(line) && !line.includes('empty string result'),
        );
      assert.deepEqual(
        said.map((line) => line.replace(/[^ -~]/g, '?')),
        recorded,
      );
    });

    if (file.grammar === 'indexed') {
      it(`${id} ${title}: stores what postmap does`, () => {
        const stored = file.entries.map(({ key, value }) => `${foldKey(key)}\t${value}`).sort();
        assert.deepEqual(
          stored,
          read(`${id}.postmap-s.txt`)
            .split('\n')
            .filter((line) => line !== '')
            .sort(),
        );
      });
    }
  }

  it('are many', () => assert.ok(cases.length > 30));
});
