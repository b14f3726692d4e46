import { ownerPath, placeId } from '../../discover/blocks.ts';
import type { RelaySetting } from '../../discover/types.ts';
import type { Entry } from '../../parse/types.ts';
import { appKeysOf } from '../../rules/support/appKeys.ts';
import { code, plain } from '../../text/markdown.ts';
import { describeKey } from './describeKey.ts';

/** What an entry means to the app behind the setting that it belongs to, as CommonMark; undefined when nothing is known. */
export function explainEntry(setting: RelaySetting, entry: Entry): string | undefined {
  const match = appKeysOf(setting);
  const key = match && [...match.found].find(([, found]) => found === entry)?.[0];
  return key === undefined ? undefined : describeKey({ setting, match: match!, key, entry });
}

/** Tells of a key that stands beside an app's settings and that this app does not read; undefined for all others. */
export function explainUnused(settings: readonly RelaySetting[], entry: Entry): string | undefined {
  for (const setting of settings) {
    const { anchor } = setting;
    if (placeId(anchor, ownerPath(anchor)) !== placeId(entry, ownerPath(entry))) continue;
    const unused = appKeysOf(setting)?.profile.unusedKeys;
    if (!unused || !Object.hasOwn(unused, entry.key)) continue;
    const instead = unused[entry.key];
    return `**${code(entry.key)}** · ${plain(setting.profileTitle)}\n\n${plain(setting.profileTitle)} does not read this key${instead ? `. It reads ${code(instead)}` : ''}.`;
  }
  return undefined;
}
