import { SMTP_PORT } from '../data/ports.ts';
import { providerOf } from '../data/providers.ts';
import { valueSpanIn } from '../parse/segments.ts';
import type { ConfigFile, Entry } from '../parse/types.ts';
import type { Span } from '../text/span.ts';
import { isLocalHost } from './local.ts';
import { credentialsFor } from './postfixCredentials.ts';
import { type DestinationPart, type PostfixDestination, parseDestinations } from './postfixDestination.ts';
import type { PostfixMain, PostfixValue } from './postfixMain.ts';
import { locate, securityOf, yesOrNo } from './postfixSecurity.ts';
import { templateDefault } from './postfixTemplate.ts';
import type { Located, RelaySetting } from './types.ts';

/** A next hop and the parameter that names it. */
interface Hop {
  readonly parameter: string;
  readonly found: PostfixValue & { readonly entry: Entry };
  /** Absent when the parameter is set and empty. */
  readonly destination?: LocatedDestination;
}

/** The same next hop as written and as Postfix gets it after macro expansion. */
interface LocatedDestination {
  readonly written: PostfixDestination;
  readonly effective: PostfixDestination;
  /** Where the value as written begins in the entry's value: behind `smtp:` in a transport. */
  readonly offset: number;
  /** The two can't be matched part by part, so a place is that of the whole value. */
  readonly isWhole: boolean;
}

/** Parameters whose value is `transport:nexthop`; only those of the SMTP client are relays (master(5), transport(5)). */
const TRANSPORTS = ['default_transport', 'relay_transport'];
const SMTP_TRANSPORT = /^(smtp|relay|smtps?[-_][\w-]+):/;
/** Transports that send nothing anywhere, which makes a relayhost idle (stock master.cf). */
const DEAD_END = /^(error|discard|retry|local|virtual)(:|$)/;

/** Destinations of one parameter that are listed; more than a handful is no list of relays but broken text. */
const MOST_DESTINATIONS = 20;

/**
 * Lists the servers that a main.cf sends mail through: every destination of `relayhost` and `smtp_fallback_relay`, and a
 * next hop in `default_transport` or `relay_transport`. A `relayhost` that is set and empty is listed without a host:
 * mail goes straight to its recipients' servers. TLS and credentials are those of smtp(8) as a whole.
 */
export function fromPostfix(file: ConfigFile, main: PostfixMain): RelaySetting[] {
  const hops = [
    ...hopsOf(main, 'relayhost'),
    ...hopsOf(main, 'smtp_fallback_relay').filter(({ destination }) => destination),
    ...TRANSPORTS.flatMap((name) => hopsOf(main, name, SMTP_TRANSPORT).filter(({ destination }) => destination)),
  ];
  return hops.map((hop, index) => settingOf(file, main, hop, scopeOf(hops, index)));
}

/** The first destination of `relayhost` has no scope; others are told apart by parameter and number. */
function scopeOf(hops: readonly Hop[], index: number): string {
  const { parameter } = hops[index]!;
  const number = hops.slice(0, index).filter((hop) => hop.parameter === parameter).length + 1;
  if (number > 1) return `${parameter} ${number}`;
  return parameter === 'relayhost' ? '' : parameter;
}

function hopsOf(main: PostfixMain, parameter: string, prefix = /^/): Hop[] {
  const found = main.get(parameter);
  const { entry } = found;
  if (!entry) return [];
  const hop = { parameter, found: { ...found, entry } };
  const offset = prefix.exec(entry.value)?.[0].length;
  const written = offset === undefined ? [] : parseDestinations(entry.value.slice(offset));
  const skip = prefix.exec(found.value)?.[0].length;
  const effective = !found.isKnown ? written : skip === undefined ? [] : parseDestinations(found.value.slice(skip));
  if (effective.length === 0) return [hop];
  const isWhole = effective.length !== written.length;
  return effective.slice(0, MOST_DESTINATIONS).map((destination, index) => ({
    ...hop,
    destination: { written: written[index] ?? destination, effective: destination, offset: offset ?? 0, isWhole },
  }));
}

