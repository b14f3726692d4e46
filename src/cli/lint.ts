import { writeFile } from 'node:fs/promises';
import { NEWEST_POSTFIX, OLDEST_POSTFIX } from '../discover/postfixVersion.ts';
import { FILE_KINDS, type FileKind } from '../parse/types.ts';
import { compareSeverity } from '../rules/run.ts';
import type { Severity } from '../rules/types.ts';
import { createMailConfigService } from '../service/mailConfigService.ts';
import type { Analysis, MailConfigService } from '../service/types.ts';
import { applyEdits } from '../text/span.ts';
import { type CommandSpec, readArgs } from './args.ts';
import { lintJson } from './lintJson.ts';
import { lintText } from './lintText.ts';
import { type CliPorts, EXIT, UsageError } from './ports.ts';
import { readPostfixVersion, versionEvidence } from './postfixVersion.ts';
import { createTableFinder, type PostfixSurroundings, surroundingsOf } from './postfixView.ts';
import { createProjectFiles, type ProjectFiles } from './projectFiles.ts';
import { fileProblem } from './readSource.ts';
import { type Source, SourceReader, STDIN } from './sources.ts';
import { painter } from './style.ts';

export const lintCommand: CommandSpec = {
  name: 'lint',
  operands: 'PATH…',
  about: 'Finds mistakes in outgoing-mail settings: Postfix, .env, the configuration files and the code of apps.',
  options: {
    format: { value: 'FORMAT', choices: ['text', 'json', 'sarif'], fallback: 'text', about: 'how to print the findings (default text)' },
    'min-severity': {
      value: 'SEVERITY',
      choices: ['error', 'warning', 'information', 'hint'],
      fallback: 'warning',
      about: 'exit 1 from this severity on (default warning); lighter findings are still listed',
    },
    fix: { about: 'apply the fixes that are safe, then list what is left' },
    'postfix-version': {
      value: 'VERSION',
      fallback: 'auto',
      about: `the Postfix to judge by, ${OLDEST_POSTFIX} to ${NEWEST_POSTFIX}; auto takes the installed one for its own folder, what a Dockerfile beside or above installs, else the newest (default auto)`,
    },
    language: {
      value: 'LANGUAGE',
      choices: FILE_KINDS,
      about: 'read the files that are named, and "-", as this, whatever they are called; folders are searched as ever',
    },
    'stdin-path': { value: 'NAME', about: 'the file name that "-" (standard input) is read under' },
  },
  notes: [
    'A PATH is a file, a folder or "-". Folders are searched without .git, node_modules and what .gitignore\nexcludes; .env files are read even when git ignores them. Symbolic links found on the way are not followed.',
    'Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 a PATH could not be read and nothing was found elsewhere.',
  ],
};

/** One text, looked at. `analysis.file.text` is the text after any fixes. */
export interface LintedFile {
  readonly path: string;
  readonly analysis: Analysis;
  /** The files around it, by the names that findings give them. */
  readonly around?: Neighbours;
}

/** How the files that a finding names are found. */
export type Neighbours = Pick<PostfixSurroundings, 'nameOf' | 'readText'>;

/** A text with the folder that it is judged in. */
type PlacedSource = Source & { readonly around?: PostfixSurroundings };

export interface LintResult {
  readonly files: readonly LintedFile[];
  /** How many findings the safe fixes removed, and from how many files. */
  readonly fixed: { readonly findings: number; readonly files: number };
}

/** `relay-doctor lint`. Returns the exit code. @throws UsageError, CannotRunError */
export async function lint(argv: readonly string[], ports: CliPorts): Promise<number> {
  const args = readArgs(lintCommand, argv);
  const isFix = args.flag('fix');
  if (isFix && args.operands.includes(STDIN)) throw new UsageError('--fix changes files: it can\'t be used with "-"');
  const service = createMailConfigService({ logger: { error: (message) => ports.err.write(`relay-doctor: ${message}\n`) }, grammars: ports.grammars });
  const reader = new SourceReader(ports, {
    operands: args.operands,
    stdinPath: args.text('stdin-path'),
    kindOf: service.kindOf,
    isTable: createTableFinder(),
    language: args.text('language') as FileKind | undefined,
  });

  const wanted = args.text('postfix-version') ?? 'auto';
  const version = wanted === 'auto' ? undefined : readPostfixVersion(wanted);
  const projects = createProjectFiles();
  const files: LintedFile[] = [];
  const fixed = { findings: 0, files: 0 };
  let unwritable = 0;
  for await (const found of reader.read()) {
    const source = await inFolder(found, version, projects);
    await service.prepare(source);
    const analysis = service.analyze(source);
    if (!analysis || !isWorthListing(analysis, source.isNamed)) continue;
    const after = isFix ? await fixFile(service, source, analysis, ports) : analysis;
    if (!after) unwritable += 1;
    else if (after !== analysis) {
      projects.forget(source.path);
      fixed.findings += Math.max(0, analysis.findings.length - after.findings.length);
      fixed.files += 1;
    }
    const around = neighboursOf(source);
    files.push({ path: source.path, analysis: after ?? analysis, ...(around && { around }) });
  }

  ports.out.write(await format(args.choice('format'), { files, fixed }, ports));
  const limit = args.choice<Severity>('min-severity');
  const isFound = files.some(({ analysis }) => analysis.findings.some(({ severity }) => compareSeverity(severity, limit) <= 0));
  if (isFound) return EXIT.found;
  return reader.unreadable + unwritable > 0 ? EXIT.couldNotRun : EXIT.clean;
}

/** Lets a file of this machine see what lies around it. Standard input has nothing around, whatever name it goes by. */
async function inFolder(source: Source, version: string | undefined, projects: ProjectFiles): Promise<PlacedSource> {
  if (!source.kind.startsWith('postfix-')) return source.isStdin ? source : { ...source, project: projects.of(source.path, source.operand) };
  const wanted = version !== undefined && { postfixVersion: version };
  if (source.isStdin) return { ...source, ...wanted };
  const around = surroundingsOf(source.path, source.kind);
  return { ...source, around, ...(wanted || { evidence: await versionEvidence(source.path, around) }) };
}

function neighboursOf({ around, project }: PlacedSource): Neighbours | undefined {
  return around ?? (project && { nameOf: (path) => path, readText: (path) => project.view.readText(path) });
}

/** A folder is full of YAML and JSON that has nothing to do with mail: it would only bury the rest. */
function isWorthListing({ file, settings, findings }: Analysis, isNamed: boolean): boolean {
  return isNamed || file.kind === 'postfix-main' || settings.length > 0 || findings.length > 0;
}

/** Writes the safe fixes into the file. Returns the analysis of its new text, the same one when nothing is safe to fix, undefined when it can't be written. */
async function fixFile(service: MailConfigService, source: PlacedSource, analysis: Analysis, { err }: CliPorts): Promise<Analysis | undefined> {
  const text = applyEdits(source.text, service.fixAll(analysis));
  if (text === source.text) return analysis;
  try {
    await writeFile(source.path, text, source.encoding);
  } catch (error) {
    err.write(`relay-doctor: ${source.path}: ${fileProblem(error)}\n`);
    return undefined;
  }
  return service.analyze({ ...source, text });
}

async function format(name: 'text' | 'json' | 'sarif', result: LintResult, { out, env }: CliPorts): Promise<string> {
  if (name === 'json') return `${JSON.stringify(lintJson(result), null, 2)}\n`;
  if (name === 'text') return lintText(result, painter(out, env));
  const { lintSarif } = await import('./sarif.ts');
  return `${JSON.stringify(lintSarif(result), null, 2)}\n`;
}
