import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileKind } from '../../src/parse/fileKind.ts';
import { ruleLink, rulePage, VERSION } from '../../src/rules/link.ts';
import { rules } from '../../src/rules/registry.ts';
import type { Rule, Severity } from '../../src/rules/types.ts';
import { sourceFiles } from '../support/importGraph.ts';
import { codeName, findingsOf, fixtureFolder, fixtureRuleIds, fixturesIn, idOfFile } from '../support/ruleFixtures.ts';

/** The gravest severity that a rule of an area may have, and the lightest. */
const SEVERITIES: Readonly<Record<string, readonly Severity[]>> = {
  access: ['error', 'warning', 'information', 'hint'],
  filter: ['error', 'warning', 'information', 'hint'],
  master: ['error', 'warning', 'information', 'hint'],
  milter: ['error', 'warning', 'information', 'hint'],
  auth: ['error', 'warning', 'information'],
  postfix: ['error', 'warning', 'information', 'hint'],
  identity: ['error', 'warning', 'information', 'hint'],
  queue: ['error', 'warning', 'information', 'hint'],
  relay: ['error', 'warning', 'information', 'hint'],
  secrets: ['error', 'warning', 'information'],
  server: ['error', 'warning', 'information'],
  suppression: ['warning'],
  syntax: ['error', 'warning', 'information'],
  table: ['error', 'warning', 'information', 'hint'],
  tls: ['error', 'warning', 'information'],
};

/** First words of a rule's name. */
const VOCABULARY = ['missing', 'duplicate', 'unknown', 'deprecated', 'mismatched', 'malformed', 'unsafe', 'unused', 'unreachable'];

/** Names outside the vocabulary: the mistake is a thing of its own, which the words would only blur. */
const NAMED_OTHERWISE = new Set([
  'syntax/unescaped-backslash',
  'syntax/unescaped-ampersand',
  'syntax/blank-before-equals',
  'syntax/stray-blank',
  'syntax/typographic-quotes',
  'syntax/unquoted-mark',
  'syntax/encoded-newline',
  'syntax/unquoted-boolean',
  'syntax/unquoted-scalar',
  'syntax/unescaped-percent',
  'syntax/unescaped-dollar',
  'secrets/masked-password',
  'master/orphaned-options',
  'postfix/read-only-parameter',
  'postfix/stale-table-index',
  'postfix/removed-parameter',
  'postfix/undefined-macro',
  'relay/unsupported-relayhost-list',
  'postfix/unsupported-macro',
  'postfix/unsupported-parameter',
  'identity/unsupported-delimiter',
  'tls/unsupported-implicit-tls',
  'syntax/carriage-return',
  'syntax/control-character',
  'relay/self-relayhost',
  'secrets/placeholder-credentials',
  'secrets/inline-credentials',
  'syntax/byte-order-mark',
  'syntax/inline-comment',
  'syntax/leading-continuation',
  'syntax/literal-quotes',
  'syntax/non-ascii-blank',
  'syntax/nul-byte',
  'syntax/orphaned-continuation',
  'syntax/quoted-value',
  'syntax/swallowed-setting',
  'syntax/unencoded-url',
  'syntax/unquoted-hash',
  'syntax/unquoted-space',
  'syntax/trailing-backslash',
  'syntax/unread-file',
]);

const areas = Object.keys(SEVERITIES);
const ruleFiles = areas.flatMap((area) => sourceFiles(`src/rules/${area}`));
const sorted = (texts: readonly string[]) => [...texts].sort();
const ids = rules.map(({ meta }) => meta.id);

test('the registry lists every rule file once, sorted by id', () => {
  assert.deepEqual(ids, sorted(ids));
  assert.deepEqual(sorted(ruleFiles.map(idOfFile)), ids);
});

test('the registry holds imports and lines, nothing else', () => {
  const lines = readFileSync('src/rules/registry.ts', 'utf8').split('\n');
  const isDull = (line: string) =>
    /^(import (type )?\{ \w+ \} from '\.\/.*';|\/\*\* .* \*\/|\/\/ .*|export const rules: readonly Rule\[\] = \[|\s+\w+,|\];|)$/.test(line);
  assert.deepEqual(
    lines.filter((line) => !isDull(line)),
    [],
  );
});

