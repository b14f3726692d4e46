import { readFile } from 'node:fs/promises';
import { inEnvironment } from '../discover/inEnvironment.ts';
import { Secret } from '../smtp/credentials/secret.ts';
import { hostNameProblem } from '../smtp/hostName.ts';
import { type PlanOptions, type PlanResult, planFor, planForTarget } from '../smtp/plan.ts';
import type { Timeouts } from '../smtp/types.ts';
import type { ParsedArgs } from './args.ts';
import { CannotRunError, type CliPorts, UsageError } from './ports.ts';
import { fileProblem } from './readSource.ts';
import type { Signs } from './signs.ts';
import type { FileTarget } from './testTargets.ts';

const MAX_TIMEOUT_SECONDS = 600;

/** One thing to test: what it is called, and how to plan it. */
export interface Target {
  /** The file and line, or the URL without credentials. */
  readonly origin: string;
  /** Of the setting, stable within its file. */
  readonly id: string | null;
  /** The user name, to ask for a password once. */
  readonly user: string | null;
  readonly file: string | null;
  readonly line: number | null;
  /** What other files on this machine add to the plan. */
  readonly linked: PlanOptions;
  /** What the files around it show about where its app runs. */
  readonly signs?: Signs;
  plan(options: PlanOptions): PlanResult;
}

/** What the options say about the test, whatever its target. @throws UsageError, CannotRunError */
export async function givenOptions(args: ParsedArgs, env: CliPorts['env']): Promise<PlanOptions> {
  const user = args.text('user');
  const controlHost = controlHostFrom(args.text('control-host'));
  const mailFrom = args.text('from');
  const rcptTo = args.text('rcpt');
  const secret = secretFrom(args, env);
  const mechanism = args.text('mechanism');
  const timeouts = timeoutsFrom(args.text('timeout'));
  const caFile = args.text('ca');
  return {
    ...(user === undefined ? {} : { user }),
    ...secret,
    ...(mechanism === undefined ? {} : { mechanism }),
    ...(args.flag('tls-versions') ? { enumerateTls: true } : {}),
    ...(controlHost === undefined ? {} : { controlHost }),
    ...(mailFrom === undefined ? {} : { mailFrom }),
    ...(rcptTo === undefined ? {} : { rcptTo }),
    ...(timeouts === undefined ? {} : { timeouts }),
    ...(caFile === undefined ? {} : { ca: [await readAuthorities(caFile)] }),
  };
}

/** The password or the token, from the one variable that is named. */
function secretFrom(args: ParsedArgs, env: CliPorts['env']): Pick<PlanOptions, 'password' | 'secretKind'> {
  const token = args.text('token-env');
  const password = args.text('password-env');
  if (token !== undefined && password !== undefined) throw new UsageError('--token-env and --password-env exclude each other');
  const [option, name] = token === undefined ? ['--password-env', password] : ['--token-env', token];
  if (name === undefined) return {};
  const value = env[name];
  if (!value) throw new CannotRunError(`the environment variable "${name}" of ${option} is ${value === undefined ? 'not set' : 'empty'}`);
  return { password: new Secret(value), ...(token === undefined ? {} : { secretKind: 'token' }) };
}

function controlHostFrom(name: string | undefined): string | undefined {
  const problem = name === undefined ? undefined : hostNameProblem(name);
  if (problem) throw new UsageError(`--control-host "${name}" is not a host name: ${problem}`);
  return name;
}

function timeoutsFrom(text: string | undefined): Timeouts | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= MAX_TIMEOUT_SECONDS)) throw new UsageError(`--timeout "${text}" is not a number of seconds up to ${MAX_TIMEOUT_SECONDS}`);
  const ms = seconds * 1000;
  return { resolveMs: ms, connectMs: ms, greetingMs: ms, tlsMs: ms, commandMs: ms };
}

async function readAuthorities(path: string): Promise<string> {
  const pem = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new CannotRunError(`--ca ${path}: ${fileProblem(error)}`);
  });
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw new CannotRunError(`--ca ${path}: holds no PEM certificate`);
  return pem;
}

/** What the operand stands for: a server, or the settings of a file. @throws UsageError, CannotRunError */
export async function targetsOf(operand: string, args: ParsedArgs, ports: CliPorts): Promise<readonly Target[]> {
  const line = lineFrom(args.text('line'));
  if (/^smtps?:\/\//i.test(operand)) {
    if (line !== undefined) throw new UsageError('--line needs a file as TARGET');
    const origin = operand.replace(/\/\/.*@/, '//');
    if (!planForTarget(operand)) throw new UsageError(`"${origin}" is not a server. expected smtp://host:port or smtps://host:port`);
    return [{ origin, id: null, user: null, file: null, line: null, linked: {}, plan: (options) => planForTarget(operand, options)! }];
  }
  // Only a file needs the parsers.
  const { fileTargets } = await import('./testTargets.ts');
  const found = await fileTargets(operand, line, ports);
  return found.map((target) => asTarget(operand, target, environmentFrom(args, ports)));
}

/** What is tested for a setting of a file. @param environment what gives the variables that no file sets, if anything may */
export function asTarget(file: string, { setting, line, linked, signs }: FileTarget, environment: Environment | undefined): Target {
  const whole = environment ? inEnvironment(setting, environment) : setting;
  return { origin: `${file}:${line}`, id: setting.id, user: whole.user?.value ?? null, file, line, linked, signs, plan: (options) => planFor(whole, options) };
}

type Environment = (name: string) => string | undefined;

/** The environment as far as the user has opened it to the files: they decide what is sent, and to whom. */
export function environmentFrom(args: ParsedArgs, { env }: CliPorts): Environment | undefined {
  return args.flag('env') ? (name) => (Object.hasOwn(env, name) ? env[name] : undefined) : undefined;
}

function lineFrom(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new UsageError(`--line "${text}" is not a line number`);
  return Number(text);
}
