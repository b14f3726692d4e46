import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { PostfixMapFile } from '../../src/parse/postfixMapTypes.ts';
import { rules } from '../../src/rules/registry.ts';
import { oldFiles, runPostfix, skipWithoutPostfix37 } from '../../src/tools/installedPostfix.ts';
import { contextOf, fixtureFolder, fixturesIn } from '../support/ruleFixtures.ts';

const skip = skipWithoutPostfix37();
const files = oldFiles();
after(() => files.remove());
const config = skip ? '' : files.write('conf/main.cf', 'compatibility_level = 3.6\n').replace(/\/main\.cf$/, '');

/** Rules that speak of lines about which Postfix warns when it reads the table. */
const WARNED = [
  'table/duplicate-key',
  'table/malformed-alias',
  'table/malformed-expression',
  'table/malformed-key',
  'table/malformed-pattern',
  'table/malformed-quoted-key',
  'table/malformed-replacement',
  'table/mismatched-endif',
  'table/mismatched-prefix',
  'table/missing-entry-value',
  'table/missing-result',
  'table/unknown-network',
  'table/unused-indented-entry',
  'table/unused-rule-after-if',
];

/** What Postfix says about a table while it reads it; undefined when it was built without the type. */
async function warningsAbout(name: string, { grammar, text }: PostfixMapFile): Promise<string[] | undefined> {
  const path = files.write(name, text);
  const type = grammar === 'indexed' ? 'texthash' : grammar;
  const { stderr } =
    grammar === 'aliases'
      ? await runPostfix('postalias', ['-c', config, `hash:${path}`])
      : await runPostfix('postmap', ['-c', config, '-q', 'no such key', `${type}:${path}`]);
  if (/unsupported dictionary type|unknown dictionary type/.test(stderr)) return undefined;
  return stderr.split('\n').filter((line) => line.includes('warning:'));
}

describe('tables that rules complain about and the installed Postfix', { skip }, () => {
  for (const { meta } of rules.filter(({ meta: { id } }) => WARNED.includes(id))) {
    for (const { name, path, text, around, place } of fixturesIn(fixtureFolder(meta.id)).filter((fixture) => !fixture.name.startsWith('fixed-'))) {
      it(`${meta.id} ${name}`, async (context) => {
        if (name === 'ok-template') return context.skip('a template is no table yet');
        if (name === 'ok-relaymap') return context.skip('a script makes the table of it');
        const file = contextOf(path, text, around, place).file as PostfixMapFile;
        const warnings = await warningsAbout(`${meta.id}/${name}/table`, file);
        if (!warnings) return context.skip(`Postfix was built without ${file.grammar}`);
        assert.equal(warnings.length > 0, name.startsWith('bad-'), warnings.join('\n') || 'no warning');
      });
    }
  }

  it('are all rules of this kind that exist', () => {
    const ids = rules.map(({ meta }) => meta.id);
    assert.deepEqual(
      WARNED.filter((id) => !ids.includes(id)),
      [],
    );
  });
});
