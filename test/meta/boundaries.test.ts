import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ImportEdge, importGraph, importsOf, sourceFiles } from '../support/importGraph.ts';

/** What a room may import besides itself. `types:` allows `import type` only. See ARCHITECTURE.md, "Rooms and arrows". */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  text: [],
  data: [],
  parse: ['text', 'data'],
  discover: ['text', 'data', 'parse'],
  rules: ['text', 'data', 'discover', 'parse'],
  service: ['text', 'data', 'rules', 'discover', 'parse'],
  smtp: ['text', 'data', 'types:discover', 'types:parse'],
  report: ['text', 'data', 'types:rules', 'types:smtp', 'types:discover', 'types:parse'],
  verdict: ['text', 'data', 'parse', 'discover', 'rules', 'types:service', 'types:smtp'],
  cli: ['text', 'data', 'parse', 'discover', 'rules', 'service', 'smtp', 'report', 'verdict'],
  host: ['text', 'data', 'parse', 'discover', 'rules', 'service', 'smtp', 'report', 'verdict'],
  tools: ['text', 'data', 'parse', 'discover', 'rules', 'service', 'smtp', 'report', 'verdict', 'cli'],
  webview: ['report'],
  'extension.ts': ['host', 'service', 'smtp'],
  'cli.ts': ['cli', 'service', 'smtp'],
};

const PURE = new Set(['text', 'data', 'parse', 'discover', 'rules', 'service', 'report', 'verdict']);

/** Packages by the room that may use them; the bundles and their start-up time follow from this. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  data: ['fastest-levenshtein'],
  parse: ['yaml', 'jsonc-parser', 'toml-eslint-parser', '@vscode'],
  rules: ['fastest-levenshtein'],
  smtp: ['nodemailer'],
  host: ['vscode'],
  cli: ['ignore'],
  'extension.ts': ['vscode'],
};

const room = (path: string) => path.split('/')[1]!;
const edges = importGraph('src');
const say = ({ from, to }: ImportEdge) => `${from} imports ${to}`;

function isArrow({ from, to, isTypeOnly }: ImportEdge): boolean {
  if (room(from) === room(to)) return true;
  const allowed = ARROWS[room(from)] ?? [];
  return allowed.includes(room(to)) || (isTypeOnly && allowed.includes(`types:${room(to)}`));
}

test('every room of the sources has its arrows declared', () => {
  assert.deepEqual(
    sourceFiles('src')
      .map(room)
      .filter((name) => !(name in ARROWS)),
    [],
  );
});

test('imports follow the arrows', () => {
  const wrong = edges.filter(({ to }) => to.startsWith('src/')).filter((edge) => !isArrow(edge));
  assert.deepEqual(wrong.map(say), []);
});

test('the editor is known to src/host and src/extension.ts only', () => {
  const wrong = edges.filter(({ from, to }) => to === 'vscode' && room(from) !== 'host' && from !== 'src/extension.ts');
  assert.deepEqual(wrong.map(say), []);
});

test('pure rooms and the page of the report use nothing of Node', () => {
  const wrong = edges.filter(({ from, to }) => to.startsWith('node:') && (PURE.has(room(from)) || room(from) === 'webview'));
  assert.deepEqual(wrong.map(say), []);
});

test('only the transport opens sockets, asks the resolver or speaks TLS', () => {
  const network = /^node:(net|tls|dns|http|https|http2|dgram)(\/|$)/;
  const wrong = edges.filter(({ from, to }) => network.test(to) && room(from) !== 'tools' && !/^src\/smtp\/(nodeTransport|tls\/nodeTls)\.ts$/.test(from));
  assert.deepEqual(wrong.map(say), []);
});

test('packages are used by the rooms that declare them', () => {
  const isPackage = (to: string) => !to.startsWith('src/') && !to.startsWith('node:');
  const wrong = edges.filter(
    ({ from, to, isTypeOnly }) => isPackage(to) && !isTypeOnly && room(from) !== 'tools' && !(PACKAGES[room(from)] ?? []).includes(to.split('/')[0]!),
  );
  assert.deepEqual(wrong.map(say), []);
});

test('no circle of imports', () => {
  const targets = new Map<string, string[]>();
  for (const { from, to, isTypeOnly } of edges) if (!isTypeOnly) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' > '));
    if (done.has(path)) return;
    done.add(path);
    for (const next of targets.get(path) ?? []) visit(next, [...trail, path]);
  };
  for (const path of targets.keys()) visit(path, []);
  assert.deepEqual(circles, []);
});

const clock = /\b(Date\.now|new Date\(\)|performance\.now|Math\.random|setTimeout|setInterval|crypto\.random|process\.)/;

test('pure rooms have no clock, no randomness and no process', async () => {
  const { readFileSync } = await import('node:fs');
  const wrong = sourceFiles('src').filter((path) => PURE.has(room(path)) && clock.test(readFileSync(path, 'utf8')));
  assert.deepEqual(wrong, []);
});

test('the reader of imports sees every form', () => {
  const source = [
    `import a from 'x';`,
    `import type { B } from '../text/span.ts';`,
    `import {\n  c,\n  d,\n} from './e.ts';`,
    `export { f } from './g.ts';`,
    `export type * from './h.ts';`,
    `import 'node:side';`,
    `const i = await import('./j.ts');`,
    `const text = 'no import';`,
  ].join('\n');
  assert.deepEqual(
    importsOf('src/a/k.ts', source).map(({ to, isTypeOnly }) => (isTypeOnly ? `type ${to}` : to)),
    ['x', 'type src/text/span.ts', 'src/a/e.ts', 'src/a/g.ts', 'type src/a/h.ts', 'node:side', 'src/a/j.ts'],
  );
});

test('a wrong arrow is seen', () => {
  assert.equal(isArrow({ from: 'src/parse/a.ts', to: 'src/rules/b.ts', isTypeOnly: true }), false);
  assert.equal(isArrow({ from: 'src/smtp/a.ts', to: 'src/discover/b.ts', isTypeOnly: false }), false);
  assert.equal(isArrow({ from: 'src/smtp/a.ts', to: 'src/discover/b.ts', isTypeOnly: true }), true);
});
