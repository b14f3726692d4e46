import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseJson } from '../../../src/parse/json.ts';
import type { ConfigFile } from '../../../src/parse/types.ts';

const list = (file: ConfigFile) => file.entries.map((entry) => `${entry.path.join('/')}=${entry.value}`);

describe('parseJson', () => {
  it('gives every scalar its path, kind and place', () => {
    const file = parseJson('{"a": {"b": 587, "c": true, "d": null}, "e": ["x", {"f": "y"}]}');
    assert.deepEqual(list(file), ['a/b=587', 'a/c=true', 'a/d=null', 'e/0=x', 'e/1/f=y']);
    assert.deepEqual(
      file.entries.map(({ scalar }) => scalar),
      ['number', 'boolean', 'null', 'string', 'string'],
    );
    for (const { value, valueSpan } of file.entries) assert.equal(file.text.slice(valueSpan.start, valueSpan.end), value);
  });

  it('takes comments and trailing commas', () => {
    const file = parseJson('{\n  // one\n  "a": 1, /* two */\n}');
    assert.deepEqual(list(file), ['a=1']);
    assert.deepEqual(
      file.comments.map(({ text }) => text),
      ['one', 'two'],
    );
    assert.deepEqual(file.problems, []);
  });

  it('resolves escapes and maps the rest to the source', () => {
    const file = parseJson('{"a": "x\\"y\\u0041z"}');
    const { value, segments } = file.entries[0]!;
    assert.equal(value, 'x"yAz');
    for (const { at, source, length } of segments!) assert.equal(file.text.slice(source, source + length), value.slice(at, at + length));
  });

  it('reads name and value pairs as Kubernetes and ECS write them', () => {
    const file = parseJson('{"env": [{"name": "HOST", "value": "x"}, "PORT=1"]}');
    assert.deepEqual(
      file.entries.map(({ path, value, form }) => [path.join('/'), value, form]),
      [
        ['env/0/HOST', 'x', 'name-value'],
        ['env/1/PORT', '1', 'list-item'],
      ],
    );
  });

  it('says what goes when an entry is removed', () => {
    const file = parseJson('{\n  "a": 1,\n  "b": 2,\n  "c": {"d": 3, "e": 4}\n}');
    const gone = (key: string) => {
      const { span } = file.entries.find((entry) => entry.key === key)!;
      return file.text.slice(span.start, span.end);
    };
    assert.deepEqual(['a', 'b', 'd', 'e'].map(gone), ['  "a": 1,\n', '  "b": 2,\n', '"d": 3, ', ', "e": 4']);
  });

  it('reads the sound part of a broken file and quotes nothing of it', () => {
    const file = parseJson('{"smtp": {"host": "x", "password": "hunter22\n, "port": }');
    assert.ok(list(file).includes('smtp/host=x'));
    assert.ok(file.problems.length > 0);
    assert.ok(file.problems.every(({ message }) => !message.includes('hunter22')));
  });

  it('reads a half-typed pair', () => {
    assert.deepEqual(list(parseJson('{"a": 1, "host": ')), ['a=1', 'host=']);
  });

  it('reads around templates', () => {
    const file = parseJson('{"host": "{{ host }}", "port": {{ port }}, "a{{ x }}": 1}');
    assert.deepEqual(list(file), ['host={{ host }}', 'port={{ port }}', 'a{{ x }}=1']);
    assert.deepEqual(file.problems, []);
  });
});