test('folders of rules are the areas', () => {
  const folders = new Set(sourceFiles('src/rules').flatMap((path) => path.split('/').slice(2, -1)));
  assert.deepEqual(sorted([...folders]), sorted([...areas, 'support']));
});

test('fixtures belong to a rule', () => {
  assert.deepEqual(
    fixtureRuleIds().filter((id) => !ids.includes(id)),
    [],
  );
});

test('names outside the vocabulary are those of real rules', () => {
  assert.deepEqual(
    [...NAMED_OTHERWISE].filter((id) => !ids.includes(id)),
    [],
  );
});

test('links lead to the pages of this version', () => {
  const { version, repository } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string; repository?: { url: string } };
  assert.equal(VERSION, version);
  assert.equal(rulePage('tls/missing-ca'), 'media/rules/tls-missing-ca.md');
  assert.ok(ruleLink('tls/missing-ca').endsWith(`/blob/v${version}/media/rules/tls-missing-ca.md`));
  if (repository) assert.ok(ruleLink('tls/missing-ca').startsWith(repository.url.replace(/^git\+/, '').replace(/\.git$/, '')));
});

async function exportsOf(rule: Rule): Promise<Record<string, unknown>> {
  const [area] = rule.meta.id.split('/');
  return (await import(`../../src/rules/${area}/${codeName(rule.meta.id)}.ts`)) as Record<string, unknown>;
}

for (const rule of rules) {
  const { meta } = rule;
  describe(meta.id, () => {
    test('file, export and id have one name', async () => {
      assert.deepEqual(Object.keys(await exportsOf(rule)), [codeName(meta.id)]);
      assert.equal((await exportsOf(rule))[codeName(meta.id)], rule);
    });

    test('its id is made of agreed words', () => {
      assert.match(meta.id, /^[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*$/);
      const first = meta.id.split(/[/-]/)[1]!;
      assert.ok(VOCABULARY.includes(first) || NAMED_OTHERWISE.has(meta.id), `"${first}" is none of ${VOCABULARY.join(', ')}`);
    });

    test('its severity is one of its area', () => assert.ok(SEVERITIES[meta.id.split('/')[0]!]?.includes(meta.severity)));

    test('its metadata is complete', () => {
      assert.match(meta.since, /^\d+\.\d+\.\d+$/);
      assert.ok(meta.kinds.length > 0 && new Set(meta.kinds).size === meta.kinds.length);
      assert.match(meta.title, /^[A-Z].*[^.!]$/);
      assert.match(meta.why, /^[^!]{40,600}\.$/);
      assert.ok(meta.references.length > 0);
      for (const { title, url } of meta.references) assert.ok(title !== '' && /^https:\/\/[^\s]+$/.test(url), url);
      assert.equal(meta.fix === 'none', rule.fixes === undefined, 'fix and fixes() disagree');
    });

    test('its examples are read as they say', () => {
      for (const example of [meta.bad, meta.ok]) {
        assert.ok(meta.kinds.includes(example.kind));
        assert.equal(fileKind(example.path, example.text), example.kind);
      }
    });

    test('its bad example yields one finding, its ok example none', () => {
      assert.equal(findingsOf(meta.bad.path, meta.bad.text, [rule], meta.bad.around, meta.bad).length, 1);
      assert.deepEqual(
        findingsOf(meta.ok.path, meta.ok.text, [rule], meta.ok.around, meta.ok).map(({ message }) => message),
        [],
      );
    });

    test('its messages are one line without blame', () => {
      const bad = fixturesIn(fixtureFolder(meta.id), 'bad-').flatMap(({ path, text, around, place }) => findingsOf(path, text, [rule], around, place));
      for (const { message, fixes } of bad) {
        assert.match(message, /^[^\n!]{10,300}$/);
        assert.doesNotMatch(message.replaceAll('did you mean', ''), /\b(you|your|please|oops)\b/i);
        assert.doesNotMatch(message, /\.$/);
        for (const { title } of fixes) assert.match(title, /^[A-Z][^\n!]{3,160}[^.]$/);
      }
    });

    test('it has fixtures both ways', () => {
      assert.ok(fixturesIn(fixtureFolder(meta.id), 'bad-').length > 0, 'no bad-* fixture');
      assert.ok(fixturesIn(fixtureFolder(meta.id), 'ok-').length > 0, 'no ok-* fixture');
    });

    test('it has a page', () => assert.ok(existsSync(rulePage(meta.id))));
  });
}
