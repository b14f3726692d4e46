import { knownMechanisms } from '../smtp/sasl/auth.ts';
import { type CommandSpec, type ParsedArgs, readArgs } from './args.ts';
import { type CliPorts, EXIT, UsageError } from './ports.ts';
import { painter, printable } from './style.ts';
import { givenOptions, targetsOf } from './testOptions.ts';
import { type PlannedTarget, printPlan, printRun, type TestOutput } from './testOutput.ts';
import { createPlanner } from './testPlan.ts';
import { createRecords } from './testRecords.ts';
import { checkReport, printRecords, writeReport } from './testReport.ts';

const MECHANISM_NAMES = [...knownMechanisms('password'), ...knownMechanisms('token')];

export const testCommand: CommandSpec = {
  name: 'test',
  operands: 'TARGET | --all PATH…',
  about: 'Tests a mail server live: name, connection, TLS, certificate, sign-in, sender and recipient.\nSends no message unless --send is given.',
  options: {
    all: { about: 'test every relay that is switched on in the files and folders, side by side' },
    jobs: { value: 'N', about: 'with --all: how many are tested at a time (default 8)' },
    format: { value: 'FORMAT', choices: ['text', 'ndjson', 'json'], fallback: 'text', about: 'how to print the stages (default text)' },
    report: { value: 'FILE', about: 'write a report for people into this file, as Markdown' },
    line: { value: 'N', about: 'the line of the setting to test, when TARGET is a file' },
    user: { value: 'USER', about: 'user name to sign in with' },
    'password-env': { value: 'VAR', about: 'environment variable that holds the password' },
    'token-env': { value: 'VAR', about: 'environment variable that holds an OAuth 2.0 access token, in place of a password' },
    mechanism: { value: 'NAME', choices: MECHANISM_NAMES, about: 'the only sign-in method to try' },
    env: { about: 'let the environment give the variables, such as ${SMTP_PASSWORD}, that a setting mentions and no file sets' },
    from: { value: 'ADDRESS', about: 'envelope sender' },
    rcpt: { value: 'ADDRESS', about: 'recipient to ask for' },
    send: { about: 'send a test message when all else passed; asks before it does' },
    yes: { about: 'send without asking' },
    timeout: { value: 'SECONDS', about: 'how long each step may take' },
    ca: { value: 'FILE', about: 'PEM file with certificate authorities to trust as well' },
    'tls-versions': { about: 'try each version of TLS as well, on connections of their own' },
    'control-host': { value: 'HOST', about: 'ask this server of somebody else on the same port when the connection times out, to tell a blocked port' },
  },
  notes: [
    'TARGET is a file, whose relay settings are tested one after the other, or smtp://host:port, or\nsmtps://host:port for TLS from the first byte.',
    'With --all, folders are searched as by lint. What several files name in the same way is tested once and reported for each.\nCredentials that a server has refused are not tried on it again.',
    'Use --env only with files you trust: they say which variable is sent, and to which server.',
    'ndjson prints one JSON object per line: "plan" before each test, then "stage" and "line" events, last "verdict". With\n--all each has the "relay" it is about; "not-tested" stands for those that could not run, "summary" comes last.',
    'json prints the records of all tests at the end.',
    'Exit codes: 0 mail would go through, 1 a test failed, 2 wrong usage, 3 could not run, 130 interrupted.',
  ],
};

const ADVICE: Readonly<Record<string, string>> = { password: '. give it with --password-env', user: '. give it with --user' };

/** `relay-doctor test`. Returns the exit code. @throws UsageError, CannotRunError */
export async function test(argv: readonly string[], ports: CliPorts): Promise<number> {
  const args = readArgs(testCommand, argv);
  if (args.flag('all')) return (await import('./testAll.ts')).testAll(args, ports);
  checkUsage(args, ports);
  const given = await givenOptions(args, ports.env);
  const targets = await targetsOf(args.operands[0]!, args, ports);
  await checkReport(args.text('report'));

  const records = createRecords(ports.env);
  const output: TestOutput = { out: ports.out, format: args.choice('format'), paint: painter(ports.out, ports.env), records };
  const plan = createPlanner(given, ports, ({ part }) => ADVICE[part] ?? '');
  const interrupt = ports.catchInterrupt();
  const notTested: { file: string | null; line: number | null; reason: string }[] = [];
  let failed = 0;
  for (const target of targets) {
    const planning = await plan(target);
    if ('missing' in planning) {
      for (const reason of planning.missing) ports.err.write(`relay-doctor: ${printable(`${target.origin}: ${reason}`)}\n`);
      notTested.push({ file: target.file, line: target.line, reason: planning.missing.join('; ') });
      continue;
    }
    const { planned } = planning;
    if (output.format === 'text' && target !== targets[0]) output.out.write('\n');
    const isOk = await runProbe(planned, output, interrupt);
    const mayTry = isOk && args.flag('send') && !interrupt.aborted;
    const isTaken = mayTry && (args.flag('yes') || (await isAgreed(planned, ports))) ? await runMessage(planned, output, interrupt) : true;
    if (!isOk || !isTaken) failed += 1;
    if (interrupt.aborted) break;
  }
  if (output.format === 'json') printRecords(records.all(), notTested, ports.out);
  await writeReport(args.text('report'), records.all());
  if (interrupt.aborted) return EXIT.interrupted;
  if (failed > 0) return EXIT.found;
  return notTested.length > 0 ? EXIT.couldNotRun : EXIT.clean;
}

function checkUsage(args: ParsedArgs, { isInteractive }: CliPorts): void {
  const [operand, ...rest] = args.operands;
  if (operand === undefined) throw new UsageError('no TARGET given');
  if (rest.length > 0) throw new UsageError(`one TARGET at a time: "${rest[0]}" is too many. --all takes several`);
  if (args.text('jobs') !== undefined) throw new UsageError('--jobs goes with --all');
  if (args.flag('yes') && !args.flag('send')) throw new UsageError('--yes goes with --send');
  if (args.flag('send') && !args.flag('yes') && !isInteractive)
    throw new UsageError('--send asks before it sends, and nobody is there to ask. add --yes to send anyway');
}

/** Returns whether mail would go through. */
async function runProbe(planned: PlannedTarget, output: TestOutput, signal: AbortSignal): Promise<boolean> {
  printPlan(planned, output);
  const [{ probe }, { createNodeTransport }] = await Promise.all([import('../smtp/probe.ts'), import('../smtp/nodeTransport.ts')]);
  return (await printRun(probe(planned.plan, createNodeTransport(), signal), planned, output)).ok;
}

function isAgreed({ plan }: PlannedTarget, { confirm }: CliPorts): Promise<boolean> {
  return confirm(printable(`Send a test message from <${plan.mailFrom}> to <${plan.rcptTo}> through ${plan.host} port ${plan.port}?`));
}

/** Returns whether the server took the message. */
async function runMessage(planned: PlannedTarget, output: TestOutput, signal: AbortSignal): Promise<boolean> {
  const [{ sendTestMessage }, { createNodeTransport }] = await Promise.all([import('../smtp/message.ts'), import('../smtp/nodeTransport.ts')]);
  if (output.format === 'text') output.out.write('\n');
  return (await printRun(sendTestMessage(planned.plan, { confirmed: true, transport: createNodeTransport(), signal }), planned, output)).ok;
}
