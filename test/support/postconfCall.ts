import { postconf } from '../../src/service/postconf/postconf.ts';
import type { FileAnswer, PostconfHost, PostconfResult } from '../../src/service/postconf/types.ts';

/** A machine like the one that the cases were recorded on. */
export const HOST: PostconfHost = {
  hostName: 'vm',
  processId: 4711,
  addresses: [
    { address: '127.0.0.1', prefix: 8 },
    { address: '::1', prefix: 128 },
    { address: '192.0.2.9', prefix: 24 },
    { address: 'fd00::9', prefix: 64 },
    { address: 'fe80::9%eth0', prefix: 64 },
  ],
  hasIpv4: true,
  hasIpv6: true,
  resolve: (name) => (name === 'localhost' ? ['127.0.0.1', '::1'] : name === 'twin' ? ['192.0.2.9', '192.0.2.9'] : /^[\d.]+$/.test(name) ? [name] : []),
};

export const NOT_FOUND: FileAnswer = { failed: 'open', reason: 'No such file or directory' };

export interface PostconfScene {
  /** The text of main.cf; empty when absent. */
  readonly main?: string;
  readonly master?: string;
  /** Other files, by path. */
  readonly files?: Readonly<Record<string, string | FileAnswer>>;
  readonly version?: string;
  readonly host?: Partial<PostconfHost>;
  readonly env?: Readonly<Record<string, string>>;
}

export const MASTER = 'smtp inet n - n - - smtpd\nrelay unix - - n - - smtp\n';

/** Calls our postconf with `-c /cf` and the files given. */
export function callPostconf(args: string | readonly string[], scene: PostconfScene = {}): PostconfResult {
  const files: Record<string, string | FileAnswer> = { '/cf/main.cf': scene.main ?? '', '/cf/master.cf': scene.master ?? MASTER, ...scene.files };
  const words = typeof args === 'string' ? args.split(' ').filter((word) => word !== '') : args;
  return postconf({
    args: ['-c', '/cf', ...words],
    version: scene.version ?? '3.7',
    host: { ...HOST, ...scene.host },
    env: scene.env ?? {},
    readFile: (path) => {
      const file = files[path] ?? NOT_FOUND;
      return typeof file === 'string' ? { text: file } : file;
    },
  });
}

/** What was said, without the program's name. */
export function saidBy({ stderr }: PostconfResult): string[] {
  return stderr
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^postconf: /, ''));
}
