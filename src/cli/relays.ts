import { dirname, join } from 'node:path';
import { groupRelays } from '../discover/groupRelays.ts';
import { discoverRelays } from '../discover/index.ts';
import { placeOfRelay } from '../discover/joinedPlaces.ts';
import type { PasswordInfo, RelaySetting, SecurityMode } from '../discover/types.ts';
import type { ConfigFile, FileKind } from '../parse/types.ts';
import { variableReferences } from '../parse/variables.ts';
import { createMailConfigService } from '../service/mailConfigService.ts';
import { createLineIndex } from '../text/lineIndex.ts';
import { type CommandSpec, readArgs } from './args.ts';
import { type FoundRelay, findRelays } from './findRelays.ts';
import { type CliPorts, EXIT } from './ports.ts';
import { SourceReader } from './sources.ts';
import { count, type Paint, painter, printable } from './style.ts';

export const relaysCommand: CommandSpec = {
  name: 'relays',
  operands: 'PATH…',
  about: 'Lists every outgoing mail server that the files name. Never prints a password.',
  options: {
    format: { value: 'FORMAT', choices: ['text', 'json'], fallback: 'text', about: 'how to print the list (default text)' },
    'stdin-path': { value: 'NAME', about: 'the file name that "-" (standard input) is read under' },
  },
  notes: ['Folders are searched as by lint.', 'Exit codes: 0 listed, 2 wrong usage, 3 a PATH could not be read.'],
};

type Group = readonly [FoundRelay, ...FoundRelay[]];

/** One relay as `relays --format json` prints it; null where the file does not say. */
export interface RelayJson {
  readonly file: string;
  /** Of the host's value, 1-based; of the empty key, or the first key there is, when there is no host. */
  readonly line: number;
  readonly kind: FileKind;
  readonly profile: string;
  readonly host: string | null;
  readonly port: number | null;
  readonly security: SecurityMode;
  readonly userPresent: boolean;
  /** A value stands in the file. A table, file or command that the file names is `authExternal`. */
  readonly passwordPresent: boolean;
  readonly authExternal: boolean;
  readonly from: string | null;
  readonly provider: string | null;
  /** The server that a variable of the host stands for, where another file sets it; `host` is what this file says. */
  readonly resolvedHost?: string;
  readonly resolvedPort?: number;
  /** The file that sets it. */
  readonly resolvedFrom?: string;
  /** Settings of the same server, port, mode and user have the same number, counted from 1. */
  readonly group: number;
}

const EXTERNAL_SOURCES: ReadonlySet<PasswordInfo['source']> = new Set(['map', 'file', 'command']);

/** `relay-doctor relays`. Returns the exit code. @throws UsageError, CannotRunError */
export async function relays(argv: readonly string[], ports: CliPorts): Promise<number> {
  const args = readArgs(relaysCommand, argv);
  // Nothing is judged here: no rules.
  const service = createMailConfigService({ logger: { error: (message) => ports.err.write(`relay-doctor: ${message}\n`) }, grammars: ports.grammars }, []);
  const reader = new SourceReader(ports, { operands: args.operands, stdinPath: args.text('stdin-path'), kindOf: service.kindOf });
  const found = await findRelays(reader, service);
  const groups = groupRelays(found, ({ setting }) => setting);
  const isJson = args.choice('format') === 'json';
  ports.out.write(
    isJson ? `${JSON.stringify({ version: 1, relays: relaysJson(found, groups) }, null, 2)}\n` : relaysText(groups, painter(ports.out, ports.env)),
  );
  return reader.unreadable > 0 ? EXIT.couldNotRun : EXIT.clean;
}

function relaysJson(found: readonly FoundRelay[], groups: readonly Group[]): RelayJson[] {
  const numbers = new Map(groups.flatMap((group, index) => group.map((one) => [one, index + 1] as const)));
  const written = new Map<ConfigFile, readonly RelaySetting[]>();
  return found.map((one) => {
    const { file, seenFrom, setting } = one;
    if (!written.has(setting.file)) written.set(setting.file, asWritten(setting.file));
    const own = written.get(setting.file)?.find(({ id }) => id === setting.id) ?? setting;
    return { ...relayJson(file, own), ...resolved(seenFrom, setting, own), group: numbers.get(one)! };
  });
}

/** What a file says by itself, whatever others set its variables to. */
function asWritten(file: ConfigFile): readonly RelaySetting[] {
  const { around } = file;
  return around ? discoverRelays({ ...file, around: { ...around, origins: new Map(), variable: () => undefined } }) : [];
}

function resolved(file: string, { host, port, file: { around } }: RelaySetting, own: RelaySetting): Partial<RelayJson> {
  const isHost = host !== undefined && !host.templated && host.value !== own.host?.value;
  const isPort = port !== undefined && port.value !== own.port?.value;
  const entry = isHost ? host.entry : isPort ? port.entry : undefined;
  const variable = entry && variableReferences(entry.value)[0];
  const origin = entry && (around?.origins.get(entry) ?? (variable && around?.variable(variable.name)));
  return {
    ...(isHost && { resolvedHost: host.value }),
    ...(isPort && { resolvedPort: port.value }),
    ...(origin && { resolvedFrom: join(dirname(file), origin.path) }),
  };
}

function relayJson(file: string, setting: RelaySetting): Omit<RelayJson, 'group'> {
  const { host, port, security, user, password, from } = setting;
  const place = placeOfRelay(setting);
  const lines = createLineIndex(place.file.text);
  const authExternal = password !== undefined && EXTERNAL_SOURCES.has(password.source);
  return {
    file,
    line: lines.positionAt(place.span.start).line + 1,
    kind: place.file.kind,
    profile: setting.profile,
    host: host?.value ?? null,
    port: port?.value ?? null,
    security: security.mode,
    userPresent: user !== undefined && user.value !== '',
    passwordPresent: password !== undefined && !authExternal,
    authExternal,
    from: from?.value ?? null,
    provider: setting.provider ?? null,
  };
}

function relaysText(groups: readonly Group[], paint: Paint): string {
  const rows = groups.flatMap(([first, ...others]) => {
    const relay = relayJson(first.file, first.setting);
    const address = printable(`${relay.host ?? '(no host)'}${relay.port === null ? '' : `:${relay.port}`}`);
    const credentials = signInWords(relay);
    const about = paint('dim', [first.setting.profileTitle, relay.provider].filter(Boolean).join(', '));
    return [
      `${paint('bold', placeOf(relay))}  ${address}  ${relay.security}  ${credentials}  ${about}`,
      ...others.map((other) => `  also ${paint('bold', placeOf(relayJson(other.file, other.setting)))}`),
    ];
  });
  const settings = groups.flat().length;
  const total = settings === groups.length ? count(settings, 'relay setting') : `${count(groups.length, 'relay')} in ${count(settings, 'setting')}`;
  return `${[...rows, ...(rows.length > 0 ? [''] : []), settings > 0 ? total : 'no relay settings found'].join('\n')}\n`;
}

const placeOf = ({ file, line }: Pick<RelayJson, 'file' | 'line'>) => printable(`${file}:${line}`);

function signInWords({ userPresent, passwordPresent, authExternal }: Omit<RelayJson, 'group'>): string {
  if (authExternal) return 'signs in (password elsewhere)';
  if (passwordPresent) return 'signs in';
  return userPresent ? 'signs in (no password here)' : 'no sign-in';
}
