import type { ConfigFile, Entry } from '../../parse/types.ts';

/** One Kubernetes object of a file: the place of its `kind`, and what it is. */
interface KubernetesObject {
  readonly document: number | undefined;
  readonly path: readonly string[];
  readonly kind: string;
}

const knownObjects = new WeakMap<ConfigFile, readonly KubernetesObject[]>();

/** The `kind` of the Kubernetes object that an entry belongs to, such as `Secret`; undefined outside of one. */
export function objectKindOf(file: ConfigFile, entry: Entry): string | undefined {
  if (file.kind !== 'yaml' && file.kind !== 'json') return undefined;
  const known = knownObjects.get(file) ?? readObjects(file);
  knownObjects.set(file, known);
  // In a List the innermost object counts.
  return known.find(({ document, path }) => document === entry.document && path.every((key, index) => entry.path[index] === key))?.kind;
}

/** An object says of which kind and version it is; one of the two alone could be anything. */
function readObjects({ entries }: ConfigFile): readonly KubernetesObject[] {
  const placeOf = ({ document, path }: Entry) => JSON.stringify([document, ...path.slice(0, -1)]);
  const versioned = new Set(entries.filter(({ key }) => key === 'apiVersion').map(placeOf));
  return entries
    .filter((entry) => entry.key === 'kind' && versioned.has(placeOf(entry)))
    .map(({ document, path, value }) => ({ document, path: path.slice(0, -1), kind: value }))
    .sort((a, b) => b.path.length - a.path.length);
}

/** Says whether an entry is an environment variable in a Compose file. */
export function isComposeVariable(file: ConfigFile, { path }: Entry): boolean {
  return file.kind === 'yaml' && path[0] === 'services' && path.indexOf('environment') === 2;
}
