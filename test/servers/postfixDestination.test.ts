import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { parseDestinations } from '../../src/discover/postfixDestination.ts';

const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
const skip = spawnSync('posttls-finger', ['-L', 'none'], { env }).error ? 'posttls-finger is not installed: sudo apt-get install postfix' : false;

/** Destinations that stop the client before it looks up or dials anything. */
const BROKEN = [
  ...['[mx.test', '[mx.test]587', '[mx.test:587]', 'smtp://mx.test:587', 'smtp:[mx.test]:587', '2001:db8::1', '[ipv6:mx.test]', '[]', '[1::2::3]'],
  ...[
    'mx.test:0',
    'mx.test:65536',
    'mx.test:99999999999',
    'mx.test:587x',
    'mx.test:msa',
    'mx.test.',
    'mx..test',
    ':587',
    '587',
    '256.1.1.1',
    '1.2.3',
    'a@b.test',
  ],
];

describe('posttls-finger', { skip }, () => {
  it('refuses each destination in which we find a problem', async () => {
    const run = promisify(execFile);
    await Promise.all(
      BROKEN.map(async (destination) => {
        assert.ok(
          parseDestinations(destination).some(({ problems }) => problems.length > 0),
          destination,
        );
        const { stdout, stderr } = await run('posttls-finger', ['-t', '1', destination], { env }).catch((error: { stdout: string; stderr: string }) => error);
        assert.match(stdout + stderr, /fatal: .*(server description|destination|service)/, destination);
      }),
    );
  });
});
