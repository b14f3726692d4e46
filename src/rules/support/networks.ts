import { isIpv4 } from '../../discover/postfixHostName.ts';

/** Lists of clients by their addresses (namadr_list(3), postscreen(8)'s own lists have actions and other items). */
const NETWORK_LISTS =
  /^(mynetworks|smtpd_authorized_(verp_clients|xclient_hosts|xforward_hosts)|qmqpd_authorized_clients|permit_mx_backup_networks|smtpd_sasl_exceptions_networks|smtpd_client_event_limit_exceptions)$/;

/** Says whether a parameter lists networks, among other things perhaps. */
export function isNetworkList(name: string): boolean {
  return NETWORK_LISTS.test(name);
}

/** The first address of the network that an address and a number of bits stand for, and whether it is the one given. */
export function firstAddress(address: string, bits: number): { readonly text: string; readonly isSame: boolean } | undefined {
  if (isIpv4(address)) {
    const bytes = address.split('.').map(Number);
    const masked = bytes.map((byte, index) => byte & maskOf(bits - index * 8, 8));
    return { text: masked.join('.'), isSame: masked.every((byte, index) => byte === bytes[index]) };
  }
  const groups = groupsOf(address);
  if (!groups) return undefined;
  const masked = groups.map((group, index) => group & maskOf(bits - index * 16, 16));
  return { text: shorten(masked), isSame: masked.every((group, index) => group === groups[index]) };
}

/** `size` bits, of which the first `bits` are set. */
function maskOf(bits: number, size: number): number {
  const set = Math.max(0, Math.min(size, bits));
  return (2 ** size - 1) & ~(2 ** (size - set) - 1);
}

/** The eight numbers of an IPv6 address; undefined for one that ends in an IPv4 address. */
function groupsOf(address: string): number[] | undefined {
  if (address.includes('.')) return undefined;
  const [left = '', right] = address.split('::');
  const read = (side: string) => (side === '' ? [] : side.split(':').map((group) => Number.parseInt(group, 16)));
  const head = read(left);
  const tail = read(right ?? '');
  return [...head, ...Array<number>(Math.max(0, 8 - head.length - tail.length)).fill(0), ...tail];
}

function shorten(groups: readonly number[]): string {
  let end = groups.length;
  while (end > 0 && groups[end - 1] === 0) end -= 1;
  const shown = groups.slice(0, end).map((group) => group.toString(16));
  return end < groups.length - 1 ? `${shown.join(':')}::` : groups.map((group) => group.toString(16)).join(':');
}
