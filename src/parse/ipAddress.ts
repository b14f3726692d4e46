/** An IP address as a number of its family's size. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly bits: bigint;
}

export const FAMILY_BITS: Readonly<Record<4 | 6, number>> = { 4: 32, 6: 128 };

/** Reads an address as inet_pton(3) of glibc does: four decimal numbers without leading zeros, or RFC 4291 groups. A scope (`%eth0`) is none. */
export function parseIpAddress(text: string): IpAddress | undefined {
  const isV6 = text.includes(':');
  const bits = isV6 ? ipv6Bits(text) : ipv4Bits(text);
  return bits === undefined ? undefined : { family: isV6 ? 6 : 4, bits };
}

function ipv4Bits(text: string): bigint | undefined {
  const parts = text.split('.');
  const isGood = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return isGood ? parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n) : undefined;
}

function ipv6Bits(text: string): bigint | undefined {
  const embedded = /^(.*:)([\d.]*\.[\d.]*)$/.exec(text);
  const tail = embedded ? ipv4Bits(embedded[2]!) : undefined;
  if (embedded && tail === undefined) return undefined;
  const plain = embedded ? `${embedded[1]}${(tail! >> 16n).toString(16)}:${(tail! & 0xffffn).toString(16)}` : text;
  const halves = plain.split('::');
  if (halves.length > 2) return undefined;
  const [before = [], after] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const count = before.length + (after?.length ?? 0);
  if (after === undefined ? count !== 8 : count > 7) return undefined;
  const groups = [...before, ...Array.from({ length: 8 - count }, () => '0'), ...(after ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

/** The address with all bits behind a prefix cleared. */
export function networkAddress({ family, bits }: IpAddress, prefix: number): IpAddress {
  const low = BigInt(FAMILY_BITS[family] - prefix);
  return { family, bits: (bits >> low) << low };
}

/** The form that inet_ntop(3) gives: the longest run of two or more zero groups becomes `::`, an IPv4 address inside keeps its dots. */
export function formatIpAddress({ family, bits }: IpAddress): string {
  if (family === 4) return dotted(bits);
  const groups = Array.from({ length: 8 }, (_, index) => Number((bits >> BigInt(112 - 16 * index)) & 0xffffn));
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  const isCompatible = groups.slice(0, 6).every((group) => group === 0) && groups[6] !== 0;
  if (isMapped || isCompatible) return `${isMapped ? '::ffff:' : '::'}${dotted(bits & 0xffffffffn)}`;
  const { start, length } = longestZeros(groups);
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  return length < 2 ? text(groups) : `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`;
}

function dotted(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 255n)).join('.');
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
