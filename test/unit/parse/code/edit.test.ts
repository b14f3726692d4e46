import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { insertAfter, removeEntry, setValue } from '../../../../src/parse/edit.ts';
import { parseConfig } from '../../../../src/parse/index.ts';
import type { CodeKind } from '../../../../src/parse/types.ts';
import { applyEdits } from '../../../../src/text/span.ts';
import { assertInserts, assertRemoves, assertSets, BLANK_VALUES, entryOf, LINE_VALUES } from '../../../support/formatEdits.ts';
import '../../../support/programs.ts';

/** Python writes the switches in its own way. */
const VALUES = [...LINE_VALUES, ...BLANK_VALUES].filter((value) => value !== 'true');

const PLACES: readonly (readonly [CodeKind, string])[] = [
  ['javascript', "f({ X: 1, A: 'b', Y: '2' });\n"],
  ['javascript', 'f({\n  A: "b", // c\n  Y: "2",\n});\n'],
  ['javascript', "f({\r\n  Y: '2',\r\n  'A': `b`\r\n});\r\n"],
  ['javascript', 'const A = "b";\nconst Y = "2";\n'],
  ['javascript', "exports.A = 'b'\nexports.Y = '2'\n"],
  ['typescript', "const x = {\n  A: 'b' as const,\n  Y: '2',\n} satisfies Options;\n"],
  ['typescript', "class C {\n  private readonly A: string = 'b';\n  Y = '2';\n}\n"],
  ['php', "<?php\nreturn [\n    'A' => 'b',\n    'Y' => '2',\n];\n"],
  ['php', "<?php\n$x = array('A' => \"b\", 'Y' => '2');\n"],
  ['php', "<?php\ndefine('A', 'b'); // c\ndefine('Y', '2');\n"],
  ['php', '<?php\n$mail->A = "b";\n$mail->Y = "2";\n'],
  ['php', "<?php\nclass C {\n    public string $A = 'b';\n    public string $Y = '2';\n}\n"],
  ['php', "<?php\n$config['x']['A'] = 'b';\n$config['x']['Y'] = '2';\n"],
  ['python', 'A = "b"  # c\nY = "2"\n'],
  ['python', "class C:\n    A: str = 'b'\n    Y: str = '2'\n"],
  ['python', 'app.config["A"] = "b"\napp.config["Y"] = "2"\n'],
  ['python', 'f(A="b", Y="2")\n'],
  ['python', "x = {\n    'A': 'b',\n    'Y': '2',\n}\n"],
  ['ruby', "x = {\n  A: 'b',\n  Y: '2'\n}\n"],
  ['ruby', 'x = { :A => "b", :Y => "2" }\n'],
  ['ruby', "x['A'] = 'b'\nx['Y'] = '2'\n"],
  ['ruby', 'f :smtp, A: "b", Y: "2"\n'],
  ['powershell', "$x = @{\n    A = 'b'\n    Y = '2'\n}\n"],
  ['powershell', '$x = @{ A = "b"; Y = "2" }\n'],
  ['go', 'package x\n\nvar a = T{A: "b", Y: "2"}\n'],
  ['go', 'package x\n\nvar a = T{\n\tA: "b",\n\tY: "2",\n}\n'],
];

describe('editing programs', () => {
  for (const [kind, text] of PLACES) {
    const place = { kind, path: 'a', text };
    it(`sets, adds and removes in ${kind} ${JSON.stringify(text)}`, () => {
      assertSets(place, VALUES);
      assertInserts(place, VALUES);
      assertRemoves(place);
    });
  }
});

const changed = (kind: CodeKind, text: string, value: string) => {
  const file = parseConfig(kind, text, 'a');
  return applyEdits(text, [setValue(file, entryOf(file, 'A'), value)]);
};

