import type { InterfaceAddress } from './types.ts';

const IPV4_BITS = 32;
const IPV6_BITS = 128;

/** The network of an interface in the words of `mynetworks`; undefined for an IPv4 address of no class when classes are asked for. */
export function networkOf({ address, prefix }: InterfaceAddress, style: string): string | undefined {
  if (address.includes(':')) {
    const bits = style === 'host' ? IPV6_BITS : prefix;
    return `[${formatIpv6(masked(ipv6Bits(address), bits, IPV6_BITS))}]/${bits}`;
  }
  const value = ipv4Bits(address);
  const bits = style === 'host' ? IPV4_BITS : style === 'subnet' ? prefix : classPrefix(Number(value >> 24n));
  return bits === undefined ? undefined : `${formatIpv4(masked(value, bits, IPV4_BITS))}/${bits}`;
}

export function isLoopback(address: string): boolean {
  return address.includes(':') ? ipv6Bits(address) === 1n : address.startsWith('127.');
}

export function sameAddress(a: string, b: string): boolean {
  if (a.includes(':') !== b.includes(':')) return false;
  return a.includes(':') ? ipv6Bits(a) === ipv6Bits(b) : ipv4Bits(a) === ipv4Bits(b);
}

/** The prefix length of the class that an IPv4 address belonged to; multicast has four bits. */
function classPrefix(firstByte: number): number | undefined {
  if (firstByte < 128) return 8;
  if (firstByte < 192) return 16;
  if (firstByte < 224) return 24;
  return firstByte < 240 ? 4 : undefined;
}

function masked(value: bigint, prefix: number, bits: number): bigint {
  const low = BigInt(bits - prefix);
  return (value >> low) << low;
}

function ipv4Bits(address: string): bigint {
  return address.split('.').reduce((value, byte) => (value << 8n) | BigInt(Number(byte) || 0), 0n);
}

function formatIpv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
}

/** The number behind a valid IPv6 address; a scope (`%eth0`) is no part of it. */
function ipv6Bits(address: string): bigint {
  const [plain = ''] = address.split('%');
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
  const text = embedded ? `${embedded[1]}${(ipv4Bits(embedded[2]!) >> 16n).toString(16)}:${(ipv4Bits(embedded[2]!) & 0xffffn).toString(16)}` : plain;
  const [head = '', tail] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const before = groups(head);
  const after = groups(tail ?? '');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...after].reduce(
    (value, group) => (value << 16n) | BigInt(`0x${group || '0'}`),
    0n,
  );
}

/** The form that inet_ntop(3) gives: the longest run of two or more zero groups becomes `::`, an IPv4 address inside keeps its dots. */
function formatIpv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => Number((value >> BigInt(112 - 16 * index)) & 0xffffn));
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  const isCompatible = groups.slice(0, 6).every((group) => group === 0) && groups[6] !== 0;
  if (isMapped || isCompatible) return `${isMapped ? '::ffff:' : '::'}${formatIpv4(value & 0xffffffffn)}`;
  const { start, length } = longestZeros(groups);
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  return length < 2 ? text(groups) : `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`;
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start += 1) {
    let length = 0;
    while (groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  return best;
}
