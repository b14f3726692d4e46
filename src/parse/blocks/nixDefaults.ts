import type { Entry } from '../types.ts';

/** More would be no configuration. */
const MAX_INHERITED = 5000;

/** What msmtp's accounts take over from the defaults beside them (nixpkgs nixos/modules/programs/msmtp.nix), unless they set it themselves. */
export function inheritedInNix(entries: readonly Entry[]): readonly Entry[] {
  const defaults = entries.filter(({ path }) => path.at(-2) === 'defaults' && path.at(-3) === 'msmtp');
  if (defaults.length === 0) return [];
  const accounts = new Map<string, { readonly path: readonly string[]; readonly keys: Set<string> }>();
  for (const { path, key } of entries) {
    if (path.at(-3) !== 'accounts' || path.at(-4) !== 'msmtp') continue;
    const place = path.slice(0, -1);
    const account = accounts.get(place.join('\0')) ?? { path: place, keys: new Set<string>() };
    account.keys.add(key);
    accounts.set(place.join('\0'), account);
  }
  const inherited = [...accounts.values()].flatMap(({ path, keys }) =>
    defaults.filter(({ key }) => !keys.has(key)).map((entry): Entry => ({ ...entry, path: [...path, entry.key], inherited: true })),
  );
  return inherited.slice(0, MAX_INHERITED);
}
