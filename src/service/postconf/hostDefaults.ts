import { isLoopback, networkOf, sameAddress } from './networks.ts';
import { expandShown, mainSetting, type Session } from './session.ts';
import type { InterfaceAddress } from './types.ts';

const DEFAULT_DOMAIN = 'localdomain';

/** The machine's name, with the domain of main.cf behind it when it has none of its own (pcf_check_myhostname). */
export function defaultHostName(session: Session): string {
  const { hostName } = session.call.host;
  if (hostName.includes('.')) return hostName;
  return `${hostName}.${mainSetting(session, 'mydomain') ?? DEFAULT_DOMAIN}`;
}

/** What follows the first dot of the host name (pcf_check_mydomainname). */
export function defaultDomain(session: Session): string {
  const hostName = mainSetting(session, 'myhostname') ?? session.parameters.get('myhostname')!.defaultValue();
  const dot = hostName.indexOf('.');
  return dot === -1 ? DEFAULT_DOMAIN : hostName.slice(dot + 1);
}

/**
 * The networks of the machine's interfaces (pcf_mynetworks, mynetworks.c). This is where postconf(1) looks at the values
 * of `inet_interfaces`, `inet_protocols` and `mynetworks_style`: what they can't mean ends the program.
 */
export function defaultNetworks(session: Session): string {
  const { output } = session;
  const interfaces = settingOrDefault(session, 'inet_interfaces');
  const style = settingOrDefault(session, 'mynetworks_style');
  const families = readFamilies(session, settingOrDefault(session, 'inet_protocols'));
  if (!families.ipv4 && !families.ipv6) return '';
  const styles = namesIn(session, 'mynetworks mask style', style, ['class', 'subnet', 'host']);
  if (styles.size !== 1) output.fatal(`bad mynetworks_style value: ${style}; specify exactly one value`);
  const [chosen = 'host'] = styles;
  const networks = ownAddresses(session, interfaces, families).map((address) => {
    return networkOf(address, chosen) ?? output.fatal(`mynetworks_core: unknown address class: ${address.address}`);
  });
  // Each has a blank behind it, the last one too, which shows where the value stands inside another.
  return [...new Set(networks)].map((network) => `${network} `).join('');
}

function settingOrDefault(session: Session, name: string): string {
  const { isDefaults } = session.mode;
  const own = isDefaults ? undefined : mainSetting(session, name);
  return own ?? expandShown(session, session.parameters.get(name)!.defaultValue(), { isDefaults });
}

/** The names in a list that may hold only these (name_mask(3)). */
function namesIn({ output }: Session, title: string, value: string, allowed: readonly string[]): Set<string> {
  const names = value.split(/[, \t\r\n]+/).filter((name) => name !== '');
  const unknown = names.find((name) => !allowed.includes(name));
  if (unknown !== undefined) output.fatal(`unknown ${title} value "${unknown}" in "${value}"`);
  return new Set(names);
}

interface Families {
  readonly ipv4: boolean;
  readonly ipv6: boolean;
}

function readFamilies(session: Session, value: string): Families {
  const { host } = session.call;
  const names = namesIn(session, 'inet_protocols', value, ['all', 'ipv6', 'ipv4']);
  const wanted = { ipv4: names.has('all') || names.has('ipv4'), ipv6: names.has('all') || names.has('ipv6') };
  const check = (isWanted: boolean, isThere: boolean, title: string) => {
    if (isWanted && !isThere) session.output.warn(`inet_protocols: disabling ${title} name/address support: Address family not supported by protocol`);
    return isWanted && isThere;
  };
  const ipv6 = check(wanted.ipv6, host.hasIpv6, 'IPv6');
  return { ipv6, ipv4: check(wanted.ipv4, host.hasIpv4, 'IPv4') };
}

/** The interfaces that Postfix would listen on (own_inet_addr.c), those with IPv4 first. */
function ownAddresses(session: Session, interfaces: string, families: Families): readonly InterfaceAddress[] {
  const { output, call } = session;
  const isServed = ({ address }: InterfaceAddress) => (address.includes(':') ? families.ipv6 : families.ipv4);
  const isIpv6 = ({ address }: InterfaceAddress) => Number(address.includes(':'));
  const local = call.host.addresses.filter(isServed).sort((a, b) => isIpv6(a) - isIpv6(b));
  const named = interfaces === 'all' || interfaces === 'loopback-only' ? [] : namedAddresses(session, interfaces, families);
  if (local.length === 0) output.fatal('could not find any active network interfaces');
  if (interfaces === 'all') return local;
  if (interfaces === 'loopback-only') return local.filter(({ address }) => isLoopback(address));
  return named.map((wanted) => {
    const found = local.find(({ address }) => sameAddress(address, wanted));
    return found ?? output.fatal(`parameter inet_interfaces: no local interface found for ${wanted}`);
  });
}

function namedAddresses({ call, output }: Session, interfaces: string, families: Families): string[] {
  const addresses: string[] = [];
  for (const name of interfaces.split(/[ \t,]+/).filter((part) => part !== '')) {
    const bare = name.startsWith('[') && name.endsWith(']') ? name.slice(1, -1) : name;
    const found = call.host.resolve(bare).filter((address) => (address.includes(':') ? families.ipv6 : families.ipv4));
    if (found.length === 0) output.fatal(`config variable inet_interfaces: host not found: ${name}`);
    for (const address of found) if (!addresses.some((known) => sameAddress(known, address))) addresses.push(address);
  }
  return addresses;
}
