import type { RelaySetting } from './types.ts';

/**
 * Puts what leads to the same relay together, in the order of first appearance: the same host (in any case), port and mode as
 * the app dials, user name, and switched on or off alike. What has no known host stays alone.
 */
export function groupRelays<T>(items: readonly T[], settingOf: (item: T) => RelaySetting): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const [index, item] of items.entries()) {
    const key = relayKey(settingOf(item)) ?? `alone ${index}`;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

function relayKey({ host, hostDefault, port, effectivePort, security, user, enabled }: RelaySetting): string | undefined {
  const name = host && !host.templated && host.value !== '' ? host.value : hostDefault;
  if (name === undefined || name === '') return undefined;
  const dialled = port && !port.templated ? port.value : effectivePort;
  return JSON.stringify([name.toLowerCase().replace(/\.$/, ''), dialled ?? null, security.effective, user?.value ?? '', enabled]);
}
