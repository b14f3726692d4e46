import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ConfigFile, Entry } from '../../../src/parse/types.ts';
import { parseYaml } from '../../../src/parse/yaml.ts';

const list = (file: ConfigFile) => file.entries.map((entry) => `${entry.path.join('/')}=${entry.value}`);
const only = (file: ConfigFile, key: string): Entry => file.entries.find((entry) => entry.key === key)!;
const written = (file: ConfigFile, entry: Entry) => file.text.slice(entry.valueSpan.start, entry.valueSpan.end);

describe('parseYaml', () => {
  it('gives every scalar its path', () => {
    assert.deepEqual(list(parseYaml('a:\n  b: 1\n  c: [x, {d: y}]\ne: z\n')), ['a/b=1', 'a/c/0=x', 'a/c/1/d=y', 'e=z']);
  });

  it('keeps numbers and switches as written and says what they are', () => {
    const file = parseYaml('a: 0587\nb: true\nc: ~\nd: "1"\ne:\n');
    assert.deepEqual(
      file.entries.map(({ value, scalar, quote }) => [value, scalar, quote]),
      [
        ['0587', 'number', ''],
        ['true', 'boolean', ''],
        ['~', 'null', ''],
        ['1', 'string', '"'],
        ['', 'null', ''],
      ],
    );
  });

  it('unquotes, unescapes and folds, and maps what is left to the source', () => {
    const file = parseYaml('a: \'it\'\'s\'\nb: "x\\ty\\u0041z"\nc: one\n  two\nd: "p \\\n  q"\n');
    assert.deepEqual(
      file.entries.map(({ value }) => value),
      ["it's", 'x\tyAz', 'one two', 'p q'],
    );
    for (const { value, segments } of file.entries) {
      assert.ok(segments);
      for (const { at, source, length } of segments) assert.equal(file.text.slice(source, source + length), value.slice(at, at + length));
    }
  });

  it('reads block scalars, a literal one line by line', () => {
    const file = parseYaml('a: |\n    one\n      two\n\n    three\nb: >-\n  x\n  y\n');
    assert.deepEqual(
      file.entries.map(({ value, quote }) => [value, quote]),
      [
        ['one\n  two\n\nthree\n', '|'],
        ['x y', '>'],
      ],
    );
    const { segments, value } = only(file, 'a');
    for (const { at, source, length } of segments!) assert.equal(file.text.slice(source, source + length), value.slice(at, at + length));
  });

  it('follows aliases and merge keys, and marks what came in through them', () => {
    const file = parseYaml('base: &b\n  host: x\n  port: 1\nuse:\n  <<: *b\n  port: 2\nalso: *b\n');
    assert.deepEqual(
      file.entries.map((entry) => `${entry.path.join('/')}=${entry.value}${entry.inherited ? ' inherited' : ''}`),
      ['base/host=x', 'base/port=1', 'use/host=x inherited', 'use/port=2', 'also/host=x inherited', 'also/port=1 inherited'],
    );
    const [own, , inherited] = file.entries;
    assert.deepEqual(inherited!.valueSpan, own!.valueSpan);
  });

  it('merges a list of maps, the first one winning', () => {
    const file = parseYaml('a: &a {x: 1}\nb: &b {x: 2, y: 3}\nc:\n  <<: [*a, *b]\n');
    assert.deepEqual(list(file).slice(3), ['c/x=1', 'c/y=3']);
  });

  it('takes the anchor that was last set above an alias', () => {
    assert.deepEqual(list(parseYaml('a: &x 1\nb: *x\nc: &x 2\nd: *x\n')), ['a=1', 'b=1', 'c=2', 'd=2']);
  });

  it('numbers the documents of a file with several', () => {
    const file = parseYaml('a: 1\n---\na: 2\n');
    assert.deepEqual(
      file.entries.map(({ document, value }) => [document, value]),
      [
        [0, '1'],
        [1, '2'],
      ],
    );
  });

  it('keeps duplicate keys', () => {
    assert.deepEqual(list(parseYaml('a: 1\na: 2\n')), ['a=1', 'a=2']);
  });

  it('reads KEY=value in lists and a lone KEY under environment', () => {
    const file = parseYaml('environment:\n  - HOST=a=b\n  - "PASS=x y"\n  - NAME\nports:\n  - NAME\n');
    assert.deepEqual(
      file.entries.map(({ path, key, value, form }) => [path.join('/'), key, value, form]),
      [
        ['environment/0/HOST', 'HOST', 'a=b', 'list-item'],
        ['environment/1/PASS', 'PASS', 'x y', 'list-item'],
        ['environment/2/NAME', 'NAME', '', 'key-only'],
        ['ports/0', '0', 'NAME', 'pair'],
      ],
    );
    assert.deepEqual(
      file.entries.slice(0, 2).map((entry) => written(file, entry)),
      ['a=b', 'x y'],
    );
  });

  it('reads name and value pairs, and where a value comes from elsewhere', () => {
    const file = parseYaml(
      'env:\n  - name: HOST\n    value: x\n  - name: PASS\n    valueFrom: {secretKeyRef: {name: s, key: k}}\n  - name: EMPTY\n    value:\n',
    );
    assert.deepEqual(
      file.entries.map(({ path, value, form }) => [path.join('/'), value, form]),
      [
        ['env/0/HOST', 'x', 'name-value'],
        ['env/1/PASS', '', 'name-value'],
        ['env/1/valueFrom/secretKeyRef/name', 's', 'pair'],
        ['env/1/valueFrom/secretKeyRef/key', 'k', 'pair'],
        ['env/2/EMPTY', '', 'name-value'],
      ],
    );
  });

  it('says what goes when an entry is removed', () => {
    const file = parseYaml('a: 1 # x\nb:\n  - c: 2\n    d: 3\n  - E=f\ng: {h: 1, i: 2}\n');
    const gone = (key: string) => file.text.slice(only(file, key).span.start, only(file, key).span.end);
    assert.deepEqual(['a', 'c', 'd', 'E', 'h', 'i'].map(gone), ['a: 1 # x\n', 'c: 2\n    ', '    d: 3\n', '  - E=f\n', 'h: 1, ', ', i: 2']);
  });

  it('reads comments but not what looks like one', () => {
    const file = parseYaml('# one\na: "# no" # two\nb: |\n  # no\nc: x#no\n');
    assert.deepEqual(
      file.comments.map(({ text }) => text),
      ['one', 'two'],
    );
    assert.deepEqual(
      file.comments.map(({ span }) => file.text.slice(span.start, span.end)),
      ['# one', '# two'],
    );
  });

  it('reads the sound part of a broken file and quotes nothing of it', () => {
    const file = parseYaml('smtp:\n  host: x\n  password: "hunter22\nother: 1\n');
    assert.ok(list(file).includes('smtp/host=x'));
    assert.ok(file.problems.length > 0);
    assert.ok(file.problems.every(({ code, message }) => code === 'invalid-syntax' && !message.includes('hunter22')));
  });

  it('reads around templates and takes their text as it stands', () => {
    const file = parseYaml(
      '{{- if .Values.x }}\nsmtp:\n  host: {{ .Values.host }}\n  port: {{ .Values.port | default 587 }}\n  name: "{{ include "a" . }}"\n{{- end }}\n',
    );
    assert.deepEqual(list(file), ['smtp/host={{ .Values.host }}', 'smtp/port={{ .Values.port | default 587 }}', 'smtp/name={{ include "a" . }}']);
    assert.deepEqual(file.problems, []);
  });

  it('reads CRLF and a byte order mark', () => {
    const file = parseYaml('\uFEFFa: 1\r\nb: |\r\n  x\r\n  y\r\n# c\r\n');
    assert.deepEqual(list(file), ['a=1', 'b=x\ny\n']);
    assert.equal(written(file, file.entries[0]!), '1');
    assert.deepEqual(
      file.comments.map(({ span }) => file.text.slice(span.start, span.end)),
      ['# c'],
    );
  });

  it('stops at an alias bomb and says so', () => {
    const levels = Array.from(
      { length: 12 },
      (_, at) =>
        `l${at}: &l${at} [${Array(9)
          .fill(at === 0 ? 'x' : `*l${at - 1}`)
          .join(', ')}]`,
    );
    const file = parseYaml(levels.join('\n'));
    assert.ok(file.entries.length < 10_000);
    assert.ok(file.problems.some(({ code }) => code === 'too-many-aliases'));
  });

  it('stops at a reference to itself', () => {
    const file = parseYaml('a: &a\n  b: *a\n  c: 1\n');
    assert.ok(file.entries.some(({ key }) => key === 'c'));
  });
});
