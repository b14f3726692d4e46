import { existsSync, readFileSync, statSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { parseIpAddress } from '../parse/ipAddress.ts';
import { postconf } from '../service/postconf/postconf.ts';
import type { FileAnswer, PostconfHost, PostconfResult } from '../service/postconf/types.ts';

/** The facts of the machine we run on. */
export function thisHost(resolve: PostconfHost['resolve']): PostconfHost {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return {
    hostName: hostname(),
    processId: process.pid,
    addresses: addresses.map(({ address, cidr }) => ({ address, prefix: Number(cidr?.split('/')[1] ?? 0) })),
    hasIpv4: true,
    // Without the file the kernel has no IPv6; systems without /proc all have it.
    hasIpv6: !existsSync('/proc/net') || existsSync('/proc/net/if_inet6'),
    resolve,
  };
}

/** Host names and the addresses found for them. */
export class HostNames {
  readonly #known = new Map<string, readonly string[]>();
  readonly #wanted = new Set<string>();

  /** What is known so far; a name asked for in vain is noted. */
  addressesOf(name: string): readonly string[] {
    if (parseIpAddress(name)) return [name];
    // `127.0.0.1:25` and `::1%lo` are neither addresses nor names to Postfix, while a resolver may take them.
    if (/[:%]/.test(name)) return [];
    if (!this.#known.has(name)) this.#wanted.add(name);
    return this.#known.get(name) ?? [];
  }

  /** Asks the system for the names that were noted. Returns whether there were any. */
  async lookUpWanted(): Promise<boolean> {
    const names = [...this.#wanted];
    this.#wanted.clear();
    if (names.length === 0) return false;
    const { createNodeTransport } = await import('../smtp/nodeTransport.ts');
    const transport = createNodeTransport();
    for (const name of names) {
      const addresses = await transport.resolve(name).catch(() => []);
      this.#known.set(
        name,
        addresses.map(({ address }) => address),
      );
    }
    return true;
  }
}

/** The words of strerror(3) for what can be wrong with a file. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EIO: 'Input/output error',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  ENAMETOOLONG: 'File name too long',
  ENOENT: 'No such file or directory',
  ENOTDIR: 'Not a directory',
  EPERM: 'Operation not permitted',
};

/** Reads a file as bytes, one character each. */
export function readBytes(path: string): FileAnswer {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) return { failed: 'read', reason: REASONS.EISDIR!, isIrregular: true };
    if (!stat.isFile()) return { failed: 'read', reason: 'Invalid argument', isIrregular: true };
    return { text: readFileSync(path, 'latin1') };
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return { failed: 'open', reason: REASONS[code] ?? message, isDenied: code === 'EACCES' };
  }
}

export interface PostconfRequest {
  readonly args: readonly string[];
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Facts of another machine or process, in the place of ours. */
  readonly facts?: Partial<PostconfHost>;
}

/** Calls our postconf on this machine. Names in `inet_interfaces` are looked up when they are met, and then all is gone through again. */
export async function postconfHere({ args, version, env, facts }: PostconfRequest): Promise<PostconfResult> {
  const names = new HostNames();
  const host = { ...thisHost((name) => names.addressesOf(name)), ...facts };
  const call = { args, version, env, host, readFile: readBytes };
  let result = postconf(call);
  while (await names.lookUpWanted()) result = postconf(call);
  return result;
}
