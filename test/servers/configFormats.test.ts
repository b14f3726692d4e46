import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { parseConfig } from '../../src/parse/index.ts';
import type { FileKind } from '../../src/parse/types.ts';
import '../support/formats.ts';
import { createRandom } from '../support/random.ts';

const folder = mkdtempSync(join(tmpdir(), 'relay-doctor-formats-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const has = (program: string, ...args: readonly string[]) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;
const MISSING = 'not installed';
const ROUNDS = 400;

/** Runs a program over texts in files and returns its standard output. */
function ask(program: string, args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(status, 0, stderr);
  return stdout;
}

function generated(seed: number, pieces: readonly string[], head = ''): { readonly text: string; readonly file: string }[] {
  const random = createRandom(seed);
  return Array.from({ length: ROUNDS }, (_, at) => {
    const text = head + random.text(pieces, 30);
    const file = join(folder, `${seed}-${at}`);
    writeFileSync(file, text);
    return { text, file };
  });
}

/** What we read, the last value of each path, in the form of the oracles. */
function lastValues(kind: FileKind, text: string, path: string): Record<string, string> {
  return Object.fromEntries(parseConfig(kind, text, path).entries.map((entry) => [entry.path.join('\0'), entry.value]));
}

const WORDS = [
  'a',
  'bc',
  'd.e',
  '=',
  ' = ',
  ':',
  ' ',
  '\t',
  '\n',
  '\n',
  '\nk = v',
  '\n  x',
  '#',
  ';',
  ' # c',
  '"',
  "'",
  '\\',
  '\\\n',
  '\\n',
  '\\"',
  'ü',
  '[t]',
  '\n[s]\n',
  '\r\n',
  '%%',
  '%',
  '!',
  '\f',
  '\\u00e4',
  '\n\n',
];

const CONFIGPARSER = `
import configparser, json, sys
for path in sys.argv[2:]:
    parser = configparser.ConfigParser(strict=False) if sys.argv[1] == 'basic' else configparser.RawConfigParser(strict=False)
    parser.optionxform = str
    try:
        with open(path, encoding='utf-8', newline='') as file:
            parser.read_string(file.read().replace('\\r\\n', '\\n'))
        print(json.dumps({s + '\\0' + k: v for s in parser.sections() for k, v in parser.items(s)}))
    except configparser.Error:
        print('null')
    except ValueError:
        print('null')
`;

describe('configparser', { skip: has('python3', '--version') ? false : MISSING }, () => {
  for (const [mode, name] of [
    ['raw', 'odoo.conf'],
    ['basic', 'airflow.cfg'],
  ] as const) {
    it(`reads the same as we do (${mode})`, () => {
      const texts = generated(mode === 'raw' ? 1 : 2, WORDS, '[s]\nk = v\n');
      const answers = ask('python3', ['-c', CONFIGPARSER, mode, ...texts.map(({ file }) => file)]).split('\n');
      let compared = 0;
      texts.forEach(({ text }, at) => {
        const expected = JSON.parse(answers[at]!) as Record<string, string> | null;
        // Python's lines end at more characters than ours, and its blanks are more.
        if (!expected || /[\f]/.test(text)) return;
        compared += 1;
        assert.deepEqual(lastValues('ini', text, name), expected, JSON.stringify(text));
      });
      assert.ok(compared > 50, String(compared));
    });
  }
});

describe('git config', { skip: has('git', '--version') ? false : MISSING }, () => {
  it('reads the same as we do', () => {
    let compared = 0;
    for (const { text, file } of generated(3, [...WORDS, '[u "V w"]', '\n[x.Y]\n', 'on\n'], '[s]\n')) {
      const { stdout, status } = spawnSync('git', ['config', '-f', file, '--no-includes', '--list', '-z'], { encoding: 'utf8' });
      if (status !== 0) continue;
      compared += 1;
      // Before 2.45 git made a blank of each TAB.
      const spaced = (list: readonly string[]) => list.map((each) => each.replaceAll('\t', ' '));
      const expected = stdout.split('\0').slice(0, -1);
      const read = parseConfig('ini', text, '.gitconfig').entries.map(({ path, value, form }) => {
        const [section, subsection, key] = path.length === 3 ? path : [path[0], undefined, path[1]];
        const name = `${section!.toLowerCase()}${subsection === undefined ? '' : `.${subsection}`}.${key!.toLowerCase()}`;
        return form === 'key-only' ? name : `${name}\n${value}`;
      });
      assert.deepEqual(spaced(read), spaced(expected), JSON.stringify(text));
    }
    assert.ok(compared > 20, String(compared));
  });
});

const TOMLLIB = `
import json, sys, tomllib
def flat(value, path):
    if isinstance(value, dict):
        for key, each in value.items():
            yield from flat(each, path + [key])
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from flat(each, path + [str(index)])
    elif isinstance(value, str):
        yield '\\0'.join(path), value
for path in sys.argv[1:]:
    try:
        with open(path, 'rb') as file:
            print(json.dumps(dict(flat(tomllib.load(file), []))))
    except ValueError:
        print('null')
`;
const TOML_LINES = [
  'a = "x"\n',
  "b.c = 'y\\'\n",
  '"d e" = "\\n\\u00e4 \\"" # c\n',
  'f = """\nm\\\n  n"""\n',
  "g = '''o\np'''\r\n",
  'h = ["p", "q",\n  "r"]\n',
  'i = {r = "s", t = ["u"]}\n',
  '[t]\n',
  '[[u]]\n',
  '[u.w]\n',
  '# c\n',
  '  j = 1\n',
  'k = true\n',
  'l = "ü✓"\n',
  'm =\n',
];

describe('tomllib', { skip: has('python3', '-c', 'import tomllib') ? false : MISSING }, () => {
  it('reads the same texts as we do', () => {
    const texts = generated(5, TOML_LINES);
    const answers = ask('python3', ['-c', TOMLLIB, ...texts.map(({ file }) => file)]).split('\n');
    let compared = 0;
    texts.forEach(({ text }, at) => {
      const expected = JSON.parse(answers[at]!) as Record<string, string> | null;
      if (!expected) return;
      compared += 1;
      const { entries, problems } = parseConfig('toml', text, 'a.toml');
      assert.deepEqual(problems, [], JSON.stringify(text));
      const written = entries.filter(({ quote }) => quote !== '').map((entry) => [entry.path.join('\0'), entry.value]);
      assert.deepEqual(Object.fromEntries(written), expected, JSON.stringify(text));
    });
    assert.ok(compared > 20, String(compared));
  });
});

const JAVA = `
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
public class Read {
  public static void main(String[] paths) throws Exception {
    PrintStream out = new PrintStream(System.out, false, "UTF-8");
    for (String path : paths) {
      StringBuilder line = new StringBuilder();
      Properties properties = new Properties();
      try (Reader reader = new InputStreamReader(new FileInputStream(path), StandardCharsets.UTF_8)) { properties.load(reader); }
      catch (IllegalArgumentException error) { out.println("bad"); continue; }
      for (Map.Entry<Object, Object> entry : properties.entrySet()) line.append(hex(entry.getKey())).append('=').append(hex(entry.getValue())).append(' ');
      out.println(line);
    }
    out.flush();
  }
  static String hex(Object text) {
    StringBuilder hex = new StringBuilder();
    for (byte each : text.toString().getBytes(StandardCharsets.UTF_8)) hex.append(String.format("%02x", each));
    return hex.toString();
  }
}
`;

describe('java.util.Properties', { skip: has('java', '-version') ? false : MISSING }, () => {
  it('reads the same as we do', () => {
    const program = join(folder, 'Read.java');
    writeFileSync(program, JAVA);
    const texts = generated(4, WORDS);
    const answers = ask('java', [program, ...texts.map(({ file }) => file)]).split('\n');
    let compared = 0;
    texts.forEach(({ text }, at) => {
      // A lone CR ends a line for Java; no editor writes one.
      if (answers[at] === 'bad' || /\r(?!\n)/.test(text)) return;
      compared += 1;
      const unhex = (hex: string) => Buffer.from(hex, 'hex').toString('utf8');
      const pairs = answers[at]!.split(' ').filter((pair) => pair !== '');
      const expected = Object.fromEntries(pairs.map((pair) => pair.split('=').map(unhex)));
      // A backslash at the very end leaves Java with an empty name.
      if (/\\\s*$/.test(text)) return;
      assert.deepEqual(lastValues('properties', text, 'a.properties'), expected, JSON.stringify(text));
    });
    assert.ok(compared > 200, String(compared));
  });
});
