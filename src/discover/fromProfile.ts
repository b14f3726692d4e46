import type { AppProfile, KeyRole, TlsMode, TlsRules, ValueSwitch } from '../data/appProfile.types.ts';
import { providerOf, wellKnownService } from '../data/providers.ts';
import type { ConfigFile, Entry } from '../parse/types.ts';
import { compareSpans } from '../text/span.ts';
import { isMailUrl, type MailUrl, readMailUrls } from './fromUrl.ts';
import { type HostValue, readHost } from './hostValue.ts';
import { isLocalHost } from './local.ts';
import type { ProfileMatch } from './profileMatch.ts';
import { decideSecurity, MODE_WORDS } from './security.ts';
import type { Confidence, Located, PasswordInfo, RelaySecurity, RelaySetting } from './types.ts';
import { decideUrlSecurity, schemeRule } from './urlSecurity.ts';
import { isUnset, locate, passwordSource, type ValueReader } from './values.ts';

/** A match whose profile may be one made up on the spot for unknown keys. */
export interface Match extends Omit<ProfileMatch, 'profile'> {
  readonly profile: Omit<AppProfile, 'confidence'> & { readonly confidence: Confidence };
  /** What the TLS keys would mean on another port, where their words alone don't tell. */
  readonly tlsOn?: (port: number | undefined) => TlsRules;
}

interface Context {
  readonly file: ConfigFile;
  readonly reader: ValueReader;
  readonly match: Match;
}

/**
 * Turns the keys of one app in one place into relay settings: one for host and port, one for each URL. None
 * when nothing there leads to a server.
 */
export function settingsOf(file: ConfigFile, match: Match, reader: ValueReader): readonly RelaySetting[] {
  const context = { file, reader, match };
  const settings: RelaySetting[] = [];
  const urlEntry = pick(match, 'url');
  const hostEntry = pick(match, 'host');
  const hostIsUrl = hostEntry && isMailUrl(hostEntry.value);
  for (const entry of [urlEntry, hostIsUrl ? hostEntry : undefined]) {
    if (!entry || isUnset(entry)) continue;
    const urls = readMailUrls(entry);
    settings.push(...urls.map((url, at) => urlSetting(context, url, at)));
    if (urls.length === 0 && (reader.read(entry).isTemplated || file.around?.origins.has(entry))) settings.push(openUrlSetting(context, entry));
  }
  const server = hostIsUrl ? undefined : serverSetting(context, hostEntry, settings.length > 0);
  return server ? [...settings, server] : settings;
}

/** The entry for a role: of the first key that has a value, else of the first that is there. */
function pick(match: Match, role: KeyRole): Entry | undefined {
  const entries = (match.profile.keys[role] ?? []).flatMap((key) => match.found.get(key) ?? []);
  return entries.find((entry) => !isUnset(entry)) ?? entries[0];
}

function serverSetting(context: Context, hostEntry: Entry | undefined, hasUrl: boolean): RelaySetting | undefined {
  const { match, reader } = context;
  const { profile } = match;
  const serviceEntry = pick(match, 'service');
  const service = serviceEntry && !isUnset(serviceEntry) ? wellKnownService(serviceEntry.value) : undefined;
  const portEntry = pick(match, 'port');
  const user = locate(pick(match, 'user'), reader);
  const password = passwordOf(context);
  const value: HostValue = hostEntry && (!isUnset(hostEntry) || reader.isFromElsewhere(hostEntry)) ? hostOf(hostEntry, reader) : {};
  const isServiceUsed = !value.host && service && serviceEntry;
  const host = value.host ?? (isServiceUsed ? { value: service.host, entry: serviceEntry, span: serviceEntry.valueSpan, templated: false } : undefined);
  const isHostOpen = !host && profile.defaultHost !== undefined && user && password;
  if (!host && !isHostOpen && (hasUrl || !hostEntry || !hasCompany(match, hostEntry))) return undefined;
  const port = (profile.isPortInHostFirst ? value.port : undefined) ?? portOf(portEntry, reader) ?? value.port;
  const isPortOpen = port === undefined && portEntry !== undefined && reader.read(portEntry).isTemplated;
  const security = decideByKeys(context, port?.value);
  const prefixed = byHostScheme(profile, value);
  const effective = prefixed ?? (isServiceUsed && service.secure && security.mode === 'unspecified' ? byService(security, serviceEntry) : security);
  const effectivePort = port?.value ?? (isServiceUsed ? service.port : undefined) ?? (isPortOpen ? undefined : defaultPort(profile, effective.effective));
  const anchor = hostEntry ?? serviceEntry ?? portEntry ?? user?.entry ?? firstOf(match);
  return complete(context, anchor, {
    ...(host && { host }),
    ...(value.hostDefault !== undefined && { hostDefault: value.hostDefault }),
    ...(port && { port }),
    ...(isPortOpen && { openPort: portEntry }),
    ...(effectivePort !== undefined && { effectivePort }),
    security: withVerify(context, effective),
    ...(user && { user }),
    ...(password && { password }),
  });
}

