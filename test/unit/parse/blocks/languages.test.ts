import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileKind } from '../../../../src/parse/fileKind.ts';
import { parseConfig } from '../../../../src/parse/index.ts';
import { BLOCK_KINDS, type BlockKind } from '../../../../src/parse/types.ts';
import { assertSound, settingsIn } from '../../../support/formatEdits.ts';
import '../../../support/blocks.ts';
import { createRandom } from '../../../support/random.ts';

function reads(kind: BlockKind, cases: readonly (readonly [name: string, text: string, settings: readonly string[]])[]): void {
  describe(`reading ${kind}`, () => {
    for (const [name, text, settings] of cases) it(name, () => assert.deepEqual(settingsIn(kind, text, 'a'), settings));
  });
}

reads('elixir', [
  [
    'reads keyword lists behind config',
    'config :a, B.C, host: "h", port: 25, ssl: true, tls: :always, x: nil',
    ['config/a/B.C/host=h', 'config/a/B.C/port=25', 'config/a/B.C/ssl=true', 'config/a/B.C/tls=always', 'config/a/B.C/x=nil'],
  ],
  [
    'reads what is nested',
    'config :a, B, opts: [port: 1_025, list: ["x"], map: %{"k" => "v"}]',
    ['config/a/B/opts/port=1025', 'config/a/B/opts/list/0=x', 'config/a/B/opts/map/k=v'],
  ],
  [
    'reads the environment',
    'config :a, b: System.get_env("X"), c: System.get_env("Y", "d"), e: System.fetch_env!("Z"), f: System.get_env("W") || "g"',
    ['config/a/b=${X}', 'config/a/c=${Y:-d}', 'config/a/e=${Z}', 'config/a/f=${W:-g}'],
  ],
  [
    'sees through conversions',
    'config :a, b: String.to_integer(System.get_env("X", "25")), c: System.get_env("Y")\n  |> String.to_integer(), d: System.get_env("Z") == "true"',
    ['config/a/b=${X:-25}', 'config/a/c=${Y}', 'config/a/d=${Z}'],
  ],
  [
    'leaves other expressions open',
    'config :a, b: if(x, do: "y"), c: foo(1) + 2, d: "a#{b}c", e: 1',
    ['config/a/b=${expression}', 'config/a/c=${expression}', 'config/a/d=a${b}c', 'config/a/e=1'],
  ],
  ['reads branches apart', 'if x do\n  config :a, B, host: "h"\nelse\n  config :a, B, host: "i"\nend', ['config/a/B/host=h', '2/config/a/B/host=i']],
  [
    'is at ease with comments, sigils, characters and heredocs',
    '# config :a, b: 1\nx = ~s(config :a, b: 1)\ny = ?"\nz = """\nconfig :a, b: 1\n"""\nconfig :a, c: 2',
    ['config/a/c=2'],
  ],
  [
    'reads variables that are set once',
    'h = System.get_env("H") ||\n  raise """\n  x\n  """\np = "25"\nq = 1\nq = 2\nconfig :a, b: h, c: String.to_integer(p), d: q, e: r',
    ['config/a/b=${H}', 'config/a/c=25', 'config/a/d=${q}', 'config/a/e=${r}'],
  ],
  ['reads nothing but config', 'def f, do: send(host: "h")\nx.config(:a, b: 1)\nconfig = [a: 1]', []],
]);

reads('hocon', [
  ['reads blocks and paths', 'a { b.c = 1, d: "e" }\n"x.y".z = w', ['a/b/c=1', 'a/d=e', 'x.y/z=w']],
  ['reads a JSON text', '{ "a": { "b": [1, "c", { "d": true }] } }', ['a/b/0=1', 'a/b/1=c', 'a/b/2/d=true']],
  ['reads texts without quotes', 'a = b c d # e\nf = g-h.example.com // i\nj = k/l', ['a=b c d', 'f=g-h.example.com', 'j=k/l']],
  ['reads substitutions', 'a = ${?B}\nc = 1\nc = ${?D}\ne { f = "g" }\ne.f = ${?H}\ni = x${j}', ['a=${B}', 'c=${D:-1}', 'e/f=${H:-g}', 'i=${expression}']],
  ['reads long texts', 'a = """b\n"c" """\nd = 1', ['a=b\n"c" ', 'd=1']],
  ['keeps what is set twice', 'a = 1\na = 2', ['a=1', 'a=2']],
  ['passes over includes', 'include "x"\ninclude required(file("y"))\na = 1', ['a=1']],
]);

reads('hcl', [
  ['reads attributes and blocks', 'a = 1\nb "c" "d" {\n  e { f = "g" }\n  h = true\n  i = null\n}', ['a=1', 'b/c/d/e/f=g', 'b/c/d/h=true', 'b/c/d/i=null']],
  [
    'reads objects, lists and functions that hand on',
    'a = { b = "c", "d" : -2 }\ne = ["f", { g = 1 }]\nh = jsonencode({ i = "j" })\nk = merge(local.l, { m = "n" })',
    ['a/b=c', 'a/d=-2', 'e/0=f', 'e/1/g=1', 'h/i=j', 'k/m=n'],
  ],
  [
    'leaves other expressions open',
    'a = var.b\nc = x ? "y" : "z"\nd = "e${f}g"\nh = lookup(i, "j")\nk = "$${l}"',
    ['a=${var.b}', 'c=${expression}', 'd=e${f}g', 'h=${expression}', 'k=${l}'],
  ],
  ['reads variables of containers', 'env {\n  name = "A"\n  value = "b"\n}\nx = [{ name = "C", value = "d" }]', ['env/0/A=b', 'x/0/C=d']],
  ['passes over long texts, comments and loops', 'a = <<-EOT\n  b = 1\n  EOT\n# c = 1\n/* d = 1 */ // e = 1\nf = [for g in h : { i = 1 }]\nj = 2', ['j=2']],
]);

