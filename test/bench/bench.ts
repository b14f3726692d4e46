/**
 * `npm run bench`: our times and sizes beside those of peers, measured in one run on one machine. It prints
 * ratios and asserts nothing: a number means little without its neighbour. Needs `npm run build` before.
 *
 * It runs with 16 MiB for young objects, as V8 does in an editor: Node takes more on a large machine, and its pauses then
 * say more about the machine than about us.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { machineLine, middle, ms, printRows, type Result, runProgram } from './measure.ts';
import { againstPostconf, growth, keystrokes } from './postfix.ts';
import { recognition } from './recognize.ts';
import { againstPeers } from './relayTest.ts';
import { scans } from './scan.ts';
import { sideBySide } from './sideBySide.ts';

const RUNS = 9;
const EXTENSION = 'dist/extension.js';
const CLI = 'dist/cli.js';

/** The name of a parameter that no code speaks of: where it is, the table of parameters is. */
const ONLY_IN_TABLE = 'tlsproxy_service_name';

/** Loads a file in a process of its own, `vscode` replaced by something that answers to everything, and prints the milliseconds. */
const LOADER = `
const Module = require('node:module');
const stub = new Proxy(function () {}.bind(), { get: (target, key) => (key === Symbol.toPrimitive ? () => '' : stub), apply: () => stub, construct: () => stub });
// A bundle copies the module's own properties and keeps its prototype: the answers have to come from there.
const vscode = Object.create(stub);
const load = Module._load;
Module._load = (request, ...rest) => (request === 'vscode' ? vscode : load(request, ...rest));
const start = performance.now();
require(process.argv[1]);
console.log(JSON.stringify({ ms: performance.now() - start, files: Object.keys(require.cache) }));
`;

interface Load {
  readonly ms: number;
  /** The file and what it requires at once. */
  readonly files: readonly string[];
}

function load(path: string): Load {
  return JSON.parse(runProgram(process.execPath, ['-e', LOADER, path])) as Load;
}

function sizeOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(file).size, 0);
}

/** A package as one file, built as our bundles are. */
function bundle(name: string, folder: string): string {
  const outfile = join(folder, `${name}.js`);
  buildSync({
    stdin: { contents: `module.exports = require('${name}')`, resolveDir: process.cwd() },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node18',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    mainFields: ['module', 'main'],
  });
  return outfile;
}

function activation(folder: string): Result[] {
  if (!existsSync(EXTENSION)) return [`load of ${EXTENSION}: not built. run: npm run build`];
  const ours = join(process.cwd(), EXTENSION);
  const peer = bundle('nodemailer', folder);
  const times: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run += 1) for (const [index, path] of [ours, peer].entries()) times[index]!.push(load(path).ms);
  const [mine, theirs] = [middle(times[0]), middle(times[1])];
  const sizes = [sizeOf(load(ours).files), statSync(peer).size] as const;
  const all = sizeOf(builtFiles());
  return [
    { what: 'load of the extension | of nodemailer, bundled alike', ours: ms(mine), peer: ms(theirs), ratio: mine / theirs },
    { what: 'size of what is loaded | of nodemailer, bundled alike', ours: kb(sizes[0]), peer: kb(sizes[1]), ratio: sizes[0] / sizes[1] },
    { what: '  with all that is loaded later | the same', ours: kb(all), peer: kb(sizes[1]), ratio: all / sizes[1] },
    parameterData(load(ours).files),
  ];
}

/** Parameter data in what activation loads, beside all of it. */
function parameterData(loaded: readonly string[]): Result {
  const holders = (files: readonly string[]) => files.filter((file) => readFileSync(file, 'utf8').includes(ONLY_IN_TABLE));
  const everywhere = holders(builtFiles());
  const [mine, all] = [sizeOf(holders(loaded)), sizeOf(everywhere)];
  if (everywhere.length === 0) return `parameter data: no bundle holds "${ONLY_IN_TABLE}"`;
  return { what: '  pieces with parameter data in it | all such pieces', ours: kb(mine), peer: kb(all), ratio: mine / all };
}

function builtFiles(): string[] {
  return readdirSync('dist', { recursive: true })
    .map((name) => join('dist', String(name)))
    .filter((file) => file.endsWith('.js'));
}

function kb(bytes: number): string {
  return `${(bytes / 1024).toFixed(0)} KiB`;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'relay-doctor-bench-'));
  try {
    console.log(`${machineLine()}\nmedians of ${RUNS} runs after a warm-up; programs take turns\n`);
    // What the command line keeps between runs is none of the user's.
    process.env.XDG_CACHE_HOME = folder;
    const results = [
      ...activation(folder),
      // From small files to large ones: those of 10,000 lines leave a heap that no editor has.
      ...(await againstPostconf(CLI, folder, RUNS)),
      ...keystrokes(),
      ...(await recognition(RUNS)),
      ...(await growth(RUNS)),
      ...(await againstPeers(CLI, folder, RUNS)),
      ...(await sideBySide(CLI, folder)),
      ...(await scans(CLI, folder)),
    ];
    printRows(results.filter((result) => typeof result !== 'string'));
    for (const missing of results.filter((result) => typeof result === 'string')) console.log(`not measured: ${missing}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
