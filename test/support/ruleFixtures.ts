/**
 * Files that a rule is tried on. Each rule has a folder `test/fixtures/rules/<area>/<name>/` with
 *
 * - `bad-<label>/<path>`: one file under its real name (`main.cf`, `.env`, `config/packages/mailer.yaml`), so that it is
 *   recognised as in a workspace. `bad-<label>.expected` beside it lists the findings of this one rule, a line each:
 *   `line:column-line:column severity message`, counted from 1, the end exclusive.
 * - `fixed-<label>/<path>`: the same file after the preferred fix of every finding; there when the rule has a fix.
 * - `ok-<label>/<path>`: a near-miss, on which the rule would fire if its guard were missing.
 * - `around/<name>` in any of them: another file of the same folder, which the rule sees as `<name>` and as
 *   `/etc/postfix/<name>`; in `fixed-<label>` only those that a fix has changed.
 * - `around/folder.json`: what is known besides texts, null for a file that is surely not there:
 *   `{ "version": "3.4", "facts": { "/etc/postfix/virtual.db": { "modifiedMs": 1, "mode": 384 }, "/etc/aliases": null } }`.
 *
 * A file of an application sees the files around it as its project: `around/.env`, `around/fly.toml`, and `"tracked": true`
 * in `folder.json` for what git says of it.
 *
 * `UPDATE_FIXTURES=1` writes `.expected` and `fixed-*` anew; read the difference before you commit it.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { type KnownFacts, viewOfTexts } from '../../src/discover/postfixFolder.ts';
import { createProject } from '../../src/discover/project.ts';
import { rules } from '../../src/rules/registry.ts';
import { runRules } from '../../src/rules/run.ts';
import type { Finding, Rule, RuleContext } from '../../src/rules/types.ts';
import { understand } from '../../src/service/understand.ts';
import { createLineIndex } from '../../src/text/lineIndex.ts';
import type { Span } from '../../src/text/span.ts';
import './blocks.ts';
import './formats.ts';
import './programs.ts';

export const isUpdating = process.env.UPDATE_FIXTURES === '1';

export interface FixtureFile {
  /** `bad-provider`, without the folders above. */
  readonly name: string;
  /** The path the file goes by, relative to its fixture's folder. */
  readonly path: string;
  readonly text: string;
  /** Texts of the files around it, by name. */
  readonly around: Readonly<Record<string, string>>;
  readonly place: Place;
}

/** What is known of a file's place besides the texts around it. */
export interface Place {
  readonly version?: string;
  readonly facts?: KnownFacts;
  /** Whether git has the file, where that is known. */
  readonly tracked?: boolean;
}

const AROUND = 'around/';
const PLACE = 'folder.json';

const kebab = (camel: string) => camel.replaceAll(/[A-Z]|(?<=[a-z])\d/g, (start) => `-${start.toLowerCase()}`);

export const fixtureFolder = (ruleId: string) => posix.join('test/fixtures/rules', ruleId);

/** The fixtures of a folder whose names begin with `prefix`, sorted. */
export function fixturesIn(folder: string, prefix = ''): FixtureFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(prefix))
    .map(({ name }) => readFixture(folder, name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readFixture(folder: string, name: string): FixtureFile {
  const entries = readdirSync(join(folder, name), { recursive: true, withFileTypes: true } as { recursive: true; withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join((entry as unknown as { parentPath: string }).parentPath, entry.name))
    .map((full) => ({ path: full.slice(join(folder, name).length + 1).replaceAll('\\', '/'), text: readFileSync(full, 'utf8') }));
  const own = files.filter(({ path }) => !path.startsWith(AROUND));
  const isChangeElsewhere = name.startsWith('fixed-') && own.length === 0 && files.length > 0;
  if (own.length !== 1 && !isChangeElsewhere) throw new Error(`${folder}/${name} has ${own.length} files. expected one`);
  const around = files.flatMap(({ path, text }) => (path.startsWith(AROUND) ? [[path.slice(AROUND.length), text] as const] : []));
  const { [PLACE]: place, ...texts } = Object.fromEntries(around) as Record<string, string>;
  return { name, path: own[0]?.path ?? '', text: own[0]?.text ?? '', around: texts, place: place === undefined ? {} : (JSON.parse(place) as Place) };
}

/** Reads a text as the service would. A file that is none of ours is a mistake of the fixture. */
export function contextOf(path: string, text: string, around: FixtureFile['around'] = {}, { version, facts, tracked }: Place = {}): RuleContext {
  const view = viewOfTexts(around, facts);
  const project = createProject(tracked === undefined ? view : { ...view, isTracked: () => tracked });
  const context = understand({ path, text, around: view, project, ...(version && { postfixVersion: version }) });
  if (!context) throw new Error(`"${path}" is not recognised as a kind of file that is read`);
  return context;
}

/** Runs rules on a text; one that throws or breaks the engine's terms fails the test. */
export function findingsOf(path: string, text: string, wanted: readonly Rule[] = rules, around: FixtureFile['around'] = {}, place: Place = {}): Finding[] {
  return runRules(contextOf(path, text, around, place), {
    rules: wanted,
    onRuleError: (id, error) => {
      throw new Error(`${id}: ${error.message}`, { cause: error });
    },
  });
}

/** One finding in the form of `.expected`. */
export function formatFinding(text: string, { span, severity, message }: Finding): string {
  return `${formatSpan(text, span)} ${severity} ${message}`;
}

export function formatSpan(text: string, { start, end }: Span): string {
  const lines = createLineIndex(text);
  const place = (offset: number) => {
    const { line, character } = lines.positionAt(offset);
    return `${line + 1}:${character + 1}`;
  };
  return `${place(start)}-${place(end)}`;
}

/** Compares with a file, or writes it while updating. Undefined when the file does not exist. */
export function readGolden(path: string, actual: string): string | undefined {
  if (isUpdating) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, actual);
  }
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

export function removeWhileUpdating(path: string): void {
  if (isUpdating) rmSync(path, { recursive: true, force: true });
}

/** The rule that a fixture folder belongs to, as `area/name`; for finding folders that no rule owns. */
export function fixtureRuleIds(): string[] {
  const root = 'test/fixtures/rules';
  return existsSync(root) ? readdirSync(root).flatMap((area) => readdirSync(join(root, area)).map((name) => `${area}/${name}`)) : [];
}

/** `missingEquals` for `syntax/missing-equals`: what its file and its export are called. */
export function codeName(ruleId: string): string {
  return ruleId.slice(ruleId.indexOf('/') + 1).replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `syntax/missing-equals` for `src/rules/syntax/missingEquals.ts`. */
export function idOfFile(path: string): string {
  const [area = '', file = ''] = path.split('/').slice(-2);
  return `${area}/${kebab(file.replace(/\.ts$/, ''))}`;
}
