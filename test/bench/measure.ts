import { spawn, spawnSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';

/** Far beyond what any of the programs takes. */
const TIMEOUT_MS = 60_000;

/** The middle of several runs, in milliseconds; a few runs before them warm caches and the compiler. */
export async function median(work: () => unknown, { runs, warmUp = 2 }: { readonly runs: number; readonly warmUp?: number }): Promise<number> {
  for (let run = 0; run < warmUp; run += 1) await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return middle(times);
}

export function middle(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** The number that the given share of all does not exceed. */
export function percentile(numbers: readonly number[], share: number): number {
  return [...numbers].sort((a, b) => a - b)[Math.ceil(numbers.length * share) - 1]!;
}

/** Medians of two pieces of work that take turns, so that a busy moment of the machine meets both. */
export async function duel(
  ours: () => unknown,
  peer: () => unknown,
  { runs, warmUp = 2 }: { readonly runs: number; readonly warmUp?: number },
): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let run = -warmUp; run < runs; run += 1) {
    for (const [index, work] of [ours, peer].entries()) {
      const start = performance.now();
      await work();
      if (run >= 0) times[index]!.push(performance.now() - start);
    }
  }
  return [middle(times[0]), middle(times[1])];
}

/** Runs a program to its end. @throws Error with what it said when it can't start or ends with an unwanted code. */
export function runProgram(command: string, args: readonly string[], accepted: readonly number[] = [0]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
    maxBuffer: 1 << 26,
  });
  if (error) throw error;
  if (!accepted.includes(status ?? -1)) throw new Error(`${command} ended with ${status}: ${stderr.slice(0, 500)}${stdout.slice(0, 500)}`);
  return stdout;
}

/** The same while this process goes on, which may serve the program. Rejects with what it said when it ends with an unwanted code. */
export function startProgram(command: string, args: readonly string[], accepted: readonly number[] = [0]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: TIMEOUT_MS });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
    child.on('error', reject);
    child.on('close', (status) => {
      if (accepted.includes(status ?? -1)) resolve(text);
      else reject(new Error(`${command} ended with ${status}: ${text.slice(0, 1000)}`));
    });
  });
}

export function hasProgram(name: string): boolean {
  return spawnSync(process.platform === 'win32' ? 'where' : 'which', [name], { stdio: 'ignore' }).status === 0;
}

/** What the numbers were measured on. */
export function machineLine(): string {
  const [first] = cpus();
  return `${type()} ${release()}, ${cpus().length} × ${first?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
}

/** One line of the result: ours beside a peer's, in the same unit. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly peer: string;
  /** Ours divided by the peer's: below 1 we take less. */
  readonly ratio: number;
}

/** A row, or why there is none and what would bring it. */
export type Result = Row | string;

export function printRows(rows: readonly Row[]): void {
  const cells = [['', 'ours', 'peer', 'ours/peer'], ...rows.map(({ what, ours, peer, ratio }) => [what, ours, peer, `${ratio.toFixed(2)}×`])];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]!.length)));
  for (const row of cells)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    );
}

export function ms(time: number): string {
  return time < 10 ? `${time.toFixed(2)} ms` : `${time.toFixed(0)} ms`;
}
