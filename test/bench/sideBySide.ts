import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNodeTransport } from '../../src/smtp/nodeTransport.ts';
import { planForTarget } from '../../src/smtp/plan.ts';
import { probe } from '../../src/smtp/probe.ts';
import { createSlots } from '../../src/smtp/slots.ts';
import { type ScriptedServer, startScriptedServer } from '../support/scriptedServer.ts';
import { middle, ms, type Result, startProgram } from './measure.ts';

const RELAYS = 50;
const JOBS = 8;
/** How long a step may take: the silent server uses all of it. */
const TIMEOUT_SECONDS = 3;
/** Each takes seconds. */
const RUNS = 3;

const OPEN = [
  'S: 220 lab.test ESMTP',
  'C: EHLO',
  'S: 250 lab.test',
  'C: MAIL',
  'S: 250 ok',
  'C: RCPT',
  'S: 250 ok',
  'C: RSET',
  'S: 250 ok',
  'C: QUIT',
  'S: 221 bye',
];

/** Many relays, one of them silent, against the silent one alone: through the engine, and through the command line. */
export async function sideBySide(cli: string, folder: string): Promise<Result[]> {
  const servers = await Promise.all(Array.from({ length: RELAYS }, (_, index) => startScriptedServer(index === RELAYS >> 1 ? 'SILENCE' : OPEN.join('\n'))));
  const silent = servers[RELAYS >> 1]!;
  try {
    const what = `${RELAYS} relays side by side, one silent | that one alone`;
    const engine = await pair(
      () => probeAll(servers),
      () => probeAll([silent]),
    );
    const results: Result[] = [row(`${what}, engine`, engine)];
    if (!existsSync(cli)) return [...results, `${what}, command line: not built. run: npm run build`];
    const [all, one] = [join(folder, 'all'), join(folder, 'one')];
    for (const [index, server] of servers.entries()) writeEnv(join(all, String(index)), server);
    writeEnv(one, silent);
    const test = (path: string) => startProgram(process.execPath, [cli, 'test', '--all', path, '--timeout', String(TIMEOUT_SECONDS)], [1]);
    const program = await pair(
      () => test(all),
      () => test(one),
    );
    return [...results, row(`${what}, command line`, program)];
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}

function row(what: string, [ours, peer]: readonly [number, number]): Result {
  return { what, ours: ms(ours), peer: ms(peer), ratio: ours / peer };
}

async function pair(ours: () => Promise<unknown>, peer: () => Promise<unknown>): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run += 1) {
    for (const [index, work] of [ours, peer].entries()) {
      const start = performance.now();
      await work();
      times[index]!.push(performance.now() - start);
    }
  }
  return [middle(times[0]), middle(times[1])];
}

async function probeAll(servers: readonly ScriptedServer[]): Promise<void> {
  const slots = createSlots(JOBS);
  await Promise.all(servers.map(({ port }) => slots.run(String(port), ({ signal }) => probeOnce(port, signal))));
}

async function probeOnce(port: number, signal: AbortSignal): Promise<void> {
  const ms = TIMEOUT_SECONDS * 1000;
  const timeouts = { resolveMs: ms, connectMs: ms, greetingMs: ms, tlsMs: ms, commandMs: ms };
  const result = planForTarget(`smtp://127.0.0.1:${port}`, { timeouts });
  if (!result?.ok) throw new Error('the test could not be planned');
  for await (const event of probe(result.plan, createNodeTransport(), signal)) if (event.type === 'verdict') return;
}

function writeEnv(folder: string, { port }: ScriptedServer): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '.env'), `SMTP_HOST=127.0.0.1\nSMTP_PORT=${port}\n`);
}
