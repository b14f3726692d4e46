import type { ConfigFile } from '../parse/types.ts';

/** The names of the services in a Compose file, which are host names between its containers (Compose specification, "networks"). */
export function composeServices({ entries }: Pick<ConfigFile, 'entries'>): string[] {
  return [...new Set(entries.flatMap(({ path: [root, name] }) => (root === 'services' && name !== undefined ? [name] : [])))];
}
