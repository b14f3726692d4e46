/**
 * `npm run bench`: our times and sizes beside those of peers, measured in one run on one machine. It prints
 * ratios and asserts nothing: a number means little without its neighbour. Needs `npm run build` before.
 */
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { createMailConfigService } from '../../src/service/mailConfigService.ts';
import { duel, hasProgram, machineLine, median, middle, ms, printRows, type Result, runProgram } from './measure.ts';
import { againstSwaks } from './relayTest.ts';

const RUNS = 9;
const EXTENSION = 'dist/extension.js';
const CLI = 'dist/cli.js';
const DEBIAN_MAIN_CF = '/usr/share/postfix/main.cf.dist';

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
  const all = sizeOf(
    readdirSync('dist', { recursive: true })
      .map((name) => join('dist', String(name)))
      .filter((file) => file.endsWith('.js')),
  );
  return [
    { what: 'load of the extension | of nodemailer, bundled alike', ours: ms(mine), peer: ms(theirs), ratio: mine / theirs },
    { what: 'size of what is loaded | of nodemailer, bundled alike', ours: kb(sizes[0]), peer: kb(sizes[1]), ratio: sizes[0] / sizes[1] },
    { what: '  with all that is loaded later | the same', ours: kb(all), peer: kb(sizes[1]), ratio: all / sizes[1] },
  ];
}

function kb(bytes: number): string {
  return `${(bytes / 1024).toFixed(0)} KiB`;
}

/** A main.cf in blocks of twenty lines as administrators write them: remarks, a restriction class, a long list. */
function mainCf(lines: number): string {
  const blocks = Math.ceil(lines / 20);
  const names = Array.from({ length: blocks }, (_, index) => `class_${index}`);
  const block = (name: string, index: number) =>
    [
      `# Customers of group ${index}: their hosts may relay,`,
      '# everybody else has to pass the usual checks.',
      `${name} = check_client_access hash:/etc/postfix/${name},`,
      ...Array.from({ length: 15 }, (_, host) => `    check_client_access inline:{ 10.${index % 250}.${host}.0/24=OK },`),
      '    reject_unauth_destination',
      '',
    ].join('\n');
  return `${[`smtpd_restriction_classes = ${names.slice(1).join(', ')}, ${names[0]}`, ...names.map(block)].join('\n').split('\n').slice(0, lines).join('\n')}\n`;
}

async function parseAndLint(): Promise<Result[]> {
  const service = createMailConfigService({ logger: { error: (message) => console.error(message) } });
  const time = (text: string, runs: number) => median(() => service.analyze({ path: 'main.cf', text }), { runs, warmUp: 5 });
  const [small, large] = [await time(mainCf(200), 50), await time(mainCf(10_000), RUNS)];
  const perLine = [(large / 10_000) * 1000, (small / 200) * 1000] as const;
  return [
    { what: 'main.cf of 10,000 lines | of 200 lines, parse and lint', ours: ms(large), peer: ms(small), ratio: large / small },
    { what: '  the same per line (1 is linear)', ours: `${perLine[0].toFixed(2)} µs`, peer: `${perLine[1].toFixed(2)} µs`, ratio: perLine[0] / perLine[1] },
  ];
}

async function againstPostconf(folder: string): Promise<Result[]> {
  if (!existsSync(CLI)) return [`the command line on Debian's main.cf: not built. run: npm run build`];
  if (!hasProgram('postconf') || !existsSync(DEBIAN_MAIN_CF))
    return ["the command line on Debian's main.cf: no postconf. run: sudo apt-get install -y postfix"];
  for (const name of ['main.cf', 'master.cf']) copyFileSync(`/usr/share/postfix/${name}.dist`, join(folder, name));
  const node = (...args: string[]) => runProgram(process.execPath, args, [0, 1]);
  const [mine, theirs] = await duel(
    () => node(CLI, 'lint', join(folder, 'main.cf')),
    () => runProgram('postconf', ['-n', '-c', folder]),
    { runs: RUNS },
  );
  const bare = await median(() => node('-e', '0'), { runs: RUNS });
  return [
    { what: "relay-doctor lint | postconf -n, on Debian's main.cf", ours: ms(mine), peer: ms(theirs), ratio: mine / theirs },
    { what: '  the same | Node starting and doing nothing', ours: ms(mine), peer: ms(bare), ratio: mine / bare },
  ];
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'relay-doctor-bench-'));
  try {
    console.log(`${machineLine()}\nmedians of ${RUNS} runs after a warm-up; programs take turns\n`);
    const results = [...activation(folder), ...(await parseAndLint()), ...(await againstPostconf(folder)), ...(await againstSwaks(CLI, folder, RUNS))];
    printRows(results.filter((result) => typeof result !== 'string'));
    for (const missing of results.filter((result) => typeof result === 'string')) console.log(`not measured: ${missing}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
