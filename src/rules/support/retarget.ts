import type { SchemeRule, TlsMode } from '../../data/appProfile.types.ts';
import { isImplicitTlsPort } from '../../data/ports.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { COMMON_SCHEMES } from '../../discover/urlSecurity.ts';
import { insertAfter, removeEntry, setValue } from '../../parse/edit.ts';
import type { TextEdit } from '../../text/span.ts';
import type { Fix, FixSafety } from '../types.ts';
import { appKeysOf, placeFor } from './appKeys.ts';
import { placeAfterHost } from './hostParts.ts';
import { keyName } from './keyName.ts';
import { changesTowards, type KeyChange } from './tlsSwitch.ts';

/** What a setting is to become. */
export interface Target {
  /** Another port; the present one stays when absent. */
  readonly port?: number;
  /** Ways of protection that fit, the best one first. The present one may be among them. */
  readonly modes: readonly TlsMode[];
}

/** The edits that turn a setting into another one, all at once, and what they do, for a title: `SMTP_PORT to 587`. */
export interface Retargeting {
  readonly edits: readonly TextEdit[];
  readonly words: readonly string[];
  /** What has to change along in other files. */
  readonly elsewhere?: Fix['elsewhere'];
}

/**
 * Finds the edits after which an app dials `target.port` and protects the connection in one of `target.modes`, in the
 * app's own keys and the file's own form. Undefined when the app can't do it or the file gives no place for it.
 * Not for main.cf.
 */
export function retarget(setting: RelaySetting, target: Target): Retargeting | undefined {
  const port = target.port === undefined || target.port === setting.port?.value ? { edits: [], words: [] } : portChange(setting, target.port);
  const dialled = target.port ?? setting.port?.value ?? setting.effectivePort;
  const mode = setting.url ? schemeChange(setting, target.modes, dialled) : keyChanges(setting, target.modes, dialled);
  if (!port || !mode) return undefined;
  return { edits: merged([...port.edits, ...mode.edits]), words: [...port.words, ...mode.words] };
}

/** A fix of these changes; `start` says in a few words what they are for: `Keep port 465: set SMTP_SECURE to true`. */
export function retargetFix(start: string, { edits, words, elsewhere }: Retargeting, safety: FixSafety, isPreferred: boolean): Fix {
  return { title: `${start}: set ${words.join(' and ')}`, safety, edits, isPreferred, ...(elsewhere && { elsewhere }) };
}

function portChange(setting: RelaySetting, port: number): Retargeting | undefined {
  const { file, host, url } = setting;
  const words = [`the port of ${host ? keyName(host.entry) : ''} to ${port}`];
  if (setting.port?.templated || host?.entry.inherited) return undefined;
  if (setting.port) return { edits: [{ span: setting.port.span, newText: String(port) }], words: portWords(setting, port) };
  const keys = appKeysOf(setting);
  if (host && (url || keys?.profile.portInHost)) {
    const at = placeAfterHost(setting);
    return { edits: [{ span: { start: at, end: at }, newText: `:${port}` }], words };
  }
  const key = keys?.profile.keys.port?.[0];
  const place = key && keys ? placeFor(keys, key) : undefined;
  return place && { edits: [insertAfter(file, place.anchor, place.name, String(port))], words: [`${place.name} to ${port}`] };
}

function portWords({ port, host, url }: RelaySetting, value: number): string[] {
  const isPart = url !== undefined || port!.entry === host?.entry;
  return [`${isPart ? 'the port of ' : ''}${keyName(port!.entry)} to ${value}`];
}

function keyChanges(setting: RelaySetting, modes: readonly TlsMode[], port: number | undefined): Retargeting | undefined {
  const { file } = setting;
  const keys = appKeysOf(setting);
  const changes = keys && changesTowards(keys, file, modes, port);
  if (!changes) return undefined;
  const edits = changes.map(({ entry, place, value, isRemoval }) => {
    if (entry) return isRemoval ? removeEntry(file, entry) : setValue(file, entry, value);
    return insertAfter(file, place!.anchor, place!.name, value);
  });
  return { edits, words: changes.map(wordsFor) };
}

/** A flag has no value to name: it is there or it goes. */
function wordsFor({ entry, place, value, isRemoval }: KeyChange): string {
  if (entry) return isRemoval ? `${keyName(entry)} off` : `${keyName(entry)} to ${value}`;
  return value === '' ? `${place!.name} on` : `${place!.name} to ${value}`;
}

/** Schemes that every library with mail URLs knows; others only where the app's own table has them. */
const PLAIN_SCHEMES: Readonly<Record<string, SchemeRule>> = { smtp: COMMON_SCHEMES.smtp!, smtps: COMMON_SCHEMES.smtps! };

/** The scheme decides for a URL; a query parameter that decides instead is left to the person who wrote it. */
function schemeChange(setting: RelaySetting, modes: readonly TlsMode[], port: number | undefined): Retargeting | undefined {
  const { scheme, schemeSpan, entry } = setting.url!;
  const schemes = appKeysOf(setting)?.profile.schemes ?? PLAIN_SCHEMES;
  const decidedBy = setting.security.by[0];
  const isByScheme = !decidedBy || decidedBy.span.start === schemeSpan.start;
  if (!isByScheme) return modes.includes(setting.security.effective as TlsMode) ? { edits: [], words: [] } : undefined;
  const own = schemes[scheme];
  if (!own || entry.inherited) return undefined;
  if (modes.includes(schemeMode(own, port))) return { edits: [], words: [] };
  const ranked = Object.entries(schemes).map(([name, rule]) => ({ name, rank: modes.indexOf(schemeMode(rule, port)) }));
  const best = ranked.filter(({ rank }) => rank >= 0).sort((a, b) => a.rank - b.rank)[0];
  return best && { edits: [{ span: schemeSpan, newText: best.name }], words: [`the scheme of ${entry.key} to ${best.name}`] };
}

function schemeMode({ mode, effective }: SchemeRule, port: number | undefined): TlsMode {
  const plain = mode === 'unspecified' ? 'starttls-opportunistic' : mode;
  if (effective === 'by-keys') return plain;
  if (effective !== 'by-port') return effective ?? plain;
  return port !== undefined && isImplicitTlsPort(port) ? 'implicit-tls' : plain;
}

/** Joins new lines at the same place to one edit: two insertions there would overlap. */
export function merged(edits: readonly TextEdit[]): TextEdit[] {
  const result: TextEdit[] = [];
  for (const edit of edits) {
    const at = result.findIndex(({ span }) => span.start === span.end && span.start === edit.span.start && edit.span.start === edit.span.end);
    const same = result[at];
    if (same) result[at] = { span: same.span, newText: same.newText + edit.newText };
    else result.push(edit);
  }
  return result;
}