/** The entry that makes a relayhost idle because all mail takes another transport. */
function idledBy(main: PostfixMain, parameter: string): Entry | undefined {
  const { entry, value, isKnown } = main.get('default_transport');
  return parameter === 'relayhost' && isKnown && DEAD_END.test(value) ? entry : undefined;
}

function settingOf(file: ConfigFile, main: PostfixMain, hop: Hop, scope: string): RelaySetting {
  const { parameter, found, destination } = hop;
  const host = destination && hostOf(found, destination);
  const port = destination && portOf(found, destination);
  const keys = destination ? [destination.effective.host?.text ?? '', destination.effective.text] : [];
  const credentials = credentialsFor(main, keys);
  const security = securityOf(main);
  const auth = main.get('smtp_sasl_auth_enable');
  const authEnabled = yesOrNo(auth) === undefined ? undefined : locate(auth, yesOrNo(auth) === true);
  const helo = heloOf(main);
  const idle = idledBy(main, parameter);
  const provider = host && !host.templated ? providerOf(host.value) : undefined;
  const hostDefault = host?.templated ? templateDefault(host.value) : undefined;
  const effectivePort = port ? port.value : destination && !destination.effective.service ? defaultPort(main) : undefined;
  return {
    id: `postfix/${scope}/${parameter}`,
    file,
    profile: 'postfix',
    profileTitle: 'Postfix',
    confidence: 'exact',
    scope,
    ...(host ? { host } : {}),
    ...(hostDefault === undefined ? {} : { hostDefault }),
    ...(port ? { port } : {}),
    ...(effectivePort === undefined ? {} : { effectivePort }),
    security,
    ...credentials,
    ...(helo ? { helo } : {}),
    ...(authEnabled ? { authEnabled } : {}),
    enabled: idle === undefined,
    ...(idle ? { enabledBy: idle } : {}),
    isLocal: host !== undefined && !host.templated && isLocalHost(host.value),
    ...(provider ? { provider: provider.id } : {}),
    ...(destination ? { isBracketed: destination.effective.isBracketed, nextHop: destination.effective.text } : {}),
    anchor: found.entry,
    entries: entriesOf(main, found.entry, [...security.by, security.verify, credentials.user, credentials.password, authEnabled, helo]),
  };
}

/** Every entry that took part, without repetition, in file order; tables of passwords included even when they are not read. */
function entriesOf(main: PostfixMain, own: Entry, parts: readonly ({ readonly entry: Entry } | undefined)[]): Entry[] {
  const maps = main.get('smtp_sasl_password_maps').entry;
  const all = [own, ...parts.flatMap((part) => (part ? [part.entry] : [])), ...(maps ? [maps] : [])];
  return [...new Set(all)].sort((a, b) => a.span.start - b.span.start);
}

function placeOf(found: Hop['found'], { offset, isWhole }: LocatedDestination, written: DestinationPart | undefined): Span {
  if (isWhole || !written) return found.entry.valueSpan;
  return valueSpanIn(found.entry, offset + written.span.start, offset + written.span.end);
}

function hostOf(found: Hop['found'], destination: LocatedDestination): Located<string> | undefined {
  const { effective, written } = destination;
  if (!effective.host) return undefined;
  const templated = effective.host.isTemplated;
  return { value: effective.host.text, entry: found.entry, span: placeOf(found, destination, written.host), templated };
}

function portOf(found: Hop['found'], destination: LocatedDestination): Located<number> | undefined {
  const { effective, written } = destination;
  if (effective.port === undefined) return undefined;
  return { value: effective.port, entry: found.entry, span: placeOf(found, destination, written.service), templated: false };
}

/** The port of smtp(8) where a next hop has none: `smtp_tcp_port` (3.2), a number or a service name. */
export function defaultPort(main: PostfixMain): number | undefined {
  const { entry, value, isKnown } = main.get('smtp_tcp_port');
  if (!entry) return SMTP_PORT;
  return isKnown ? parseDestinations(`host:${value}`)[0]?.port : undefined;
}

/** What smtp(8) says in EHLO, where the file sets it. */
export function heloOf(main: PostfixMain): Located<string> | undefined {
  const own = main.get('smtp_helo_name');
  const found = own.entry ? own : main.get('myhostname');
  return locate(found, found.isKnown ? found.value : found.raw);
}
