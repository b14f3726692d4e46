import type { ConfigFile, Entry } from '../parse/types.ts';

/** Says whether an entry stands in the `data` of a Kubernetes Secret, where values are base64. */
export function isInSecretData(file: ConfigFile, { path, document }: Entry): boolean {
  if (file.kind !== 'yaml' || path.at(-2) !== 'data') return false;
  const kind = [...path.slice(0, -2), 'kind'].join('/');
  return file.entries.some((entry) => entry.document === document && entry.value === 'Secret' && entry.path.join('/') === kind);
}
