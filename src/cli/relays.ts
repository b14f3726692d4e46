import type { PasswordInfo, RelaySetting, SecurityMode } from '../discover/types.ts';
import type { FileKind } from '../parse/types.ts';
import { createMailConfigService } from '../service/mailConfigService.ts';
import { createLineIndex } from '../text/lineIndex.ts';
import { type CommandSpec, readArgs } from './args.ts';
import { type CliPorts, EXIT } from './ports.ts';
import { surroundingsOf } from './postfixView.ts';
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
}

const EXTERNAL_SOURCES: ReadonlySet<PasswordInfo['source']> = new Set(['map', 'file', 'command']);

/** `relay-doctor relays`. Returns the exit code. @throws UsageError, CannotRunError */
export async function relays(argv: readonly string[], ports: CliPorts): Promise<number> {
  const args = readArgs(relaysCommand, argv);
  const service = createMailConfigService({ logger: { error: (message) => ports.err.write(`relay-doctor: ${message}\n`) }, grammars: ports.grammars });
  const reader = new SourceReader(ports, { operands: args.operands, stdinPath: args.text('stdin-path'), kindOf: service.kindOf });
  const found: { readonly relay: RelayJson; readonly title: string }[] = [];
  for await (const source of reader.read()) {
    await service.prepare(source);
    const around = source.isStdin ? undefined : surroundingsOf(source.path, source.kind);
    const settings = service.analyze({ ...source, ...(around && { around }) })?.settings ?? [];
    found.push(...settings.map((setting) => ({ relay: relayJson(source.path, setting), title: setting.profileTitle })));
  }
  const isJson = args.choice('format') === 'json';
  ports.out.write(
    isJson ? `${JSON.stringify({ version: 1, relays: found.map(({ relay }) => relay) }, null, 2)}\n` : relaysText(found, painter(ports.out, ports.env)),
  );
  return reader.unreadable > 0 ? EXIT.couldNotRun : EXIT.clean;
}

export function relayJson(file: string, setting: RelaySetting): RelayJson {
  const { host, port, security, user, password, from } = setting;
  const lines = createLineIndex(setting.file.text);
  const authExternal = password !== undefined && EXTERNAL_SOURCES.has(password.source);
  return {
    file,
    line: lines.positionAt((host?.span ?? setting.anchor.valueSpan).start).line + 1,
    kind: setting.file.kind,
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

function relaysText(found: readonly { readonly relay: RelayJson; readonly title: string }[], paint: Paint): string {
  const rows = found.map(({ relay, title }) => {
    const place = paint('bold', printable(`${relay.file}:${relay.line}`));
    const address = printable(`${relay.host ?? '(no host)'}${relay.port === null ? '' : `:${relay.port}`}`);
    const credentials = signInWords(relay);
    return `${place}  ${address}  ${relay.security}  ${credentials}  ${paint('dim', [title, relay.provider].filter(Boolean).join(', '))}`;
  });
  return `${[...rows, ...(rows.length > 0 ? [''] : []), found.length > 0 ? count(found.length, 'relay setting') : 'no relay settings found'].join('\n')}\n`;
}

function signInWords({ userPresent, passwordPresent, authExternal }: RelayJson): string {
  if (authExternal) return 'signs in (password elsewhere)';
  if (passwordPresent) return 'signs in';
  return userPresent ? 'signs in (no password here)' : 'no sign-in';
}