reads('nix', [
  ['reads sets', '{ a.b.c = "d"; e = { f = 1; g = true; h = null; }; "i.j" = "k"; }', ['a/b/c=d', 'e/f=1', 'e/g=true', 'e/h=null', 'i.j=k']],
  ['goes through heads', '{ lib, ... }@x: with lib; let y = { z = 1; }; in rec { a = "b"; }', ['a=b']],
  ['sees through what sets priorities', '{ a = lib.mkDefault "b"; c = lib.mkIf d { e = 1; }; f = lib.mkMerge [ { g = 2; } ]; }', ['a=b', 'c/e=1', 'f/0/g=2']],
  ['joins sets', '{ a = { b = 1; } // { c = 2; }; }', ['a/b=1', 'a/c=2']],
  [
    'leaves other expressions open',
    '{ a = config.b.c; d = f x; e = "g${h}i"; j = if k then "l" else "m"; n = o + "p"; }',
    ['a=${config.b.c}', 'd=${expression}', 'e=g${h}i', 'j=${expression}', 'n=${expression}'],
  ],
  [
    'reads long texts, lists and paths',
    "{ a = ''b''${c}''; d = [ 1 \"e\" ./f ]; g = <nixpkgs>; inherit (h) i; }",
    ['a=b${c}', 'd/0=1', 'd/1=e', 'd/2=${expression}', 'g=${expression}'],
  ],
  [
    'hands msmtp its defaults',
    '{ programs.msmtp = { defaults = { tls = true; port = 587; }; accounts.default = { host = "h"; port = 25; }; }; }',
    [
      'programs/msmtp/defaults/tls=true',
      'programs/msmtp/accounts/default/tls=true',
      'programs/msmtp/defaults/port=587',
      'programs/msmtp/accounts/default/host=h',
      'programs/msmtp/accounts/default/port=25',
    ],
  ],
]);

const APPS = new URL('../../../fixtures/apps/', import.meta.url);
const fixtures = readdirSync(APPS, { recursive: true, withFileTypes: true }).flatMap((each) => {
  if (!each.isFile()) return [];
  const text = readFileSync(`${each.parentPath}/${each.name}`, 'utf8');
  const kind = fileKind(each.name, text);
  return BLOCK_KINDS.includes(kind as BlockKind) ? [{ name: each.name, kind: kind as BlockKind, text }] : [];
});

describe('reading blocks', () => {
  it('has files of every language to read', () => assert.deepEqual([...new Set(fixtures.map(({ kind }) => kind))].sort(), [...BLOCK_KINDS].sort()));

  for (const { name, kind, text } of fixtures) {
    it(`keeps its places right in ${kind} ${name}, whole, cut and mixed up`, () => {
      const random = createRandom(name.length);
      for (let round = 0; round < 200; round += 1) {
        const at = random.below(text.length);
        const to = at + random.below(40);
        const mark = random.pick([
          "'",
          '"',
          "''",
          '"""',
          '${',
          '#{',
          '[',
          '(',
          '{',
          '}',
          ')',
          ']',
          '\\',
          '<<A\n',
          '/*',
          ':',
          '=',
          ';',
          ',',
          '~s(',
          'let ',
          'in ',
        ]);
        for (const changed of [text.slice(0, at), text.slice(0, at) + text.slice(to), text.slice(0, at) + mark + text.slice(at), text.slice(at)]) {
          assertSound(parseConfig(kind, changed, name));
        }
      }
    });
  }

  it('reads in a time that grows with the text, whatever it holds', () => {
    const pieces = [
      '{',
      '[',
      '(',
      'a = {',
      'a {',
      'a = [',
      '"',
      "'",
      "''",
      '"""',
      '"${',
      '"#{',
      '${',
      '<<A\n',
      '/*',
      '/* */',
      '#',
      '-',
      '.',
      'a.',
      'a:',
      '~a(',
      ':"',
      'a ',
      'a\n',
      'config :a, ',
      'config :a, b: ',
      'let ',
      'let a = ',
      'with a',
      '{a}: ',
      'a // ',
      '|> ',
      '|| ',
      '}',
      ';',
      'f(',
      'env!(',
    ];
    for (const kind of BLOCK_KINDS) for (const piece of pieces) assertSound(parseConfig(kind, `${piece}\n`.repeat(5000) + piece.repeat(5000), 'a'));
  });

  it('counts in UTF-16 behind letters of other scripts', () => {
    const text = '# 😀 ü\nx = { "ключ" = "😀", host = "h" }\n';
    const { entries } = parseConfig('hcl', text, 'a.tf');
    assert.deepEqual(
      entries.map(({ keySpan, valueSpan }) => [text.slice(keySpan.start, keySpan.end), text.slice(valueSpan.start, valueSpan.end)]),
      [
        ['ключ', '😀'],
        ['host', 'h'],
      ],
    );
  });

  it('has the comments, for what they silence', () => {
    const texts = (kind: BlockKind, text: string) => parseConfig(kind, text, 'a').comments.map((comment) => comment.text);
    assert.deepEqual(texts('elixir', '# a\nconfig :x, b: 1 # c'), ['a', 'c']);
    assert.deepEqual(texts('hocon', '# a\nb = 1 // c'), ['a', 'c']);
    assert.deepEqual(texts('hcl', '// a\n/* b */ c = 1 # d'), ['a', 'b', 'd']);
    assert.deepEqual(texts('nix', '{ /* a */ b = 1; # c\n}'), ['a', 'c']);
  });
});
