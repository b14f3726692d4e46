import type { TlsMode } from '../../data/appProfile.types.ts';
import { APP_PROFILES } from '../../data/appProfiles.ts';
import type { Provider } from '../../data/provider.types.ts';
import type { Match } from '../../discover/fromProfile.ts';
import { matchProfiles } from '../../discover/profileMatch.ts';
import { parseDotenv } from '../../parse/dotenv.ts';
import { setValue } from '../../parse/edit.ts';
import type { ConfigFile } from '../../parse/types.ts';
import { changesTowards } from '../../rules/support/tlsSwitch.ts';
import type { Span, TextEdit } from '../../text/span.ts';
import { type CompletionItem, literal } from '../postfix/completionItem.ts';
import { describeProvider, providerServers, userOf } from './providerWords.ts';
import { schemeFor } from './valueOptions.ts';

type Profile = Match['profile'];
type Lines = readonly (readonly [key: string, value: string])[];
/** The lines about TLS beside those of a server; undefined when the app can't do it. */
type TlsSearch = (server: Lines, port: number, isImplicit: boolean) => Lines | undefined;

/** The names that most programs around nodemailer read. */
const COMMON: Pick<Profile, 'keys'> = { keys: { host: ['SMTP_HOST'], port: ['SMTP_PORT'], user: ['SMTP_USER'], password: ['SMTP_PASS'], from: ['SMTP_FROM'] } };

/**
 * "Relay through …" for a `.env` file, one for each provider, in the keys of the app that the file belongs to. What the file
 * sets already is changed in place; passwords and senders that are there stay.
 */
export function relaySnippets(file: ConfigFile, span: Span, matches: readonly Match[]): CompletionItem[] {
  if (file.kind !== 'dotenv') return [];
  const profile = matches.find(({ profile: { confidence, sources } }) => confidence !== 'heuristic' && sources.length > 0)?.profile ?? likelyProfile(file);
  // What the TLS keys have to say is the same for all that want the same.
  const tlsByNeed = new Map<string, Lines | undefined>();
  const tlsFor: TlsSearch = (lines, port, isImplicit) => {
    const need = `${port} ${isImplicit}`;
    if (!tlsByNeed.has(need)) tlsByNeed.set(need, profile ? tlsLines(file, profile, lines, port, isImplicit) : [['SMTP_SECURE', String(isImplicit)]]);
    return tlsByNeed.get(need);
  };
  return providerServers().flatMap(({ host, provider, isMain }) => {
    const lines = isMain && provider.kind !== 'dev-sink' ? linesFor(profile, host, provider, tlsFor) : undefined;
    return lines ? [itemFor(file, span, profile, host, provider, lines)] : [];
  });
}

/** The app whose signs a file shows that has no server in it yet. */
function likelyProfile(file: ConfigFile): Profile | undefined {
  const keys = new Set(file.entries.map(({ key }) => key));
  return APP_PROFILES.find(({ detect, kinds, keys: own }) => {
    const isEnv = !kinds && [...(own.host ?? []), ...(own.url ?? [])].some((key) => /^\w+$/.test(key));
    return isEnv && detect?.any?.some((sign) => keys.has(sign)) && !detect.none?.some((sign) => keys.has(sign));
  });
}

const isVariable = (key: string) => /^\w+$/.test(key);

/** The keys and values; undefined when the app can't do what the provider wants. */
function linesFor(profile: Profile | undefined, host: string, provider: Provider, tlsFor: TlsSearch): Lines | undefined {
  const { keys } = profile ?? COMMON;
  const nameOf = (role: keyof Profile['keys']) => keys[role]?.find(isVariable);
  const port = provider.preferred!;
  const isImplicit = provider.ports.find((each) => each.port === port)?.mode === 'implicit-tls';
  const from: Lines = nameOf('from') ? [[nameOf('from')!, 'user@example.com']] : [];
  const hostKey = nameOf('host');
  if (!hostKey) {
    const scheme = profile && schemeFor(profile, port, provider);
    const url = `${scheme}://${encodeURIComponent(userOf(provider))}:password@${host}:${port}`;
    return scheme && nameOf('url') ? [[nameOf('url')!, url], ...from] : undefined;
  }
  const server: Lines = profile?.portInHost
    ? [[hostKey, `${host}:${port}`]]
    : [[hostKey, host], ...(nameOf('port') ? [[nameOf('port')!, String(port)] as const] : [])];
  const switched: Lines = profile?.enabled?.on?.[0] && isVariable(profile.enabled.keys[0]!) ? [[profile.enabled.keys[0]!, profile.enabled.on[0]]] : [];
  const tls = tlsFor([...switched, ...server], port, isImplicit);
  if (!tls) return undefined;
  const user: Lines = nameOf('user') ? [[nameOf('user')!, userOf(provider)]] : [];
  const password: Lines = nameOf('password') ? [[nameOf('password')!, 'password']] : [];
  return [...switched, ...server, ...tls, ...user, ...password, ...from];
}

/** What the app's own keys have to say, found by trying on the file as it would be. */
function tlsLines(file: ConfigFile, profile: Profile, lines: Lines, port: number, isImplicit: boolean): Lines | undefined {
  const set = new Set(lines.map(([key]) => key));
  const kept = file.entries.filter(({ key }) => !set.has(key)).map(({ key, value }) => [key, value] as const);
  const text = [...kept, ...lines].map(([key, value]) => `${key}=${value}\n`).join('');
  const written = parseDotenv(text, file.path);
  const match = matchProfiles(written).find((each) => each.profile.id === profile.id);
  const modes: readonly TlsMode[] = isImplicit ? ['implicit-tls'] : ['starttls-required', 'starttls-opportunistic'];
  return match && changesTowards(match, written, modes, port)?.map(({ key, value }) => [key, value] as const);
}

function itemFor(file: ConfigFile, span: Span, profile: Profile | undefined, host: string, provider: Provider, lines: Lines): CompletionItem {
  const own = new Map(file.entries.map((entry) => [entry.key, entry]));
  const keep = new Set([...((profile ?? COMMON).keys.password ?? []), ...((profile ?? COMMON).keys.from ?? [])]);
  const edits: TextEdit[] = [];
  const fresh: string[] = [];
  for (const [key, value] of lines) {
    const entry = own.get(key);
    const isOwnUser = (profile ?? COMMON).keys.user?.includes(key) && provider.username.literal === undefined;
    if (!entry) fresh.push(`${key}=${value}`);
    else if (entry.value !== value && (entry.value === '' || !(keep.has(key) || isOwnUser))) edits.push(setValue(file, entry, value));
  }
  return {
    label: `relay through ${provider.name}`,
    kind: 'snippet',
    span,
    insertText: snippetOf(fresh),
    isSnippet: true,
    detail: `${host}:${provider.preferred}${profile ? ` · ${profile.title}` : ''}`,
    documentation: `${describeProvider(provider)}\n\n\`\`\`\n${lines.map(([key, value]) => `${key}=${value}`).join('\n')}\n\`\`\``,
    rank: 90,
    ...(edits.length > 0 && { edits }),
  };
}

/** The lines with user name, password and sender to be filled in, one after the other. */
function snippetOf(lines: readonly string[]): string {
  let holes = 0;
  return lines
    .map((line) => {
      const [, before, hole, after] = /^([^=]*=(?:[a-z+]+:\/\/[^:]*:)?)(user@example\.com|user|password)(@.*)?$/.exec(line) ?? [];
      if (before === undefined || hole === undefined) return literal(line);
      holes += 1;
      return `${literal(before)}\${${holes}:${hole}}${literal(after ?? '')}`;
    })
    .join('\n');
}
