import { providerOf } from '../data/providers.ts';
import { withoutCopyEnding } from '../parse/fileKind.ts';
import type { PostfixMapFile } from '../parse/postfixMapTypes.ts';
import { valueSpanIn } from '../parse/segments.ts';
import type { ConfigFile, Entry } from '../parse/types.ts';
import { type Span, span } from '../text/span.ts';
import { defaultPort, heloOf } from './fromPostfix.ts';
import { isLocalHost } from './local.ts';
import { type Credentials, credentialsFor, credentialsInRow } from './postfixCredentials.ts';
import { type PostfixDestination, parseDestinations } from './postfixDestination.ts';
import type { PostfixFolder } from './postfixFolder.ts';
import type { PostfixMain } from './postfixMain.ts';
import { mapUse } from './postfixMapUse.ts';
import { type NextHop, nextHops, splitTransport } from './postfixNextHops.ts';
import { locate, securityOf, yesOrNo } from './postfixSecurity.ts';
import { programOf, serviceParameters, transportService } from './postfixService.ts';
import { templateDefault } from './postfixTemplate.ts';
import type { RelaySecurity, RelaySetting } from './types.ts';

/** A row of a table that leads to a server. */
interface Route {
  readonly entry: Entry;
  readonly destination: PostfixDestination;
  /** Where a piece of the destination stands in the file. */
  readonly place: (part: Span) => Span;
  readonly transport: string;
  /** What sets it apart from the other rows where its host does not. */
  readonly scope: string;
  readonly sender?: string;
  /** What the row itself says of signing in. */
  readonly login?: Credentials;
  /** For a password whose key is a bare host name: the next hop of main.cf that it is for. */
  readonly hop?: NextHop;
}

/** Rows that are listed; tables of many thousands are made by programs, for programs. */
const MOST_RELAYS = 100;

/**
 * Lists the servers that a lookup table names: the keys of a password table, and the next hops of `transport_maps`,
 * `sender_dependent_relayhost_maps` and `sender_dependent_default_transport_maps`. A password for a sender names no server.
 * What the table can't say, such as protection, comes from the main.cf and master.cf beside it; without them it is unknown.
 */
export function fromPostfixMap(file: ConfigFile, folder: PostfixFolder): RelaySetting[] {
  const use = mapUse(file.path, folder) ?? mapUse(withoutCopyEnding(file.path), folder);
  const find = use === 'passwords' ? passwordRoutes : use === 'transport' ? transportRoutes : use === 'relayhosts' ? relayhostRoutes : undefined;
  if (!find) return [];
  const relays: RelaySetting[] = [];
  for (const route of find(file, folder)) {
    // Half of a template with blanks inside is no host.
    if (/[{}<>%]/.test(route.destination.host?.text ?? '{') && !route.destination.host?.isTemplated) continue;
    relays.push(settingOf(file, folder, route, relays));
    if (relays.length === MOST_RELAYS) break;
  }
  return relays;
}

/** The transport of mail for which no other one is named. */
function commonTransport({ parameters }: PostfixFolder): string {
  return (parameters && splitTransport(parameters.get('default_transport').value.trim()).transport) || 'smtp';
}

function* passwordRoutes(file: ConfigFile, folder: PostfixFolder): Generator<Route> {
  if ((file as PostfixMapFile).grammar !== 'indexed') return;
  const hops = folder.parameters ? nextHops(folder, folder.parameters).hops : [];
  const delimiter = folder.parameters?.get('smtp_sasl_password_result_delimiter').value ?? ':';
  for (const entry of file.entries) {
    const [destination] = entry.key.includes('@') ? [] : parseDestinations(entry.key);
    // A key that is no next hop may be anything, a password too.
    if (!destination || destination.problems.length > 0) continue;
    const key = entry.key.toLowerCase();
    const hop = hops.find(({ text }) => text.toLowerCase() === key) ?? hops.find(({ destination: { host } }) => host?.text.toLowerCase() === key);
    const place = ({ start, end }: Span) => span(entry.keySpan.start + start, entry.keySpan.start + end);
    const login = delimiter === ':' ? credentialsInRow(entry) : {};
    yield { entry, destination, place, transport: hop?.transport ?? commonTransport(folder), scope: '', login, ...(hop && { hop }) };
  }
}

