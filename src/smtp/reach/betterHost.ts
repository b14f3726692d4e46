import { allProviders, providerOf } from '../../data/providers.ts';
import { addressFamily } from '../hostName.ts';

/**
 * The host that a certificate is really for, when there is one to recommend: a current host of the provider,
 * or the only name. Undefined when several would do, or none can be dialled.
 */
export function betterHost(names: readonly string[], host: string, provider: string | undefined): string | undefined {
  const others = names.map((name) => name.toLowerCase()).filter((name) => name !== host.toLowerCase() && addressFamily(name) === 0);
  const known =
    allProviders().find(({ id }) => id === provider) ?? providerOf(host) ?? others.map((name) => providerOf(name)).find((found) => found !== undefined);
  const current = (known?.hosts ?? []).flatMap(({ pattern, regex, status }) => (regex || status ? [] : [pattern]));
  const canonical = current.find((pattern) => pattern !== host.toLowerCase() && others.some((name) => covers(name, pattern)));
  if (canonical) return canonical;
  const plain = others.filter((name) => !name.includes('*'));
  return plain.length === 1 && others.length === 1 ? plain[0] : undefined;
}

/** Whether a name in a certificate stands for a host; an asterisk is exactly one label (RFC 6125 §6.4.3). */
function covers(name: string, host: string): boolean {
  return name === host || (name.startsWith('*.') && host.slice(host.indexOf('.')) === name.slice(1));
}
