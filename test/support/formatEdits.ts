import assert from 'node:assert/strict';
import { insertAfter, removeEntry, setValue } from '../../src/parse/edit.ts';
import { parseConfig } from '../../src/parse/index.ts';
import type { ConfigFile, Entry, FileKind } from '../../src/parse/types.ts';
import { applyEdits, type TextEdit } from '../../src/text/span.ts';

/** A text in which `A` may get any value, while `Y` beside it has the value `2`. */
export interface Place {
  readonly kind: FileKind;
  readonly path: string;
  readonly text: string;
}

export const entryOf = (file: ConfigFile, key: string): Entry => {
  const entry = file.entries.find((each) => each.key === key);
  assert.ok(entry, `no ${key} in ${JSON.stringify(file.text)}`);
  return entry;
};

const after = (file: ConfigFile, edit: TextEdit): string => applyEdits(file.text, [edit]);

/** Values that every grammar with quotes or escapes can hold. */
export const LINE_VALUES: readonly string[] = [
  '587',
  'smtp.example.com',
  'a b',
  "it's",
  'say "x"',
  'both \' and "',
  'back\\slash',
  'ends\\',
  '#hash',
  'a #b',
  'a;b',
  'a: b',
  '[x]',
  '%x',
  '100%%',
  '`x`',
  'true',
  'ünï ✓',
  '${VAR:-x}',
  'a=b',
  '<x>&amp;',
];
export const BLANK_VALUES: readonly string[] = ['', ' lead', 'trail ', 'tab\there', 'two\nlines'];

/** Sets each value and reads it again: it is the new value, and nothing else has changed. */
export function assertSets({ kind, path, text }: Place, values: readonly string[]): void {
  const file = parseConfig(kind, text, path);
  const entry = entryOf(file, 'A');
  for (const value of values) {
    const edit = setValue(file, entry, value);
    const result = after(file, edit);
    const again = parseConfig(kind, result, path);
    assert.equal(entryOf(again, 'A').value, value, `${JSON.stringify(value)} in ${JSON.stringify(result)}`);
    assert.equal(entryOf(again, 'Y').value, '2', result);
    assert.deepEqual(
      again.entries.map((each) => each.path),
      file.entries.map((each) => each.path),
      result,
    );
    assert.deepEqual(again.problems, [], result);
  }
}

/** Adds `N` behind `A` with each value, reads it again, and takes it out: the text is what it was. */
export function assertInserts({ kind, path, text }: Place, values: readonly string[]): void {
  const file = parseConfig(kind, text, path);
  const anchor = entryOf(file, 'A');
  for (const value of values) {
    const result = after(file, insertAfter(file, anchor, 'N', value));
    const again = parseConfig(kind, result, path);
    const added = entryOf(again, 'N');
    assert.equal(added.value, value, `${JSON.stringify(value)} in ${JSON.stringify(result)}`);
    assert.deepEqual(added.path.slice(0, -1), entryOf(again, 'A').path.slice(0, -1), result);
    assert.equal(again.entries.length, file.entries.length + 1, result);
    assert.equal(entryOf(again, 'Y').value, '2', result);
    assert.deepEqual(again.problems, [], result);
    assert.equal(after(again, removeEntry(again, added)).trimEnd(), text.trimEnd(), JSON.stringify(result));
  }
}

/** Takes `A` out: `Y` is left, and no `A`. */
export function assertRemoves({ kind, path, text }: Place): void {
  const file = parseConfig(kind, text, path);
  const again = parseConfig(kind, after(file, removeEntry(file, entryOf(file, 'A'))), path);
  assert.deepEqual(
    again.entries.map(({ key, value }) => [key, value]),
    file.entries.filter((entry) => entry !== entryOf(file, 'A')).map(({ key, value }) => [key, value]),
    again.text,
  );
  assert.deepEqual(again.problems, []);
}

/** What a text sets, as `section/key=value`. */
export function settingsIn(kind: FileKind, text: string, path: string): string[] {
  return parseConfig(kind, text, path).entries.map((entry) => `${entry.path.join('/')}=${entry.value}`);
}

/** The invariants of any reading: places in order and inside the text, segments and plain values word for word. */
export function assertSound(file: ConfigFile): void {
  const { text } = file;
  const seen = JSON.stringify(text.slice(0, 500));
  for (const { span, keySpan, valueSpan, value, segments } of file.entries) {
    for (const place of [span, keySpan, valueSpan]) assert.ok(0 <= place.start && place.start <= place.end && place.end <= text.length, seen);
    if (!segments) continue;
    let end = 0;
    for (const { at, source, length } of segments) {
      assert.ok(at >= end && length > 0, seen);
      assert.equal(text.slice(source, source + length), value.slice(at, at + length), seen);
      end = at + length;
    }
  }
  for (const { span } of [...file.problems, ...file.comments]) assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length, seen);
}

/** Loads what a test of a format needs; no format of a configuration file reads grammar files. */
export const NO_GRAMMARS = { read: () => Promise.reject(new Error('no grammar files here')) };
