import type { TlsMode, ValueSwitch } from '../../data/appProfile.types.ts';
import { isImplicitTlsPort, isStartTlsPort } from '../../data/ports.ts';
import type { KeyPurpose } from '../../data/profileNotes.ts';
import type { Provider } from '../../data/provider.types.ts';
import { providerById, wellKnownServices } from '../../data/providers.ts';
import type { Match } from '../../discover/fromProfile.ts';
import { decideSecurity, MODE_WORDS } from '../../discover/security.ts';
import type { RelaySetting } from '../../discover/types.ts';
import { COMMON_SCHEMES } from '../../discover/urlSecurity.ts';
import { asBoolean } from '../../discover/values.ts';
import type { ConfigFile, Entry } from '../../parse/types.ts';
import { readerOf } from '../../rules/support/appKeys.ts';
import { booleanWords, changesTowards } from '../../rules/support/tlsSwitch.ts';
import { code } from '../../text/markdown.ts';
import { describeProvider, portModeWords, providerServers, submissionPorts, userOf } from './providerWords.ts';
import { isFlag, schemeWords, tlsWordsOf } from './tlsWords.ts';
import type { ValueOption } from './valuePlace.ts';

/** Where a value is wanted. */
export interface Wanted {
  readonly file: ConfigFile;
  readonly match: Match;
  readonly key: string;
  readonly purpose: KeyPurpose;
  /** Absent for a key that is not in the file yet. */
  readonly entry?: Entry;
  readonly setting?: RelaySetting;
}

/** What a key of an app can be set to, the likeliest first; nothing for passwords and other things that only a person knows. */
export function valueOptions(wanted: Wanted): readonly ValueOption[] {
  const { match, purpose } = wanted;
  switch (purpose) {
    case 'host':
      return hostOptions(match);
    case 'port':
      return portOptions(wanted);
    case 'tls':
      return tlsOptions(wanted);
    case 'url':
      return urlOptions(match);
    case 'user':
      return userOptions(wanted);
    case 'service':
      return wellKnownServices().map(({ names, host, port, secure }) => ({
        value: names[0]!,
        detail: port === undefined ? host : `${host}:${port}`,
        documentation: `Stands for ${code(host)}${port === undefined ? '' : `, port ${port}`}, ${secure ? MODE_WORDS['implicit-tls'] : MODE_WORDS['starttls-opportunistic']}.`,
        rank: 1,
      }));
    case 'enabled':
      return switchOptions(match.profile.enabled, ['sends by SMTP', 'sends nothing by SMTP'], wanted);
    case 'auth':
      return switchOptions(match.profile.auth, ['signs in', 'does not sign in'], wanted);
    case 'verify':
      return switchOptions(match.profile.verify, ["checks the server's certificate", 'takes any certificate'], wanted);
    default:
      return [];
  }
}

function hostOptions({ profile }: Pick<Match, 'profile'>): ValueOption[] {
  return providerServers().map(({ host, provider, isMain }) => ({
    value: profile.portInHost ? `${host}:${provider.preferred}` : host,
    detail: provider.name,
    documentation: describeProvider(provider),
    rank: provider.kind === 'dev-sink' ? 3 : isMain ? 1 : 2,
  }));
}

/** Ports to offer where the server is none of those we know. */
const COMMON_PORTS = [587, 465, 2525, 25] as const;

function portOptions(wanted: Wanted): ValueOption[] {
  const { setting } = wanted;
  if (setting?.isLocal) return [{ value: '1025', detail: 'mail catcher for development', rank: 0 }, ...common(wanted, 1)];
  const provider = providerOf(setting);
  if (!provider) return common(wanted, 0);
  return submissionPorts(provider).map(({ port, mode }, at) => {
    const modes: readonly TlsMode[] = mode === 'implicit-tls' ? ['implicit-tls'] : mode === 'plaintext' ? ['none'] : STARTTLS;
    const preferred = port === provider.preferred ? `${provider.name} recommends it. ` : '';
    return { value: String(port), detail: portModeWords(mode), documentation: preferred + fitWords(wanted, port, modes), rank: at };
  });
}

const STARTTLS: readonly TlsMode[] = ['starttls-required', 'starttls-opportunistic'];

function common(wanted: Wanted, rank: number): ValueOption[] {
  return COMMON_PORTS.map((port, at) => {
    const isImplicit = isImplicitTlsPort(port);
    const detail = port === 25 ? 'between servers, often blocked' : isImplicit ? portModeWords('implicit-tls') : portModeWords('starttls-required');
    return { value: String(port), detail, documentation: fitWords(wanted, port, isImplicit ? ['implicit-tls'] : STARTTLS), rank: rank + at };
  });
}

/** What the app does on a port with its TLS keys as they are, and which of them would have to change. */
function fitWords({ file, match }: Wanted, port: number, modes: readonly TlsMode[]): string {
  const { profile } = match;
  const app = profile.sources.length > 0 ? profile.title : 'Most apps';
  const changes = changesTowards(match, file, modes, port);
  if (!changes) return `${app} can't do that with the keys of this file.`;
  if (changes.length === 0) return `${app} ${profile.sources.length > 0 ? 'uses' : 'use'} ${MODE_WORDS[modeOn(file, match, port)]} there.`;
  return `Along with it: ${changes.map(({ key, entry, place, value }) => `set ${code(entry?.key ?? place?.name ?? key)} to ${code(value)}`).join(', ')}.`;
}

function modeOn(file: ConfigFile, match: Match, port: number | undefined, found = match.found): TlsMode {
  const { effective } = decideSecurity({ title: match.profile.title, tls: match.tlsOn?.(port) ?? match.profile.tls, found, port, reader: readerOf(file) });
  return effective === 'unspecified' ? 'starttls-opportunistic' : effective;
}

