import type { Entry } from '../../parse/types.ts';

/**
 * What a key is called in a message: in a map of YAML or JSON with the name of the map, since `enable` or `port`
 * alone could be anything; an environment variable by itself.
 */
export function keyName({ form, key, path }: Entry): string {
  const owner = path.at(-2);
  const isMember = form === 'pair' && owner !== undefined && !/^\d+$/.test(owner) && /[a-z]/.test(key) && !key.includes('.') && !key.includes('__');
  return isMember ? `${owner}.${key}` : key;
}
