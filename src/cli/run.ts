import { VERSION } from '../rules/link.ts';
import { type CommandSpec, commandHelp, table } from './args.ts';
import { CannotRunError, type CliPorts, EXIT, InterruptedError, UsageError } from './ports.ts';

interface Command {
  readonly spec: CommandSpec;
  readonly run: (argv: readonly string[], ports: CliPorts) => Promise<number>;
  /** `-h` is an option of the command's own, so that only `--help` asks for help. */
  readonly hasOwnH?: boolean;
}

/** Each command is loaded when it is called: a lint needs no sockets, a relay test of a URL no parsers. */
const COMMANDS: Readonly<Record<string, { readonly about: string; readonly load: () => Promise<Command> }>> = {
  lint: {
    about: 'find mistakes in mail settings, and fix the safe ones',
    load: () => import('./lint.ts').then(({ lintCommand, lint }) => ({ spec: lintCommand, run: lint })),
  },
  relays: {
    about: 'list every outgoing mail server that files name',
    load: () => import('./relays.ts').then(({ relaysCommand, relays }) => ({ spec: relaysCommand, run: relays })),
  },
  postconf: {
    about: 'show Postfix settings as postconf does, without a Postfix',
    load: () => import('./postconf.ts').then(({ postconfCommand, postconfCli }) => ({ spec: postconfCommand, run: postconfCli, hasOwnH: true })),
  },
  test: {
    about: 'test a mail server live, stage by stage',
    load: () => import('./test.ts').then(({ testCommand, test }) => ({ spec: testCommand, run: test })),
  },
  explain: {
    about: 'explain the error that an app printed',
    load: () => import('./explain.ts').then(({ explainCommand, explain }) => ({ spec: explainCommand, run: explain })),
  },
};

const HELP = [
  'Usage: relay-doctor COMMAND [options]',
  '',
  'Finds what is wrong with outgoing mail.',
  '',
  'Commands:',
  ...table(Object.entries(COMMANDS).map(([name, { about }]) => [name, about])),
  '',
  'relay-doctor COMMAND --help lists the options of a command, relay-doctor --version the version.',
  '',
].join('\n');

/** Runs one command line. Returns the exit code; user mistakes and unreadable files never reject. */
export async function runCli(argv: readonly string[], ports: CliPorts): Promise<number> {
  const [name, ...rest] = argv;
  try {
    return await dispatch(name, rest, ports);
  } catch (error) {
    if (error instanceof UsageError) {
      ports.err.write(`relay-doctor: ${error.message}\nrun: relay-doctor ${name !== undefined && Object.hasOwn(COMMANDS, name) ? `${name} ` : ''}--help\n`);
      return EXIT.usage;
    }
    if (error instanceof CannotRunError) {
      ports.err.write(`relay-doctor: ${error.message}\n`);
      return EXIT.couldNotRun;
    }
    if (error instanceof InterruptedError) return EXIT.interrupted;
    throw error;
  }
}

async function dispatch(name: string | undefined, argv: readonly string[], ports: CliPorts): Promise<number> {
  if (name === undefined) throw new UsageError(`no command given. expected one of ${Object.keys(COMMANDS).join(', ')}`);
  if (name === '--help' || name === '-h' || name === 'help') {
    ports.out.write(HELP);
    return EXIT.clean;
  }
  if (name === '--version') {
    ports.out.write(`${VERSION}\n`);
    return EXIT.clean;
  }
  if (!Object.hasOwn(COMMANDS, name)) {
    throw new UsageError(`unknown ${name.startsWith('-') ? 'option' : 'command'} "${name}". expected one of ${Object.keys(COMMANDS).join(', ')}`);
  }
  const { spec, run, hasOwnH = false } = await COMMANDS[name]!.load();
  if (isHelpAsked(argv, hasOwnH)) {
    ports.out.write(commandHelp(spec));
    return EXIT.clean;
  }
  return run(argv, ports);
}

/** Help wins over any other mistake in the line, but not over an operand after "--". */
function isHelpAsked(argv: readonly string[], hasOwnH: boolean): boolean {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).some((argument) => argument === '--help' || (argument === '-h' && !hasOwnH));
}
