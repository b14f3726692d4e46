import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { insertAfter, setValue } from '../../../../src/parse/edit.ts';
import { parseConfig } from '../../../../src/parse/index.ts';
import type { BlockKind } from '../../../../src/parse/types.ts';
import { applyEdits } from '../../../../src/text/span.ts';
import { assertInserts, assertRemoves, assertSets, BLANK_VALUES, entryOf, LINE_VALUES } from '../../../support/formatEdits.ts';
import '../../../support/blocks.ts';

const VALUES = [...LINE_VALUES, ...BLANK_VALUES];

const PLACES: readonly (readonly [BlockKind, string])[] = [
  ['elixir', 'config :x, A: "b", Y: "2"\n'],
  ['elixir', 'config :x, M.N,\n  A: "b", # c\n  Y: "2"\n'],
  ['elixir', 'config :x, M.N,\r\n  Y: "2",\r\n  A: "b"\r\n'],
  ['elixir', 'config(:x, :m, [Y: "2", A: "b"])\n'],
  ['hocon', 'x {\n  A = "b" # c\n  Y = "2"\n}\n'],
  ['hocon', 'x: { A: "b", Y: "2" }\n'],
  ['hocon', 'x.A="b"\r\nx.Y="2"\r\n'],
  ['hocon', '{\n  "A": "b",\n  "Y": "2"\n}\n'],
  ['hcl', 'x "y" {\n  A = "b" # c\n  Y = "2"\n}\n'],
  ['hcl', 'x = { A = "b", Y = "2" }\n'],
  ['hcl', 'x = {\r\n  "A" : "b",\r\n  "Y" : "2",\r\n}\r\n'],
  ['hcl', 'x {\n  env {\n    name = "A"\n    value = "b"\n  }\n  env {\n    name = "Y"\n    value = "2"\n  }\n}\n'],
  ['nix', '{\n  A = "b"; # c\n  Y = "2";\n}\n'],
  ['nix', '{ x = { A = "b"; Y = "2"; }; }\n'],
  ['nix', '{ ... }: {\r\n  x.y.A = "b";\r\n  x.y.Y = "2";\r\n}\r\n'],
];

describe('editing blocks', () => {
  for (const [kind, text] of PLACES) {
    const place = { kind, path: 'a', text };
    it(`sets, adds and removes in ${kind} ${JSON.stringify(text)}`, () => {
      assertSets(place, VALUES);
      assertInserts(place, VALUES);
      assertRemoves(place);
    });
  }
});

describe('setting a value in a block', () => {
  for (const [kind, text, value, expected] of [
    ['elixir', 'config :x, A: 25, Y: 1', '587', 'config :x, A: 587, Y: 1'],
    ['elixir', 'config :x, A: :always, Y: 1', 'never', 'config :x, A: :never, Y: 1'],
    ['elixir', 'config :x, A: :always, Y: 1', 'a b', 'config :x, A: "a b", Y: 1'],
    ['elixir', 'config :x, A: true', 'false', 'config :x, A: false'],
    ['elixir', 'config :x, A: System.get_env("P", "25")', '587', 'config :x, A: System.get_env("P", "587")'],
    ['elixir', 'config :x, A: System.get_env("P")', 'h', 'config :x, A: "h"'],
    ['hocon', 'A = plain', 'other', 'A = other'],
    ['hocon', 'A = plain', 'a b', 'A = "a b"'],
    ['hocon', 'A = yes', 'false', 'A = false'],
    ['hocon', 'A = 25\nA = ${?P}', '587', 'A = 587\nA = ${?P}'],
    ['hcl', 'A = var.x', 'h', 'A = "h"'],
    ['hcl', 'A = 25', '587', 'A = 587'],
    ['hcl', 'A = "25"', '587', 'A = "587"'],
    ['nix', '{ A = true; }', 'false', '{ A = false; }'],
    ['nix', "{ A = ''b''; }", 'c', '{ A = "c"; }'],
    ['nix', '{ A = lib.mkDefault 25; }', '587', '{ A = lib.mkDefault 587; }'],
  ] as const) {
    it(`makes ${expected} of ${text}`, () => {
      const file = parseConfig(kind, text, 'a');
      assert.equal(applyEdits(text, [setValue(file, entryOf(file, 'A'), value)]), expected);
    });
  }
});

describe('adding a setting to a block', () => {
  for (const [kind, text, value, expected] of [
    ['elixir', 'config :x,\n  A: 25', 'always', 'config :x,\n  A: 25,\n  N: :always'],
    [
      'elixir',
      'config :x,\n  A: System.get_env("P", "25") |> String.to_integer(),\n  Y: 1',
      'true',
      'config :x,\n  A: System.get_env("P", "25") |> String.to_integer(),\n  N: true,\n  Y: 1',
    ],
    ['hcl', 'x {\n  A = "b"\n  Y = "true"\n}', 'true', 'x {\n  A = "b"\n  N = "true"\n  Y = "true"\n}'],
    ['nix', '{\n  x.A = 25;\n}', '587', '{\n  x.A = 25;\n  x.N = 587;\n}'],
  ] as const) {
    it(`makes ${JSON.stringify(expected)} of ${JSON.stringify(text)}`, () => {
      const file = parseConfig(kind, text, 'a');
      assert.equal(applyEdits(text, [insertAfter(file, entryOf(file, 'A'), 'N', value)]), expected);
    });
  }
});
