import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileKind } from '../../../../src/parse/fileKind.ts';
import { parseConfig } from '../../../../src/parse/index.ts';
import type { CodeKind } from '../../../../src/parse/types.ts';
import { assertSound, settingsIn } from '../../../support/formatEdits.ts';
import { CODE_KINDS } from '../../../support/programs.ts';
import { createRandom } from '../../../support/random.ts';

const APPS = new URL('../../../fixtures/apps/', import.meta.url);
const programs = readdirSync(APPS, { withFileTypes: true }).flatMap((each) => {
  if (!each.isFile()) return [];
  const { name } = each;
  const text = readFileSync(new URL(name, APPS), 'utf8');
  const kind = fileKind(name, text);
  return CODE_KINDS.includes(kind as CodeKind) ? [{ name, kind: kind as CodeKind, text }] : [];
});

describe('reading programs', () => {
  it('has programs to read', () => assert.ok(programs.length > 20));

  for (const { name, kind, text } of programs) {
    it(`keeps its places right in ${name}, whole, cut and mixed up`, () => {
      assertSound(parseConfig(kind, text, name));
      const random = createRandom(name.length);
      for (let round = 0; round < 30; round += 1) {
        const at = random.below(text.length);
        const to = at + random.below(40);
        assertSound(parseConfig(kind, text.slice(0, at), name));
        assertSound(parseConfig(kind, text.slice(0, at) + text.slice(to), name));
        assertSound(parseConfig(kind, text.slice(0, at) + random.pick(["'", '"', '`', '${', '[', '(', '{', '\\']) + text.slice(at), name));
      }
    });
  }

  it('counts in UTF-16 behind letters of other scripts', () => {
    const text = "// 😀 ü\nconst a = { 'ключ': '😀', host: 'h' };\n";
    const { entries } = parseConfig('javascript', text, 'a.js');
    assert.deepEqual(
      entries.map(({ keySpan, valueSpan }) => [text.slice(keySpan.start, keySpan.end), text.slice(valueSpan.start, valueSpan.end)]),
      [
        ['ключ', '😀'],
        ['host', 'h'],
      ],
    );
  });

  it('reads on behind what it can not read', () => {
    assert.deepEqual(settingsIn('javascript', "const = ;\nconst a = { host: 'h' };\n", 'a.js'), ['a/host=h']);
    assert.deepEqual(settingsIn('python', "x = (1\ny = )\nEMAIL_HOST = 'h'\n", 'a.py'), ['x=1', 'EMAIL_HOST=h']);
    assert.deepEqual(settingsIn('php', "<?php\n}\n$b['host'] = 'h';\n", 'a.php'), ['b/host=h']);
  });

  it('survives what makes careless readers slow or stop', () => {
    const hard: readonly [CodeKind, string][] = [
      ['javascript', `a = ${'['.repeat(20_000)}`],
      ['javascript', `a = ${'{ a: '.repeat(5000)}`],
      ['javascript', `a = ${'f('.repeat(5000)}'x'${')'.repeat(5000)}`],
      ['javascript', `a = ${'`${'.repeat(3000)}`],
      ['python', `a = ${'('.repeat(20_000)}`],
      ['python', `${'if x:\n'.repeat(3000)}`],
      ['php', `<?php $a = ${'['.repeat(20_000)};`],
      ['ruby', `a = ${'{ a: '.repeat(5000)}`],
      ['ruby', '"#{'.repeat(2000)],
    ];
    for (const [kind, text] of hard) assertSound(parseConfig(kind, text, 'a'));
  });

  it('reads a variable that stands for itself once', () => {
    assert.deepEqual(settingsIn('javascript', "const a = a || 'x'; const b = c; const c = b; f({ host: b, port: 25 });", 'a.js'), ['f/host=${b}', 'f/port=25']);
  });

  it('has the comments, for what they silence', () => {
    const texts = (kind: CodeKind, text: string) => parseConfig(kind, text, 'a').comments.map((comment) => comment.text);
    assert.deepEqual(texts('javascript', '// a\n/* b */ x = 1 // c'), ['a', 'b', 'c']);
    assert.deepEqual(texts('php', '<?php\n// a\n# b\n/** c */ $x = 1;'), ['a', 'b', 'c']);
    assert.deepEqual(texts('python', '# a\nx = 1 # b'), ['a', 'b']);
    assert.deepEqual(texts('ruby', '# a\nx = 1 # b'), ['a', 'b']);
  });
});
