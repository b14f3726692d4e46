import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callPostconf, saidBy } from '../../../support/postconfCall.ts';

describe('options that do not go together', () => {
  for (const [args, complaint] of [
    ['-nd', 'specify one of -d -n'],
    ['-hH', 'specify one of -h -H'],
    ['-MF', 'specify one of -F -M'],
    ['-aM', 'specify one of -a -M'],
    ['-d -o a=b', 'specify one of -d -o'],
    ['-nX a', 'specify one of -n -X'],
    ['-M -n', 'with option -M, do not specify -n'],
    ['-Mh', 'with option -M, do not specify -h'],
    ['-F -d', 'with option -F, do not specify -d'],
    ['-n a=b', 'specify one of -e -n'],
    ['-b -t', 'specify one of -b and -t'],
    ['-C nope', 'unknown -C option value "nope" in "nope"'],
  ] as const) {
    it(args, () => {
      const result = callPostconf(args);
      assert.deepEqual([result.stdout, saidBy(result), result.status], ['', [`fatal: ${complaint}`], 1]);
    });
  }
});

describe('options that are none', () => {
  it('bring up the usage, as getopt(3) has it', () => {
    const [first, second] = saidBy(callPostconf('-nz'));
    assert.equal(first, "invalid option -- 'z'");
    assert.match(second!, /^fatal: usage: postconf \[-a \(server SASL types\)\] .* \[name\.\.\.\]$/);
    assert.equal(saidBy(callPostconf('-o'))[0], "option requires an argument -- 'o'");
  });

  it('know -q since 3.9', () => {
    assert.equal(saidBy(callPostconf('-q'))[0], "invalid option -- 'q'");
    assert.equal(callPostconf('-qn', { main: 'foo = 1\n', version: '3.9' }).stderr, '');
  });
});

describe('what only an installed Postfix can do', () => {
  it('is handed back', () => {
    for (const [args, option] of [
      ['-m', '-m'],
      ['-e a=b', '-e'],
      ['a=b', 'name=value'],
      ['-X a', '-X'],
      ['-# a', '-#'],
      ['-T run-version', '-T'],
      ['-vn', '-v'],
    ] as const) {
      assert.equal(callPostconf(args).unsupported, option);
    }
  });

  it('comes after complaints about the arguments', () => assert.deepEqual(saidBy(callPostconf('-em a=b')), ['fatal: with option -m, do not specify -e']));
});

describe('arguments', () => {
  const main = 'foo = $bar\nbar = 1\nmyorigin = $foo\n';

  it('may be joined, and values too', () => {
    assert.equal(callPostconf('-nxC user', { main }).stdout, 'bar = 1\nfoo = 1\n');
    assert.equal(callPostconf(['-nCuser'], { main }).stdout, 'bar = 1\nfoo = $bar\n');
    assert.equal(callPostconf(['-nC', 'SERVICE,User'], { main }).stdout, 'bar = 1\nfoo = $bar\n');
    assert.equal(callPostconf(['-obar=2', '-x', 'foo'], { main }).stdout, 'foo = 2\n');
  });

  it('end at the first name and at "--"', () => {
    assert.deepEqual(saidBy(callPostconf('foo -n', { main })), ['warning: -n: unknown parameter']);
    assert.deepEqual(saidBy(callPostconf('-- -n', { main })), ['warning: -n: unknown parameter']);
  });

  it('override with settings only', () => {
    assert.deepEqual(saidBy(callPostconf(['-o', 'foo'], { main })), ["fatal: invalid parameter override: foo: missing '=' after attribute name"]);
    assert.deepEqual(saidBy(callPostconf(['-o', '=x'], { main })), ['fatal: invalid parameter override: =x: missing attribute name']);
  });
});