function decideByKeys({ match, reader }: Context, port: number | undefined): RelaySecurity {
  const { title, tls, sources } = match.profile;
  return decideSecurity({ title: sources.length > 0 ? title : undefined, tls, found: match.found, port, reader });
}

/** `ssl://smtp.example.com`, where the app reads that. */
function byHostScheme({ hostSchemes, title }: Match['profile'], { scheme }: HostValue): RelaySecurity | undefined {
  const mode = scheme && hostSchemes?.[scheme.value.toLowerCase()];
  return mode && { mode, effective: mode, by: [scheme], because: `${scheme.value}:// before the host makes ${title} use ${MODE_WORDS[mode]}` };
}

/** A service's name stands for host, port and mode together (nodemailer's well-known services). */
function byService(security: RelaySecurity, entry: Entry): RelaySecurity {
  return { ...security, effective: 'implicit-tls', because: `${entry.key}=${entry.value} stands for a server that is reached with TLS from the first byte` };
}

function hostOf(entry: Entry, reader: ValueReader): HostValue {
  if (reader.isFromElsewhere(entry)) return { host: { value: 'valueFrom', entry, span: entry.valueSpan, templated: true } };
  return readHost(entry, reader);
}

/** An empty host alone is no setting; beside a port, a user or a TLS switch it is one to be filled in. */
function hasCompany(match: Match, host: Entry): boolean {
  return [...match.found.values()].some((entry) => entry !== host);
}

function urlSetting(context: Context, url: MailUrl, at: number): RelaySetting {
  const { match, reader } = context;
  const user = url.user ?? locate(pick(match, 'user'), reader);
  const password = url.password ?? passwordOf(context);
  const rule = schemeRule(url, context.match.profile as AppProfile);
  const byUrl = decideUrlSecurity(url, match.profile as AppProfile);
  const isLeftToKeys = rule.effective === 'by-keys' && byUrl.by.length === 0;
  const security = withVerify(context, isLeftToKeys ? decideByKeys(context, undefined) : byUrl);
  const effectivePort = url.port?.value ?? rule.port;
  const setting = complete(context, url.entry, {
    ...(url.host && { host: url.host }),
    ...(url.hostDefault !== undefined && { hostDefault: url.hostDefault }),
    ...(url.port && { port: url.port }),
    ...(effectivePort !== undefined && { effectivePort }),
    security,
    ...(user && { user }),
    ...(password && { password }),
    url: { entry: url.entry, scheme: url.scheme, schemeSpan: url.schemeSpan },
  });
  return at === 0 ? setting : { ...setting, id: `${setting.id}:${at}` };
}

/** A URL that is a variable: there is a relay, but nothing about it is known here. */
function openUrlSetting(context: Context, entry: Entry): RelaySetting {
  const because = 'the URL comes from a variable, so any mode is possible';
  return complete(context, entry, {
    host: { value: entry.value, entry, span: entry.valueSpan, templated: true },
    security: { mode: 'unspecified', effective: 'unspecified', by: [], because },
  });
}

type Parts = Pick<RelaySetting, 'host' | 'hostDefault' | 'port' | 'effectivePort' | 'security' | 'user' | 'password' | 'url'>;

