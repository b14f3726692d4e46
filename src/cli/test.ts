import { knownMechanisms } from '../smtp/auth.ts';
import type { PlanOptions } from '../smtp/plan.ts';
import { Secret } from '../smtp/secret.ts';
import { type CommandSpec, readArgs } from './args.ts';
import { type CliPorts, EXIT, UsageError } from './ports.ts';
import { painter, printable } from './style.ts';
import { givenOptions, type Target, targetsOf } from './testOptions.ts';
import { type PlannedTarget, printPlan, printRun, type TestOutput } from './testOutput.ts';

const MECHANISM_NAMES = [...knownMechanisms('password'), ...knownMechanisms('token')];

export const testCommand: CommandSpec = {
  name: 'test',
  operands: 'TARGET',
  about: 'Tests a mail server live: name, connection, TLS, certificate, sign-in, sender and recipient.\nSends no message unless --send is given.',
  options: {
    format: { value: 'FORMAT', choices: ['text', 'ndjson'], fallback: 'text', about: 'how to print the stages (default text)' },
    line: { value: 'N', about: 'the line of the setting to test, when TARGET is a file' },
    user: { value: 'USER', about: 'user name to sign in with' },
    'password-env': { value: 'VAR', about: 'environment variable that holds the password' },
    'token-env': { value: 'VAR', about: 'environment variable that holds an OAuth 2.0 access token, in place of a password' },
    mechanism: { value: 'NAME', choices: MECHANISM_NAMES, about: 'the only sign-in method to try' },
    from: { value: 'ADDRESS', about: 'envelope sender' },
    rcpt: { value: 'ADDRESS', about: 'recipient to ask for' },
    send: { about: 'send a test message when all else passed; asks before it does' },
    yes: { about: 'send without asking' },
    timeout: { value: 'SECONDS', about: 'how long each step may take' },
    ca: { value: 'FILE', about: 'PEM file with certificate authorities to trust as well' },
  },
  notes: [
    'TARGET is a file, whose relay settings are tested one after the other, or smtp://host:port, or\nsmtps://host:port for TLS from the first byte.',
    'ndjson prints one JSON object per line: "plan" before each test, then "stage" and "line" events, last "verdict".',
    'Exit codes: 0 mail would go through, 1 a test failed, 2 wrong usage, 3 could not run, 130 interrupted.',
  ],
};

/** `relay-doctor test`. Returns the exit code. @throws UsageError, CannotRunError */
export async function test(argv: readonly string[], ports: CliPorts): Promise<number> {
  const args = readArgs(testCommand, argv);
  const [operand, ...rest] = args.operands;
  if (operand === undefined) throw new UsageError('no TARGET given');
  if (rest.length > 0) throw new UsageError(`one TARGET at a time: "${rest[0]}" is too many`);
  if (args.flag('yes') && !args.flag('send')) throw new UsageError('--yes goes with --send');
  if (args.flag('send') && !args.flag('yes') && !ports.isInteractive)
    throw new UsageError('--send asks before it sends, and nobody is there to ask. add --yes to send anyway');
  const given = await givenOptions(args, ports.env);
  const targets = await targetsOf(operand, args, ports);

  const output: TestOutput = { out: ports.out, isJson: args.choice('format') === 'ndjson', paint: painter(ports.out, ports.env) };
  const interrupt = ports.catchInterrupt();
  let unplanned = 0;
  let failed = 0;
  for (const target of targets) {
    const planned = await planTarget(target, given, ports);
    if (!planned) {
      unplanned += 1;
      continue;
    }
    if (!output.isJson && target !== targets[0]) output.out.write('\n');
    const isOk = await runProbe(planned, output, interrupt);
    const mayTry = isOk && args.flag('send') && !interrupt.aborted;
    const isTaken = mayTry && (args.flag('yes') || (await isAgreed(planned, ports))) ? await runMessage(planned, output, interrupt) : true;
    if (interrupt.aborted) return EXIT.interrupted;
    if (!isOk || !isTaken) failed += 1;
  }
  if (failed > 0) return EXIT.found;
  return unplanned > 0 ? EXIT.couldNotRun : EXIT.clean;
}

/** Completes a plan; asks for a missing password where there is somebody to ask. Undefined, with the reasons told, when more is missing. */
async function planTarget(target: Target, given: PlanOptions, { err, isInteractive, askSecret }: CliPorts): Promise<PlannedTarget | undefined> {
  const { origin, linked } = target;
  const ca = [...(linked.ca ?? []), ...(given.ca ?? [])];
  const options: PlanOptions = { ...linked, ...given, ...(ca.length > 0 ? { ca } : {}) };
  let result = target.plan(options);
  if (!result.ok && isInteractive && result.missing.every(({ part }) => part === 'password')) {
    const typed = await askSecret(printable(`${origin}: ${result.missing[0]?.reason}. Password:`));
    if (typed) result = target.plan({ ...options, password: new Secret(typed) });
  }
  if (result.ok) return { ...target, plan: result.plan, consent: result.consent };
  for (const { part, reason } of result.missing) {
    const advice = part === 'password' ? '. give it with --password-env' : part === 'user' ? '. give it with --user' : '';
    err.write(`relay-doctor: ${printable(`${origin}: ${reason}${advice}`)}\n`);
  }
  return undefined;
}

/** Returns whether mail would go through. */
async function runProbe(planned: PlannedTarget, output: TestOutput, signal: AbortSignal): Promise<boolean> {
  printPlan(planned, output);
  const [{ probe }, { createNodeTransport }] = await Promise.all([import('../smtp/probe.ts'), import('../smtp/nodeTransport.ts')]);
  return (await printRun(probe(planned.plan, createNodeTransport(), signal), planned.plan, output)).ok;
}

function isAgreed({ plan }: PlannedTarget, { confirm }: CliPorts): Promise<boolean> {
  return confirm(printable(`Send a test message from <${plan.mailFrom}> to <${plan.rcptTo}> through ${plan.host} port ${plan.port}?`));
}

/** Returns whether the server took the message. */
async function runMessage({ plan }: PlannedTarget, output: TestOutput, signal: AbortSignal): Promise<boolean> {
  const [{ sendTestMessage }, { createNodeTransport }] = await Promise.all([import('../smtp/message.ts'), import('../smtp/nodeTransport.ts')]);
  if (!output.isJson) output.out.write('\n');
  return (await printRun(sendTestMessage(plan, { confirmed: true, transport: createNodeTransport(), signal }), plan, output)).ok;
}