function* transportRoutes(file: ConfigFile, folder: PostfixFolder): Generator<Route> {
  for (const entry of file.entries) {
    const { transport: named, nexthop, offset } = splitTransport(entry.value);
    const transport = named || commonTransport(folder);
    if (!isClient(folder, transport)) continue;
    const place = ({ start, end }: Span) => valueSpanIn(entry, offset + start, offset + end);
    for (const destination of parseDestinations(nexthop)) yield { entry, destination, place, transport, scope: entry.key };
  }
}

function* relayhostRoutes(file: ConfigFile, folder: PostfixFolder): Generator<Route> {
  const transport = commonTransport(folder);
  for (const entry of file.entries) {
    const place = ({ start, end }: Span) => valueSpanIn(entry, start, end);
    for (const destination of parseDestinations(entry.value)) yield { entry, destination, place, transport, scope: entry.key, sender: entry.key };
  }
}

/** Whether a transport is the SMTP client; where no master.cf tells, its usual names are. */
function isClient(folder: PostfixFolder, transport: string): boolean {
  const service = transportService(folder, transport);
  return service ? programOf(service) === 'smtp' : !folder.master && /^(smtp|relay|smtps?[-_]\w+)$/.test(transport);
}

/** What the process that takes a route runs with. */
function parametersFor(folder: PostfixFolder, transport: string): PostfixMain | undefined {
  const service = folder.parameters && transportService(folder, transport);
  return service ? serviceParameters(folder, service) : folder.parameters;
}

function settingOf(file: ConfigFile, folder: PostfixFolder, route: Route, before: readonly RelaySetting[]): RelaySetting {
  const { entry, destination, place, scope, sender, hop } = route;
  const main = parametersFor(folder, route.transport);
  const { host, port, service, isBracketed } = destination;
  const isBare = route.login !== undefined && !isBracketed && !service;
  const effective = isBare ? hop?.destination : destination;
  const effectivePort = port ?? effective?.port ?? (main && effective && !effective.service ? defaultPort(main) : undefined);
  const login = route.login ?? (main ? loginElsewhere(main, [host?.text ?? '', destination.text]) : {});
  const auth = main?.get('smtp_sasl_auth_enable');
  const isAuth = auth && yesOrNo(auth);
  const authEnabled = auth && isAuth !== undefined ? locate(auth, isAuth) : undefined;
  const helo = main && heloOf(main);
  const provider = host && !host.isTemplated ? providerOf(host.text) : undefined;
  const hostDefault = host?.isTemplated ? templateDefault(host.text) : undefined;
  const number = before.filter(({ anchor }) => anchor === entry).length + 1;
  return {
    id: `postfix/${entry.key}/${number}`,
    file,
    profile: 'postfix',
    profileTitle: 'Postfix',
    confidence: 'exact',
    scope: number > 1 ? `${scope} ${number}` : scope,
    ...(host && { host: { value: host.text, entry, span: place(host.span), templated: host.isTemplated } }),
    ...(hostDefault !== undefined && { hostDefault }),
    ...(port !== undefined && service && { port: { value: port, entry, span: place(service.span), templated: false } }),
    ...(effectivePort !== undefined && { effectivePort }),
    security: main ? securityOf(main) : UNKNOWN,
    ...login,
    ...(helo && { helo }),
    ...(authEnabled && { authEnabled }),
    ...(sender !== undefined && /@/.test(sender) && { sender }),
    enabled: true,
    isLocal: host !== undefined && !host.isTemplated && isLocalHost(host.text),
    ...(provider && { provider: provider.id }),
    ...(effective && { isBracketed: effective.isBracketed, nextHop: effective.text }),
    ...(folder.main && { main: folder.main }),
    anchor: entry,
    entries: [entry],
  };
}

const UNKNOWN: RelaySecurity = { mode: 'unspecified', effective: 'unspecified', by: [], because: 'the table does not say, and no main.cf is beside it' };

/** A password in main.cf itself (`static:`, `inline:`) is not in this file either. */
function loginElsewhere(main: PostfixMain, keys: readonly string[]): Credentials {
  const { password } = credentialsFor(main, keys);
  return password ? { password: { ...password, source: 'map' } } : {};
}
