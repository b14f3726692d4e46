import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { test } from 'node:test';
import { rulePage } from '../../src/rules/link.ts';
import { rules } from '../../src/rules/registry.ts';

/** Every Markdown file of ours: the top level, `.github` and the shipped pages. */
const documents = ['.', '.github', 'media', 'media/rules'].flatMap((folder) =>
  existsSync(folder) ? readdirSync(folder).flatMap((name) => (name.endsWith('.md') ? [posix.join(folder, name)] : [])) : [],
);
const read = (path: string) => readFileSync(path, 'utf8');

function betweenMarkers(path: string, name: string): string {
  const [, inside] = new RegExp(`<!-- ${name}:start -->\n([\\s\\S]*)<!-- ${name}:end -->`).exec(read(path)) ?? [];
  assert.ok(inside !== undefined, `${path} lacks the markers of "${name}"`);
  return inside;
}

/** GitHub's anchor for a heading. */
const anchorOf = (heading: string) =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsIn = (path: string) => [...read(path).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => anchorOf(heading!));

/** Links and images of a document, code left out. */
function linksIn(path: string): string[] {
  const prose = read(path)
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target]) => target!);
}

test('the README lists every rule, as it is', () => {
  const table = betweenMarkers('README.md', 'rules');
  const rows = [...table.matchAll(/^\| \[([^\]]+)\]\(([^)]+)\) \| (.*?) \| (\w+) \|/gm)].map(([, id, page, title, severity]) => ({
    id,
    page,
    title,
    severity,
  }));
  assert.deepEqual(
    rows,
    rules.map(({ meta: { id, title, severity } }) => ({ id, page: rulePage(id), title, severity })),
  );
});

test('every page belongs to a rule', () => {
  const pages = new Set(rules.map(({ meta }) => rulePage(meta.id)));
  assert.deepEqual(
    documents.filter((path) => path.startsWith('media/rules/') && !pages.has(path)),
    [],
  );
});

test('relative links lead somewhere', () => {
  const broken = documents.flatMap((path) =>
    linksIn(path).flatMap((target) => {
      if (/^[a-z]+:/.test(target)) return [];
      const [file = '', anchor] = target.split('#');
      const full = file === '' ? path : posix.join(posix.dirname(path), file);
      const isThere = existsSync(full) && (anchor === undefined || anchorsIn(full).includes(anchor));
      return isThere ? [] : [`${path}: ${target}`];
    }),
  );
  assert.deepEqual(broken, []);
});

test('paths that the guides name exist', () => {
  const missing = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md'].flatMap((path) =>
    [...read(path).matchAll(/`((?:src|test|media|\.ci)\/[^`\s]+)`/g)].flatMap(([, named]) => {
      // A pattern for paths (`<area>`, `*`) is checked up to its first variable part.
      const fixed = named!.replace(/[^/]*[<*].*$/, '');
      return existsSync(fixed) ? [] : [`${path}: ${named}`];
    }),
  );
  assert.deepEqual(missing, []);
});

test('scripts that the guides name exist', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const missing = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md'].flatMap((path) =>
    [...read(path).matchAll(/npm run ([\w:-]+)/g)].flatMap(([, name]) => (name! in scripts ? [] : [`${path}: ${name}`])),
  );
  assert.deepEqual(missing, []);
});

test('rules that documents name exist', () => {
  const ids = new Set(rules.map(({ meta }) => meta.id));
  const unknown = documents.flatMap((path) => {
    const named = [...read(path).matchAll(/relay-doctor-disable-next-line ([a-z]+\/[a-z0-9-]+)/g)].map(([, id]) => id!);
    // The page of this rule shows a misspelt id on purpose.
    return path.endsWith('suppression-unknown-rule.md') ? [] : named.filter((id) => !ids.has(id)).map((id) => `${path}: ${id}`);
  });
  assert.deepEqual(unknown, []);
});
