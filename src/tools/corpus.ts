/**
 * Measures recognition against a folder of real files with labels: recall and precision of what
 * `discoverRelays` finds, by kind of file, and every miss with its reason.
 *
 * Usage: npm run corpus [-- [--findings postfix|apps [--write]] [FOLDER]]; the default is ../shared/corpus. Without the folder
 * it says so and ends well. With --findings it prints what the rules find in every main.cf, master.cf and table there, or in
 * every file of an app's, lays it beside the reviewed list, and fails at an error or a warning that nobody found right.
 * --write brings the list up to date: verdicts are kept, new findings get a "?".
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { grammarFiles } from '../cli/grammarFiles.ts';
import { discoverRelays } from '../discover/index.ts';
import type { RelaySetting } from '../discover/types.ts';
import { fileKind } from '../parse/fileKind.ts';
import { loadFormat } from '../parse/format.ts';
import { parseConfig } from '../parse/index.ts';
import { createLineIndex } from '../text/lineIndex.ts';
import { type Comparison, compareRelays, type Label } from './corpus/compare.ts';
import { findInAppFiles, findInPostfixFiles, findingLines, reviewLines } from './corpus/findings.ts';
import { readGolden, writeGolden } from './corpus/golden.ts';

/** What can be judged, and where the reviewed list is. */
const GROUPS = {
  postfix: { golden: 'test/fixtures/corpus/postfix-findings.tsv', find: async (top: string) => findInPostfixFiles(top) },
  apps: { golden: 'test/fixtures/corpus/app-findings.tsv', find: findInAppFiles },
} as const;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { findings: { type: 'string' }, write: { type: 'boolean' } },
});
const folder = positionals[0] ?? '../shared/corpus';
const labelsPath = join(folder, 'labels.jsonl');

interface LabelledFile {
  readonly file: string;
  readonly relays?: readonly Label[];
  readonly optional?: readonly Label[];
}

interface Tally {
  files: number;
  expected: number;
  found: number;
  reported: number;
  wrong: number;
  facts: Record<string, { right: number; all: number }>;
}

const FACTS = ['host', 'port', 'security', 'user', 'password'] as const;

function emptyTally(): Tally {
  return { files: 0, expected: 0, found: 0, reported: 0, wrong: 0, facts: Object.fromEntries(FACTS.map((fact) => [fact, { right: 0, all: 0 }])) };
}

function add(tally: Tally, comparison: Comparison): void {
  tally.files += 1;
  tally.expected += comparison.expected;
  tally.found += comparison.found;
  tally.reported += comparison.reported;
  tally.wrong += comparison.extra.length;
  for (const fact of FACTS) {
    tally.facts[fact]!.all += comparison.found;
    tally.facts[fact]!.right += comparison.found - comparison.misses.filter((miss) => miss.fact === fact).length;
  }
}

const percent = (part: number, whole: number) => (whole === 0 ? '    –' : `${((100 * part) / whole).toFixed(1)}%`.padStart(6));

function row(name: string, tally: Tally): string {
  const { expected, found, reported, wrong, facts } = tally;
  const perFact = FACTS.map((fact) => percent(facts[fact]!.right, facts[fact]!.all)).join('  ');
  return `${name.padEnd(16)} ${String(tally.files).padStart(5)} ${String(expected).padStart(6)}  ${percent(found, expected)}  ${percent(reported - wrong, reported)}  ${perFact}`;
}

function lineOf(setting: RelaySetting): number {
  const entry = setting.host?.entry ?? setting.anchor;
  const offset = setting.host ? setting.host.span.start : entry.valueSpan.start;
  return createLineIndex(setting.file.text).positionAt(offset).line + 1;
}

async function measure(): Promise<void> {
  const byKind = new Map<string, Tally>();
  const total = emptyTally();
  const unread = new Map<string, number>();
  const complaints: string[] = [];
  for (const line of readFileSync(labelsPath, 'utf8').split('\n')) {
    if (line.trim() === '') continue;
    const label = JSON.parse(line) as LabelledFile;
    if (!label.relays) continue;
    const folderName = label.file.split('/', 1)[0]!;
    const text = readFileSync(join(folder, label.file), 'utf8');
    const kind = fileKind(label.file, text);
    if (!kind) {
      unread.set(folderName, (unread.get(folderName) ?? 0) + 1);
      continue;
    }
    await loadFormat(kind, grammarFiles);
    const settings = discoverRelays(parseConfig(kind, text, label.file));
    const comparison = compareRelays(
      settings.map((setting) => ({ setting, line: lineOf(setting) })),
      label.relays,
      label.optional ?? [],
    );
    const tally = byKind.get(folderName) ?? emptyTally();
    byKind.set(folderName, tally);
    add(tally, comparison);
    add(total, comparison);
    for (const miss of comparison.misses) complaints.push(`${label.file}:${miss.line} ${miss.fact}: ${miss.reason}`);
    for (const extra of comparison.extra) complaints.push(`${label.file}:${extra.line} extra: ${extra.reason}`);
  }
  console.log('kind             files relays  recall  precision   host    port    security  user   password');
  for (const [name, tally] of [...byKind].sort(([a], [b]) => a.localeCompare(b))) console.log(row(name, tally));
  console.log(row('total', total));
  for (const [name, files] of unread) console.log(`${name.padEnd(16)} ${String(files).padStart(5)}  not read yet`);
  const right = FACTS.reduce((sum, fact) => sum + total.facts[fact]!.right, 0);
  const whole = FACTS.reduce((sum, fact) => sum + total.facts[fact]!.all, 0);
  console.log(`\nfacts right: ${percent(right, whole)} of ${whole}`);
  if (complaints.length > 0) console.log(`\n${complaints.join('\n')}`);
}

async function judge({ golden, find }: (typeof GROUPS)[keyof typeof GROUPS]): Promise<void> {
  const findings = await find(folder);
  const reviewed = existsSync(golden) ? readGolden(readFileSync(golden, 'utf8')) : [];
  if (options.write) writeFileSync(golden, writeGolden(findings.found, reviewed));
  const { lines, isGood } = reviewLines(findings, reviewed);
  console.log([...findingLines(findings), ...lines].join('\n'));
  if (!isGood) process.exitCode = 1;
}

const group = options.findings === undefined ? undefined : Object.entries(GROUPS).find(([name]) => name === options.findings)?.[1];
if (options.findings !== undefined && !group) {
  console.error(`"${options.findings}" is no group of files. "--findings" takes "postfix" or "apps"`);
  process.exitCode = 2;
} else if (group && existsSync(folder)) await judge(group);
else if (!group && existsSync(labelsPath)) await measure();
else console.log(`no files to look at in ${folder}`);
