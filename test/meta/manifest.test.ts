import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { APP_LANGUAGES } from '../../src/host/apps/languages.ts';
import { COMMANDS } from '../../src/host/commands.ts';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
    readonly languages: readonly { readonly id: string; readonly configuration?: string }[];
    readonly grammars: readonly { readonly language: string; readonly scopeName: string; readonly path: string }[];
  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const { commands, menus, configuration, languages, grammars } = manifest.contributes;

test('the manifest and the host know the same commands', () => {
  assert.deepEqual(commands.map(({ command }) => command).sort(), Object.values(COMMANDS).sort());
});

test('menus show commands that exist', () => {
  const known = new Set<string>(Object.values(COMMANDS));
  assert.deepEqual(
    Object.values(menus)
      .flat()
      .map(({ command }) => command)
      .filter((command) => !known.has(command)),
    [],
  );
});

test('the host reads exactly the settings that the manifest declares, with the same defaults', () => {
  const read = [...readFileSync('src/host/settings.ts', 'utf8').matchAll(/\.get(?:<[^(]*>)?\('([\w.]+)', ([^)]+)\)/g)];
  const defaults = Object.fromEntries(read.map(([, name, value]) => [`relayDoctor.${name}`, JSON.parse(value!.replaceAll("'", '"'))]));
  assert.deepEqual(defaults, Object.fromEntries(Object.entries(configuration.properties).map(([name, property]) => [name, property.default])));
});

test('settings that decide where a test connects are held back in an untrusted workspace', () => {
  const decisive = Object.keys(configuration.properties).filter((name) => name.startsWith('relayDoctor.test.'));
  assert.deepEqual([...manifest.capabilities.untrustedWorkspaces.restrictedConfigurations].sort(), decisive.sort());
});

test('grammars, language configurations and the icon are where the manifest says', () => {
  const paths = [manifest.icon, ...grammars.map(({ path }) => path), ...languages.flatMap((language) => language.configuration ?? [])];
  assert.deepEqual(
    paths.filter((path) => !existsSync(path)),
    [],
  );
  for (const { language, scopeName, path } of grammars) {
    assert.equal((JSON.parse(readFileSync(path, 'utf8')) as { scopeName: string }).scopeName, scopeName);
    assert.ok(
      languages.some(({ id }) => id === language),
      language,
    );
  }
});

test('every pattern of the grammars is a regular expression', () => {
  const visit = (value: unknown): string[] => {
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => (['match', 'begin', 'end'].includes(key) && typeof inner === 'string' ? [inner] : visit(inner)));
  };
  const patterns = grammars.flatMap(({ path }) => visit(JSON.parse(readFileSync(path, 'utf8'))));
  assert.notEqual(patterns.length, 0);
  for (const pattern of patterns) assert.doesNotThrow(() => new RegExp(pattern), pattern);
});

test('the extension is awake for every language in which it completes, for its kept reports and for names that promise relays to test, and for no others', () => {
  // Exact names only: a pattern would have the editor search the whole folder at each start.
  const promising = ['.env', 'main.cf', 'postfix/main.cf', 'compose.yaml', 'compose.yml', 'docker-compose.yml'].map((name) => `workspaceContains:${name}`);
  const own = manifest.contributes.languages.map(({ id }) => id).filter((id) => id.startsWith('postfix-'));
  assert.deepEqual(
    [...manifest.activationEvents].sort(),
    [...[...APP_LANGUAGES, ...own].map((id) => `onLanguage:${id}`), 'onWebviewPanel:relayDoctor.report', ...promising].sort(),
  );
});
