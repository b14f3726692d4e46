import { FAMILY_BITS, formatIpAddress, networkAddress, parseIpAddress } from '../../parse/ipAddress.ts';
import type { InterfaceAddress } from './types.ts';

/** An address without its scope (`%eth0`), as a number; undefined for what is none. */
const read = (address: string) => parseIpAddress(address.split('%')[0]!);

/** The network of an interface in the words of `mynetworks`; undefined for an IPv4 address of no class when classes are asked for. */
export function networkOf({ address, prefix }: InterfaceAddress, style: string): string | undefined {
  const ip = read(address);
  if (!ip) return undefined;
  const own = style === 'class' && ip.family === 4 ? classPrefix(Number(ip.bits >> 24n)) : prefix;
  const length = style === 'host' ? FAMILY_BITS[ip.family] : own;
  if (length === undefined) return undefined;
  const network = formatIpAddress(networkAddress(ip, length));
  return `${ip.family === 6 ? `[${network}]` : network}/${length}`;
}

export function isLoopback(address: string): boolean {
  const ip = read(address);
  return ip?.family === 6 ? ip.bits === 1n : ip?.bits !== undefined && ip.bits >> 24n === 127n;
}

export function sameAddress(a: string, b: string): boolean {
  const [left, right] = [read(a), read(b)];
  return left !== undefined && left.family === right?.family && left.bits === right.bits;
}

/** The prefix length of the class that an IPv4 address belonged to; multicast has four bits. */
function classPrefix(firstByte: number): number | undefined {
  if (firstByte < 128) return 8;
  if (firstByte < 192) return 16;
  if (firstByte < 224) return 24;
  return firstByte < 240 ? 4 : undefined;
}