const providerOf = (setting: RelaySetting | undefined): Provider | undefined => (setting?.provider === undefined ? undefined : providerById(setting.provider));

/** Words that fit the port come first. */
function tlsOptions({ file, match, key, entry, setting }: Wanted): ValueOption[] {
  const port = setting?.port?.value ?? providerOf(setting)?.preferred ?? setting?.effectivePort;
  const tls = match.tlsOn?.(port) ?? match.profile.tls;
  if (isFlag(tls.rules, key)) return [];
  const anchor = entry ?? match.found.values().next().value!;
  const isFitting = (word: string) => {
    if (port === undefined || !(isImplicitTlsPort(port) || isStartTlsPort(port))) return true;
    const found = new Map(match.found).set(key, { ...anchor, key, value: word, scalar: 'string' as const });
    const mode = modeOn(file, match, port, found);
    return isImplicitTlsPort(port) ? mode === 'implicit-tls' : mode === 'starttls-required' || mode === 'starttls-opportunistic';
  };
  const words = tlsWordsOf(tls, key, booleanWords(match, entry)).filter(({ word }) => word !== '');
  const isKnown = match.profile.sources.length > 0;
  // Of an app that we don't know only a switch's positions are sure to be understood.
  const sure = isKnown ? words : words.filter(({ word }) => asBoolean(word) !== undefined && !/^(none|never|null)$/.test(word));
  return sure.map(({ word, means, outcome }, at) => ({
    value: word,
    detail: means,
    ...(typeof outcome === 'object' && outcome.says !== undefined && { documentation: outcome.says }),
    rank: (isFitting(word) ? 0 : 50) + at,
  }));
}

const HOLES = ['user', 'password', 'smtp.example.com'] as const;

/** URLs in each scheme that the app knows, and those of the providers. */
function urlOptions({ profile }: Match): ValueOption[] {
  const schemes = Object.entries(profile.schemes ?? { smtp: COMMON_SCHEMES.smtp!, smtps: COMMON_SCHEMES.smtps! });
  const skeletons = schemes.map(([scheme, rule], at) => {
    const port = rule.mode === 'implicit-tls' && rule.effective === undefined ? 465 : 587;
    return { value: `${scheme}://user:password@smtp.example.com:${port}`, detail: schemeWords(rule), holes: HOLES, rank: at };
  });
  const ofProviders = providerServers().flatMap(({ host, provider, isMain }) => {
    const scheme = isMain ? schemeFor(profile, provider.preferred!, provider) : undefined;
    if (!scheme) return [];
    const user = encodeURIComponent(userOf(provider));
    const value = `${scheme}://${user}:password@${host}:${provider.preferred}`;
    return [
      {
        value,
        detail: provider.name,
        documentation: describeProvider(provider),
        holes: provider.username.literal ? ['password'] : [user, 'password'],
        rank: 60,
      },
    ];
  });
  return [...skeletons, ...ofProviders];
}

/** The scheme by which an app does on a port what the provider wants there. */
export function schemeFor({ schemes }: Pick<Match['profile'], 'schemes'>, port: number, provider: Provider): string | undefined {
  const mode = provider.ports.find((each) => each.port === port)?.mode;
  const known = Object.entries(schemes ?? { smtps: COMMON_SCHEMES.smtps!, smtp: COMMON_SCHEMES.smtp! });
  const does = ([, rule]: (typeof known)[number]): TlsMode => {
    const plain = rule.mode === 'unspecified' ? 'starttls-opportunistic' : rule.mode;
    if (rule.effective === 'by-port') return isImplicitTlsPort(port) ? 'implicit-tls' : plain;
    return (rule.effective as TlsMode | undefined) ?? plain;
  };
  const wanted = mode === 'implicit-tls' ? ['implicit-tls'] : STARTTLS;
  for (const each of wanted) {
    const found =
      known.find((scheme) => does(scheme) === each && (each !== 'implicit-tls' || scheme[1].mode === 'implicit-tls')) ??
      known.find((scheme) => does(scheme) === each);
    if (found) return found[0];
  }
  return undefined;
}

function userOptions({ setting }: Wanted): ValueOption[] {
  const provider = providerOf(setting);
  const from = setting?.from && !setting.from.templated && /^[^\s@]+@[\w.-]+$/.test(setting.from.value) ? setting.from.value : undefined;
  const isLiteral = provider?.username.literal !== undefined;
  return [
    ...(provider?.username.literal
      ? [{ value: provider.username.literal, detail: `what ${provider.name} wants`, documentation: describeProvider(provider), rank: 0 }]
      : []),
    ...(from && !isLiteral ? [{ value: from, detail: 'as the sender', rank: 1 }] : []),
  ];
}

function switchOptions(rule: ValueSwitch | undefined, [yes, no]: readonly [string, string], { match, entry }: Wanted): ValueOption[] {
  if (!rule) return [];
  const [on, off] = booleanWords(match, entry);
  const isPair = [...(rule.on ?? []), ...(rule.off ?? [])].some((word) => asBoolean(word) !== undefined && word !== 'none');
  if (isPair) {
    const isOff = (word: string) => (rule.off ? rule.off.includes(word.toLowerCase()) : !rule.on!.includes(word.toLowerCase()));
    return [on, off].map((word, at) => ({ value: word, detail: isOff(word) ? no : yes, rank: at }));
  }
  return [...(rule.on ?? []).map((value) => ({ value, detail: yes, rank: 0 })), ...(rule.off ?? []).map((value) => ({ value, detail: no, rank: 1 }))];
}
