import type { OffByDefault } from '../../data/appProfile.types.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { isUnset } from '../../discover/values.ts';
import { insertAfter } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import type { Fix, RuleContext, Severity } from '../types.ts';
import { appKeysOf, placeFor } from './appKeys.ts';
import { entriesBeside } from './beside.ts';

/** A switch that is off because nothing sets it. */
export interface UnsetSwitch {
  /** The key that would switch it on, where it can be written beside the others. */
  readonly key: string;
  readonly byDefault: OffByDefault;
}

/** The app's switch for sending (`enabled`) or signing in (`auth`), where nothing sets it and all that could is known. */
export function unsetSwitch(setting: RelaySetting, role: 'enabled' | 'auth', { file, project }: RuleContext): UnsetSwitch | undefined {
  const keys = appKeysOf(setting);
  const rule = keys?.profile[role];
  if (!keys || !rule?.byDefault || rule.keys.some((key) => isWritten(key, keys.found.get(key), setting))) return undefined;
  const { whole, elsewhere = [] } = rule.byDefault;
  if (whole !== undefined && !new RegExp(whole).test(setting.file.path)) return undefined;
  if (elsewhere.some((name) => textsOf(setting, file.text).includes(name) || project?.nearest(name) !== undefined)) return undefined;
  return { byDefault: rule.byDefault, key: rule.keys.find((key) => placeFor(keys, key)) ?? rule.keys[0]! };
}

/** The texts that a relay stands in. */
function textsOf({ file }: RelaySetting, text: string): string {
  return [text, ...new Set([...(file.parts?.values() ?? [])].map((part) => part.file.text))].join('\n');
}

/** A variable that is only named has its value from outside. */
function isWritten(key: string, entry: Entry | undefined, setting: RelaySetting): boolean {
  return (entry !== undefined && !isUnset(entry)) || entriesBeside(setting).some((each) => each.key === key && each.form === 'key-only');
}

/** The switch written beside the app's other keys. */
export function switchOn(setting: RelaySetting, { key, byDefault }: UnsetSwitch): Fix[] {
  const keys = appKeysOf(setting);
  const place = keys && placeFor(keys, key);
  if (!place) return [];
  const edit = insertAfter(setting.file, place.anchor, place.name, byDefault.on);
  const isBare = byDefault.isBoolean === true && setting.file.kind === 'json';
  const edits = [isBare ? { ...edit, newText: edit.newText.replace(`"${byDefault.on}"`, byDefault.on) } : edit];
  return [{ title: `Set ${place.name} to ${byDefault.on}`, safety: 'unsafe', isPreferred: true, edits }];
}

/** A switch's own name: of `smtpServer.auth` the last part. */
export const switchName = (key: string) => key.slice(key.lastIndexOf('.') + 1);

/** A `.env` file may be a part of the environment only. */
export const severityIn = (kind: string): Severity => (kind === 'dotenv' ? 'information' : 'warning');
