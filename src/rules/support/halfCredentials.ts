import type { KeyRole } from '../../data/appProfile.types.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { isUnset } from '../../discover/values.ts';
import type { Entry } from '../../parse/types.ts';
import { appKeysOf, entriesFor, readerOf } from './appKeys.ts';

/**
 * The first key for one of the roles that is there without a value; `elsewhere` when its value comes from the
 * environment, a Secret or a variable; undefined when the file has no such key.
 */
export function emptyEntry(setting: RelaySetting, roles: readonly KeyRole[]): Entry | 'elsewhere' | undefined {
  const keys = appKeysOf(setting);
  const entries = keys ? roles.flatMap((role) => entriesFor(keys, role)) : [];
  const reader = readerOf(setting.file);
  // Compose takes `KEY:` and `- KEY` from the shell that starts it.
  const isPassedOn = (entry: Entry) => entry.form === 'key-only' || (setting.file.kind === 'yaml' && entry.scalar === 'null');
  const isElsewhere = (entry: Entry) => isPassedOn(entry) || reader.isFromElsewhere(entry) || !isUnset(entry);
  return entries.some(isElsewhere) ? 'elsewhere' : entries[0];
}
