import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromPostfix } from '../../../src/discover/fromPostfix.ts';
import { createPostfixMain } from '../../../src/discover/postfixMain.ts';
import { createPostfixNames } from '../../../src/discover/postfixNames.ts';
import { expandMacros, macroProblems, macroReferences } from '../../../src/parse/postfixExpand.ts';
import { parsePostfixMain } from '../../../src/parse/postfixMain.ts';
import { valueSpanIn } from '../../../src/parse/segments.ts';
import type { Entry } from '../../../src/parse/types.ts';
import { contains, type Span, span } from '../../../src/text/span.ts';
import { anyPostfixText } from '../../support/postfixText.ts';
import { createRandom } from '../../support/random.ts';

const RUNS = 400;

/** Runs a check on many texts; a failure names the seed that repeats it. */
function forEachText(check: (text: string) => void): void {
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const text = anyPostfixText(createRandom(seed));
    try {
      check(text);
    } catch (error) {
      throw new Error(`seed ${seed}: ${JSON.stringify(text)}`, { cause: error });
    }
  }
}

const isInside = (text: string, where: Span) => assert.ok(where.start <= where.end && contains(span(0, text.length), where), JSON.stringify(where));

const piecesOf = (entry: Entry) => entry.segments ?? [{ at: 0, source: entry.valueSpan.start, length: entry.value.length }];

describe('any text at all', () => {
  it('keeps every place inside the text', () => {
    forEachText((text) => {
      const file = parsePostfixMain(text);
      for (const { span: where, keySpan, valueSpan } of file.entries) {
        for (const place of [where, keySpan, valueSpan]) isInside(text, place);
        assert.ok(contains(where, keySpan) && contains(where, valueSpan));
      }
      for (const { span: where } of [...file.comments, ...file.problems, ...file.logicalLines]) isInside(text, where);
    });
  });

  it('gives values and names that stand in the text', () => {
    forEachText((text) => {
      for (const entry of parsePostfixMain(text).entries) {
        const pieces = piecesOf(entry);
        assert.equal(pieces.map(({ source, length }) => text.slice(source, source + length)).join(''), entry.value);
        for (const [index, piece] of pieces.entries()) assert.equal(piece.at, index === 0 ? 0 : pieces[index - 1]!.at + pieces[index - 1]!.length);
        assert.equal(entry.value, entry.value.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, ''));
        if (text.slice(entry.keySpan.start, entry.keySpan.end) !== entry.key) assert.fail(entry.key);
      }
    });
  });

  it('leaves only whitespace outside of lines and comments', () => {
    forEachText((text) => {
      const { logicalLines, comments } = parsePostfixMain(text);
      const covered = [...logicalLines, ...comments].map((part) => part.span).sort((a, b) => b.start - a.start);
      let rest = text;
      for (const { start, end } of covered) rest = rest.slice(0, start) + ' '.repeat(Math.max(0, end - start)) + rest.slice(end);
      assert.match(rest, /^[ \t\n\v\f\r]*$/);
      for (const [index, line] of logicalLines.entries()) if (index > 0) assert.ok(logicalLines[index - 1]!.span.end <= line.span.start);
    });
  });

  it('accounts for each logical line by an entry or a problem', () => {
    forEachText((text) => {
      const { logicalLines, entries, problems } = parsePostfixMain(text);
      for (const line of logicalLines) {
        const isHeld = (where: Span) => contains(line.span, where);
        assert.ok(entries.some((entry) => isHeld(entry.span)) || problems.some((problem) => isHeld(problem.span)), JSON.stringify(line));
      }
    });
  });

  it('reads the same again when only the line ends change', () => {
    forEachText((text) => {
      const plain = text.replace(/\r/g, '');
      const read = (input: string) => parsePostfixMain(input).entries.map(({ key, value }) => [key, value.replace(/\r/g, '')]);
      assert.deepEqual(read(plain.replace(/\n/g, '\r\n')), read(plain));
    });
  });

  it('never makes macros, names or relays throw, and keeps their places', () => {
    forEachText((text) => {
      const file = parsePostfixMain(text);
      const main = createPostfixMain(file);
      for (const entry of file.entries) {
        const places = [...macroProblems(entry.value), ...macroReferences(entry.value)].map((found) => found.span);
        for (const { start, end } of places) {
          isInside(entry.value, { start, end });
          isInside(text, valueSpanIn(entry, start, end));
        }
        const { problem } = expandMacros(entry.value, () => undefined);
        if (problem) assert.ok(macroProblems(entry.value).length > 0, problem.code);
        assert.equal(main.get(entry.key).name, entry.key);
      }
      for (const { span: where } of createPostfixNames(file, main).undefinedReferences) isInside(text, where);
      for (const { host, port, user, password } of fromPostfix(file, main))
        for (const part of [host, port, user, password]) if (part) isInside(text, part.span);
    });
  });
});

describe('endless text', () => {
  it('is read in time that grows with its length', () => {
    for (const piece of ['a = b\n', ' c\n', 'a\n', '#\n ', '\0', '$a ', '${a?{', '\n', 'relayhost = {{ ', '{ldap:a ', 'ü=']) {
      const text = `a = b\n${piece.repeat(Math.floor(300_000 / piece.length))}`;
      const file = parsePostfixMain(text);
      const main = createPostfixMain(file);
      createPostfixNames(file, main);
      assert.ok(fromPostfix(file, main).length >= 0);
    }
  });
});