describe('setting a value in a program', () => {
  for (const [kind, text, value, expected] of [
    ['javascript', 'f({ A: 25, b: "" })', '587', 'f({ A: 587, b: "" })'],
    ['javascript', 'f({ A: true, b: "" })', 'false', 'f({ A: false, b: "" })'],
    ['javascript', 'f({ A: true, b: "" })', 'x', 'f({ A: "x", b: "" })'],
    ['javascript', "f({ A: process.env.P || '25' })", '587', "f({ A: process.env.P || '587' })"],
    ['javascript', "f({ A: Number(env('P', 25)) })", '587', "f({ A: Number(env('P', 587)) })"],
    ['javascript', 'f({ A: Number(process.env.P) })', '587', 'f({ A: 587 })'],
    ['javascript', "f({ A: process.env.P === 'true' })", 'false', 'f({ A: false })'],
    ['javascript', "f({ A, b: '' })", 'x', "f({ A: 'x', b: '' })"],
    ['javascript', "f({ A: `a${b}`, c: '' })", 'x${y}', "f({ A: `x\\${y}`, c: '' })"],
    ['php', "<?php $x = ['A' => env('P', 25)];", '587', "<?php $x = ['A' => env('P', 587)];"],
    ['php', "<?php $x = ['A' => PHPMailer::ENCRYPTION_SMTPS];", 'tls', "<?php $x = ['A' => 'tls'];"],
    ['php', '<?php $x = ["A" => "b"];', '$y', '<?php $x = ["A" => "\\$y"];'],
    ['python', "A = os.getenv('P', '25')", '587', "A = os.getenv('P', '587')"],
    ['python', 'A = True', 'false', 'A = False'],
    ['python', 'A = env.bool("P", default=True)', 'false', 'A = env.bool("P", default=False)'],
    ['python', 'A = \'b\'\nB = "c"', 'null', 'A = \'null\'\nB = "c"'],
    ['ruby', "x = { A: :plain, b: '' }", 'login', "x = { A: :login, b: '' }"],
    ['ruby', "x = { A: :plain, b: '' }", 'cram md5', 'x = { A: :"cram md5", b: \'\' }'],
    ['ruby', "x = { A: ENV.fetch('P') { 'b' } }", 'c', "x = { A: ENV.fetch('P') { 'c' } }"],
    ['ruby', 'x = { A: "b" }', '#{y}', 'x = { A: "\\#{y}" }'],
  ] as const) {
    it(`makes ${expected}`, () => assert.equal(changed(kind, text, value), expected));
  }
});

describe('adding a setting to a program', () => {
  const added = (kind: CodeKind, text: string, value: string) => {
    const file = parseConfig(kind, text, 'a');
    return applyEdits(text, [insertAfter(file, entryOf(file, 'A'), 'N', value)]);
  };
  for (const [kind, text, value, expected] of [
    ['javascript', "f({ A: env('P', 'b') })", 'true', "f({ A: env('P', 'b'), N: true })"],
    ['javascript', "f({\n  A: g(x, [1]), // c\n  b: ''\n})", '587', "f({\n  A: g(x, [1]), // c\n  N: 587,\n  b: ''\n})"],
    ['javascript', 'f({ A: "b", p: "25" })', '587', 'f({ A: "b", N: "587", p: "25" })'],
    ['python', 'A = env.bool("P", default=True)\nB = 1\n', 'false', 'A = env.bool("P", default=True)\nN = False\nB = 1\n'],
    ['python', 'EmailSender(A="b")', '587', 'EmailSender(A="b", N=587)'],
    ['php', "<?php\ndefine( 'A', getenv('X') ?: 'b' );\n", 'true', "<?php\ndefine( 'A', getenv('X') ?: 'b' );\ndefine( 'N', true);\n"],
    ['ruby', "x = {\n  :A => ENV['B'] || 'c'\n}\n", 'true', "x = {\n  :A => ENV['B'] || 'c',\n  :N => true\n}\n"],
  ] as const) {
    it(`makes ${JSON.stringify(expected)}`, () => assert.equal(added(kind, text, value), expected));
  }
});

describe('removing a setting from a program', () => {
  for (const [kind, text, expected] of [
    ['javascript', 'f({ X: 1, g() { return 2; }, A: 3 });', 'f({ X: 1, g() { return 2; } });'],
    ['javascript', 'const o = { X: 1 };\ncreateTransport({ ...o, A: 3 });', 'const o = { X: 1 };\ncreateTransport({ ...o });'],
    ['javascript', 'f({ X: 1, ...g(), A: 3 });', 'f({ X: 1, ...g() });'],
    ['javascript', 'f({\n  X: 1, // c\n  A: 3,\n});', 'f({\n  X: 1,\n});'],
    ['php', "<?php f(['X' => 1, ...$g, 'A' => 3]);", "<?php f(['X' => 1, ...$g]);"],
    ['python', 'f(X=1, *g, A=3)', 'f(X=1, *g)'],
    ['python', 'def f():\n    x = g(h)\n    x.A = 3\n    x.Y = 4\n', 'def f():\n    x = g(h)\n    x.Y = 4\n'],
  ] as const) {
    it(`leaves ${JSON.stringify(expected)}`, () => {
      const file = parseConfig(kind, text, 'a');
      assert.equal(applyEdits(text, [removeEntry(file, entryOf(file, 'A'))]), expected);
    });
  }

  it('leaves what smtplib is told besides', () => {
    const text = "s = smtplib.SMTP('h', 25)\ns.starttls()\ns.sendmail()\n";
    const file = parseConfig('python', text, 'a');
    assert.equal(applyEdits(text, [removeEntry(file, entryOf(file, 'starttls'))]), "s = smtplib.SMTP('h', 25)\n\ns.sendmail()\n");
  });

  it('takes the only member with the comma behind it', () => {
    const text = 'f({ A: 1, });';
    const file = parseConfig('javascript', text, 'a');
    const result = applyEdits(text, [removeEntry(file, entryOf(file, 'A'))]);
    assert.deepEqual(parseConfig('javascript', result, 'a').entries, []);
    assert.ok(!result.includes(','), result);
  });
});
