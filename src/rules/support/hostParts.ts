import type { RelaySetting } from '../../discover/types.ts';

/** What is wrong with a host's value, the outermost thing first. */
export type HostFault = 'quotes' | 'blank' | 'scheme' | 'user' | 'path' | 'port' | 'dot';

export interface HostParts {
  /** The bare name or address, with the brackets of an IPv6 address where a port followed it; '' when nothing is left. */
  readonly host: string;
  readonly port?: number;
  readonly scheme?: string;
  /** What stands behind the host, for a message. */
  readonly extra?: string;
  /** The first thing that does not belong there; absent for a bare host, with or without the port that some apps take. */
  readonly fault?: HostFault;
}

const IPV6 = /^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i;

/**
 * Takes a host's value apart as far as it can be understood; undefined for a text that is no host even then.
 * A port alone is reported as a fault, since most apps don't take it there.
 */
export function readHostParts(value: string): HostParts | undefined {
  const unquoted = /^(["'`])(.*)\1$/s.exec(value)?.[2];
  const inner = unquoted ?? value;
  const trimmed = inner.trim();
  const [, scheme, afterScheme = trimmed] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(trimmed) ?? [];
  const at = afterScheme.lastIndexOf('@');
  const afterUser = afterScheme.slice(at + 1);
  const slash = afterUser.search(/[/?#]/);
  const authority = slash === -1 ? afterUser : afterUser.slice(0, slash);
  const extra = slash === -1 ? undefined : afterUser.slice(slash);
  const name = readName(authority);
  // `smtp gmail.com`: there is no telling which part was meant.
  if (name && /^[\w.-]+(\s+[\w.-]+)+$/.test(name.host)) return { host: '', fault: 'blank' };
  if (!name || name.host === '' || /[^\w.:[\]-]/.test(name.host)) return undefined;
  const faults: readonly (readonly [boolean, HostFault])[] = [
    [unquoted !== undefined, 'quotes'],
    [inner !== trimmed || /\s/.test(trimmed), 'blank'],
    [scheme !== undefined, 'scheme'],
    [at !== -1, 'user'],
    [extra !== undefined, 'path'],
    [name.port !== undefined, 'port'],
    [name.isRooted, 'dot'],
  ];
  const fault = faults.find(([isThere]) => isThere)?.[1];
  return {
    host: name.host,
    ...(name.port !== undefined && { port: name.port }),
    ...(scheme !== undefined && { scheme }),
    ...(extra !== undefined && { extra }),
    ...(fault && { fault }),
  };
}

function readName(authority: string): { host: string; port?: number; isRooted: boolean } | undefined {
  const [, bracketed, , bracketedPort] = /^\[([0-9a-f:.]+)\](:(\d{1,5}))?$/i.exec(authority) ?? [];
  if (bracketed !== undefined) return { host: bracketedPort ? `[${bracketed}]` : authority, ...portOf(bracketedPort), isRooted: false };
  if (IPV6.test(authority)) return { host: authority, isRooted: false };
  const [, host, , digits] = /^([^:]*?)\.?(:(\d{1,5}))?$/.exec(authority) ?? [];
  if (host === undefined) return undefined;
  return { host, ...portOf(digits), isRooted: authority.replace(/:\d+$/, '').endsWith('.') };
}

function portOf(digits: string | undefined): { port?: number } {
  const port = Number(digits ?? 0);
  return port > 0 && port < 65_536 ? { port } : {};
}

/** The place behind a setting's host where a port would go: behind the closing bracket of an IPv6 address. */
export function placeAfterHost({ file, host }: RelaySetting): number {
  const { end } = host!.span;
  return file.text[end] === ']' ? end + 1 : end;
}

/** Says whether something stands where a URL has its port, be it a variable. */
export function hasPortInUrl(setting: RelaySetting): boolean {
  return setting.file.text[placeAfterHost(setting)] === ':';
}
