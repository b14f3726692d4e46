import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callPostconf } from '../../../support/postconfCall.ts';
import { anyPostfixText, masterText } from '../../../support/postfixText.ts';
import { createRandom } from '../../../support/random.ts';

const REQUESTS = ['-n', '-nx', '-nf', '-Mf', '-Fx', '-Px', '-x myorigin foo', '-C user'];

describe('any files', () => {
  it('are answered, in each release', () => {
    for (let seed = 1; seed <= 160; seed += 1) {
      const random = createRandom(seed);
      const scene = { main: anyPostfixText(random), master: masterText(random), version: random.pick(['3.7', '3.8', '3.9', '3.11']) };
      const request = random.pick(REQUESTS);
      const { stdout, stderr, status } = callPostconf(request, scene);
      const context = `seed ${seed}, ${request}`;
      assert.ok([0, 1, 139].includes(status), context);
      assert.equal(status === 1, /^postconf: fatal: /m.test(stderr), context);
      assert.ok(/^([ -~]*\n)*$/.test(stderr), context);
      if (status === 0) assert.ok(stdout === '' || stdout.endsWith('\n'), context);
    }
  });

  it('give the same twice', () => {
    const random = createRandom(7);
    const scene = { main: anyPostfixText(random), master: masterText(random) };
    assert.deepEqual(callPostconf('-nx', scene), callPostconf('-nx', scene));
  });

  it('are read in time that grows with their length', () => {
    const many = (line: (index: number) => string) => Array.from({ length: 5_000 }, (_, index) => line(index)).join('');
    const main = many((index) => `p${index} = $p${index + 1}\n`);
    const master = many((index) => `s${index} unix - - n - - smtp -o a=$b\n`);
    assert.equal(callPostconf('-n', { main }).status, 0);
    assert.equal(callPostconf('-n', { main, env: { NORANDOMIZE: '' } }).status, 0);
    assert.equal(callPostconf('-M', { master }).stdout.split('\n').length, 5_001);
  });

  it('may double with each line without end', () => {
    const main = `${Array.from({ length: 60 }, (_, index) => `a${index} = $a${index + 1}$a${index + 1}\n`).join('')}myorigin = $a0\na60 = x\n`;
    assert.equal(callPostconf('-nx', { main }).status, 1);
  });
});
