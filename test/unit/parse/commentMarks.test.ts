import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commentMarks } from '../../../src/parse/commentMarks.ts';
import { parseConfig } from '../../../src/parse/index.ts';
import type { FileKind } from '../../../src/parse/types.ts';
import { BLOCK_KINDS, CONFIG_KINDS } from '../../../src/parse/types.ts';
import '../../support/blocks.ts';
import '../../support/formats.ts';

const TEXTS: readonly (readonly [kind: FileKind, path: string, text: string])[] = [
  ...[...CONFIG_KINDS, ...BLOCK_KINDS].map((kind) => [kind, 'x', ''] as const),
  ['ini', 'php.ini', '[a]\n'],
  ['ini', 'sendmail.ini', '[a]\n'],
  ['ini', '.gitconfig', '[a]\n'],
  ['dotenv', '.env', ''],
  ['yaml', 'a.yml', ''],
  ['json', 'a.json', '{}'],
  ['postfix-main', 'main.cf', ''],
];

for (const [kind, path, text] of TEXTS) {
  test(`the marks of ${kind} in ${path} make a comment`, () => {
    const [open, close] = commentMarks({ kind, path, text });
    const comments = parseConfig(kind, `${text}${open} words${close}\n`, path).comments.map((comment) => comment.text);
    assert.deepEqual(comments, ['words']);
  });
}
