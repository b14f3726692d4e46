import type { ConfigFile, Origin } from '../parse/types.ts';
import type { Span } from '../text/span.ts';
import type { RelaySetting } from './types.ts';

/** A path's last part: what a file is called in its own folder. */
export function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** A relay with the rest of its settings, where other files hold them: the joined one that takes it up, else itself. */
export function wholeRelay(setting: RelaySetting, joined: readonly RelaySetting[] | undefined): RelaySetting {
  const own = nameOf(setting.file.path);
  return joined?.find(({ file: { parts }, entries }) => entries.some((entry) => isAt(parts?.get(entry), own, setting))) ?? setting;
}

function isAt(origin: Origin | undefined, name: string, { anchor }: RelaySetting): boolean {
  return origin?.path === name && origin.entry.keySpan.start === anchor.keySpan.start;
}

/** All relays of a file, those that other files have a part in as a whole. */
export function wholeRelays({
  settings,
  joined = [],
}: {
  readonly settings: readonly RelaySetting[];
  readonly joined?: readonly RelaySetting[];
}): RelaySetting[] {
  return [...new Set([...settings.map((setting) => wholeRelay(setting, joined)), ...joined])];
}

/** Where the host of a relay stands, or what else it begins with: in its own file, or in the one at `path`. */
export interface RelayPlace {
  readonly path?: string;
  readonly file: ConfigFile;
  readonly span: Span;
}

export function placeOfRelay({ file, host, anchor }: RelaySetting): RelayPlace {
  const span = host?.span ?? anchor.valueSpan;
  const origin = file.parts?.get(host?.entry ?? anchor);
  if (!origin) return { file, span };
  const isOwn = origin.path === nameOf(file.path);
  return { ...(!isOwn && { path: origin.path }), file: origin.file, span: origin.entry.valueSpan };
}
