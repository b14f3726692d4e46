import type { ParsedArgs } from './args.ts';
import { CannotRunError, type CliPorts, EXIT, UsageError } from './ports.ts';
import { runSideBySide } from './sideBySide.ts';
import { painter } from './style.ts';
import { asTarget, environmentFrom, givenOptions } from './testOptions.ts';
import type { TestFormat, TestOutput } from './testOutput.ts';
import { createPlanner } from './testPlan.ts';
import { createRecords, recordAt } from './testRecords.ts';
import { checkReport, printRecords, writeReport } from './testReport.ts';
import { printNotTested, summaryJson, summaryMarkdown, summaryText, tallyOf } from './testSummary.ts';
import { folderTargets } from './testTargets.ts';
import { createTrials, isPlanned, type Trial } from './trials.ts';

/** More at a time would look like an attack to a firewall in between. */
const DEFAULT_JOBS = 8;
const MAX_JOBS = 64;

/** Options that are about one relay. One user name and password must not go to every server that a folder names. */
const OF_ONE_FLAGS = ['send', 'yes'];
const OF_ONE = ['line', 'user', 'password-env', 'token-env'];

/** `relay-doctor test --all`. Returns the exit code. @throws UsageError, CannotRunError */
export async function testAll(args: ParsedArgs, ports: CliPorts): Promise<number> {
  const jobs = jobsFrom(args.text('jobs'));
  checkUsage(args);
  await checkReport(args.text('report'));
  const { trials, switchedOff, unreadable } = await trialsFor(args, ports);

  const { out, env } = ports;
  const format = args.choice<TestFormat>('format');
  const records = createRecords(env);
  const output: TestOutput = { out, format, paint: painter(out, env), records };
  const interrupt = ports.catchInterrupt();
  const outcomes = await runSideBySide(trials, { jobs, output, interrupt, leaveOut: printNotTested });

  const tally = tallyOf(outcomes, switchedOff);
  const notTested = outcomes.filter(({ state }) => state === 'not-tested');
  if (format === 'text') out.write(summaryText(outcomes, tally, output.paint));
  if (format === 'ndjson') out.write(summaryJson(tally));
  if (format === 'json') {
    const ran = outcomes.filter(({ state }) => state !== 'not-tested').map(({ trial }) => trial);
    const left = notTested.flatMap(({ trial, summary }) => trial.places.map(({ file, line }) => ({ file, line, reason: summary })));
    printRecords(
      ran.flatMap((trial) => placed(trial, records)),
      left,
      out,
    );
  }
  await writeReport(args.text('report'), records.all(), summaryMarkdown(outcomes, tally));
  if (interrupt.aborted) return EXIT.interrupted;
  if (tally.failed > 0) return EXIT.found;
  return tally.notTested + unreadable > 0 ? EXIT.couldNotRun : EXIT.clean;
}

function jobsFrom(text: string | undefined): number {
  const jobs = text === undefined ? DEFAULT_JOBS : Number(text);
  if (!(Number.isInteger(jobs) && jobs >= 1 && jobs <= MAX_JOBS)) throw new UsageError(`--jobs "${text}" is not a number from 1 to ${MAX_JOBS}`);
  return jobs;
}

function checkUsage(args: ParsedArgs): void {
  const wrong = OF_ONE_FLAGS.find((name) => args.flag(name)) ?? OF_ONE.find((name) => args.text(name) !== undefined);
  if (wrong) throw new UsageError(`--${wrong} is about one relay: it can't be used with --all`);
  for (const operand of args.operands) {
    if (/^smtps?:\/\//i.test(operand)) throw new UsageError(`"${operand.replace(/\/\/.*@/, '//')}" is a server: --all takes files and folders`);
    if (operand === '-') throw new UsageError('--all takes files and folders, not "-"');
  }
}

interface Found {
  readonly trials: readonly Trial[];
  readonly switchedOff: number;
  readonly unreadable: number;
}

/** What there is to test. @throws CannotRunError when there is nothing */
async function trialsFor(args: ParsedArgs, ports: CliPorts): Promise<Found> {
  const given = await givenOptions(args, ports.env);
  const { targets, switchedOff, unreadable } = await folderTargets(args.operands, ports);
  if (targets.length === 0) throw new CannotRunError(switchedOff > 0 ? 'all relay settings that were found are switched off' : 'no relay setting found');
  const environment = environmentFrom(args, ports);
  const plan = createPlanner(given, ports, ({ reason }) => (!environment && / variable\b/.test(reason) ? '. --env lets the environment give it' : ''));
  const trials = createTrials();
  for (const { file, ...found } of targets) {
    const target = asTarget(file, found, environment);
    trials.add(target, await plan(target));
  }
  return { trials: trials.all, switchedOff, unreadable };
}

/** The record of a test for each of its places. */
function placed(trial: Trial, records: ReturnType<typeof createRecords>) {
  const record = isPlanned(trial) ? records.of(trial.planning.planned) : undefined;
  return record && isPlanned(trial) ? trial.places.map((place) => recordAt(record, { ...trial.planning.planned, ...place })) : [];
}