function complete({ file, reader, match }: Context, anchor: Entry, parts: Parts): RelaySetting {
  const { profile } = match;
  const enabledEntry = switchedOff(profile.enabled, match, reader);
  const authEntry = switchedOff(profile.auth, match, reader);
  const known = parts.host && !parts.host.templated ? parts.host.value : parts.hostDefault;
  const provider = known === undefined ? undefined : providerOf(known)?.id;
  const from = locate(pick(match, 'from'), reader);
  const helo = locate(pick(match, 'helo'), reader);
  return {
    id: `${profile.id}:${match.place}:${anchor.key}`,
    file,
    profile: profile.id,
    profileTitle: profile.title,
    confidence: profile.confidence,
    scope: scopeName(match.path),
    ...parts,
    ...(from && { from }),
    ...(helo && { helo }),
    ...(authEntry && { authEnabled: { value: false, entry: authEntry, span: authEntry.valueSpan, templated: false } }),
    enabled: enabledEntry === undefined,
    ...(enabledEntry && { enabledBy: enabledEntry }),
    isLocal: known !== undefined && isLocalHost(known),
    ...(provider !== undefined && { provider }),
    anchor,
    entries: [...new Set(match.found.values())].sort((a, b) => compareSpans(a.keySpan, b.keySpan)),
  };
}

function passwordOf({ match, reader }: Context): PasswordInfo | undefined {
  const entry = pick(match, 'password');
  const source = entry && passwordSource(entry, reader);
  if (entry && source) {
    // A variable that this file sets is as good as the value itself.
    const origin = source === 'variable' ? reader.source(entry) : undefined;
    const originSource = origin && passwordSource(origin, reader);
    const holder = origin && originSource ? origin : entry;
    return { source: originSource ?? source, entry: holder, span: holder.valueSpan, ...(reader.isEncoded(holder) && { encoding: 'base64' as const }) };
  }
  for (const [role, source] of [
    ['passwordCommand', 'command'],
    ['passwordFile', 'file'],
  ] as const) {
    const holder = pick(match, role);
    if (holder && !isUnset(holder)) return { source, entry: holder, span: holder.valueSpan };
  }
  return undefined;
}

function portOf(entry: Entry | undefined, reader: ValueReader): Located<number> | undefined {
  if (!entry || isUnset(entry)) return undefined;
  const { text, isDefault } = reader.read(entry);
  const port = /^\s*\d{1,5}\s*$/.test(text) ? Number(text) : 0;
  return port > 0 && port < 65_536 ? { value: port, entry, span: entry.valueSpan, templated: isDefault } : undefined;
}

function defaultPort({ defaultPort: port }: Match['profile'], mode: RelaySecurity['effective']): number | undefined {
  if (typeof port === 'number') return port;
  return mode === 'unspecified' ? undefined : port?.[mode as TlsMode];
}

/** The entry that switches something off, if one does. */
function switchedOff(rule: ValueSwitch | undefined, match: Match, reader: ValueReader): Entry | undefined {
  for (const key of rule?.keys ?? []) {
    const entry = match.found.get(key);
    if (!entry) continue;
    const { text, isTemplated } = reader.read(entry);
    const word = text.trim().toLowerCase();
    if (isTemplated || word === '') continue;
    if (rule?.off?.includes(word) || (rule?.on && !rule.on.includes(word))) return entry;
  }
  return undefined;
}

function withVerify({ match, reader }: Context, security: RelaySecurity): RelaySecurity {
  const entry = switchedOff(match.profile.verify, match, reader);
  return entry ? { ...security, verify: { value: false, entry, span: entry.valueSpan, templated: false } } : security;
}

function firstOf(match: Match): Entry {
  return match.found.values().next().value!;
}

/** Keys of a path that every file of its kind has. */
const COMMON_SEGMENTS = new Set(['services', 'environment', 'env', 'spec', 'template', 'containers', 'initContainers', 'data', 'stringData']);

function scopeName(path: readonly string[]): string {
  return path.filter((segment) => !COMMON_SEGMENTS.has(segment) && !/^\d+$/.test(segment)).join('.');
}
