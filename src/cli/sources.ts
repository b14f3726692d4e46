import { statSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { envFilesIn } from '../discover/environments.ts';
import { needsText } from '../parse/fileKind.ts';
import { maySpeakOfMail } from '../parse/mailWords.ts';
import type { FileKind } from '../parse/types.ts';
import { parseYaml } from '../parse/yaml.ts';
import type { SourceText } from '../service/types.ts';
import { CannotRunError, type CliPorts, UsageError } from './ports.ts';
import { type DecodedText, decode, fileProblem, readSource, readSourceSync } from './readSource.ts';
import { walk } from './walk.ts';

/** The operand that stands for standard input. */
export const STDIN = '-';

/** A text to look at, and where it came from. */
export interface Source extends Omit<SourceText, 'around'>, DecodedText {
  readonly kind: FileKind;
  /** Named on the command line, not found in a folder. */
  readonly isNamed: boolean;
  /** Came through a pipe: its path is a mere name. */
  readonly isStdin?: true;
  /** The folder of the command line that it was found in. */
  readonly operand?: string;
}

export type KindOf = (path: string, text?: string) => FileKind | undefined;

export interface SourceOptions {
  readonly operands: readonly string[];
  /** What standard input is called. */
  readonly stdinPath: string | undefined;
  readonly kindOf: KindOf;
  /** Tells a table by the files beside it, where its name says nothing. */
  readonly isTable?: (path: string) => boolean;
  /** What the files named on the command line are, whatever they are called. */
  readonly language?: FileKind | undefined;
}

/**
 * The kind of a file that was asked for by name: no folder's name makes it foreign (node_modules), and lookup tables are
 * known by that of the folder at hand.
 */
export function kindOfNamed(kindOf: KindOf, path: string, text: string | undefined): FileKind | undefined {
  return kindOf(path, text) ?? kindOf(basename(path), text) ?? kindOf(resolve(path), text);
}

const COMPOSE_FILE = /(^|[/\\._-])compose[^/\\]*\.ya?ml$/i;

/** The files that the services of a Compose file take variables from. */
function envFilesOf(path: string): string[] {
  try {
    const result = readSourceSync(path, (text) => text.includes('env_file'));
    return result?.ok ? envFilesIn(parseYaml(result.source.text, path)).map((named) => join(dirname(path), named.path)) : [];
  } catch {
    // Not for us to read: the walk says so when it comes to the file itself.
    return [];
  }
}

/** What a file's name says of its kind, and its text. */
interface NameKind {
  readonly named: FileKind | undefined;
  kindOf(text: string): FileKind | undefined;
}

/** Reads the texts that the operands name: files, folders, standard input. What can't be read is named and left out. */
export class SourceReader {
  /** How many operands could not be read. */
  unreadable = 0;
  readonly #ports: CliPorts;
  readonly #options: SourceOptions;
  readonly #seen = new Set<string>();

  constructor(ports: CliPorts, options: SourceOptions) {
    const { operands, stdinPath } = options;
    if (operands.length === 0) throw new UsageError('no PATH given');
    if (operands.includes(STDIN) && stdinPath === undefined) throw new UsageError('"-" needs --stdin-path NAME, which tells the kind of file');
    if (!operands.includes(STDIN) && stdinPath !== undefined) throw new UsageError('--stdin-path needs "-" among the paths');
    if (operands.filter((operand) => operand === STDIN).length > 1) throw new UsageError('"-" can be given only once');
    this.#ports = ports;
    this.#options = options;
  }

  async *read(): AsyncGenerator<Source> {
    for (const operand of this.#options.operands) {
      if (operand === STDIN) yield* this.#readStdin(this.#options.stdinPath!);
      else yield* this.#readOperand(operand);
    }
  }

  async *#readStdin(path: string): AsyncGenerator<Source> {
    const result = decode(await this.#ports.readStdin());
    if (!result.ok) throw new CannotRunError(`standard input is ${result.reason}`);
    const kind = this.#options.language ?? this.#options.kindOf(path, result.source.text);
    if (!kind) throw new UsageError(`"${path}" is not the name of a file that is read for mail settings`);
    yield { path, kind, isNamed: true, isStdin: true, ...result.source };
  }

  async *#readOperand(operand: string): AsyncGenerator<Source> {
    let isFolder: boolean;
    try {
      const stats = await stat(operand);
      isFolder = stats.isDirectory();
      if (!isFolder && !stats.isFile()) return this.#fail(operand, 'neither a file nor a folder; pipe it to "-" instead');
    } catch (error) {
      return this.#fail(operand, fileProblem(error));
    }
    if (isFolder) yield* this.#readFolder(operand);
    else yield* this.#readFile(operand, this.#kindOfNamed(operand));
  }

  async *#readFolder(folder: string): AsyncGenerator<Source> {
    const onProblem = (path: string, error: unknown) => {
      if (path === folder) this.#fail(path, fileProblem(error));
      else this.#report(path, fileProblem(error));
    };
    const name = basename(resolve(folder));
    // Lookup tables may lie deeper.
    const isTelling = /postfix/i.test(name);
    const start = join(folder, 'x').length - 1;
    const envFiles: string[] = [];
    for await (const path of walk(folder, { onProblem })) {
      const below = path.slice(start);
      if (COMPOSE_FILE.test(path)) envFiles.push(...envFilesOf(path));
      // Some short names count in a folder of the right name only, be it the one that was asked for.
      const inFolder = isTelling || !below.includes(sep) ? join(name, below) : undefined;
      const kindOf = (text?: string) =>
        this.#options.kindOf(below, text) ?? (inFolder === undefined ? undefined : this.#options.kindOf(inFolder, text)) ?? this.#kindBeside(path);
      // Some names settle nothing before the text is known.
      const named = kindOf();
      if (named || needsText(below)) {
        const source = await this.#readBelow(path, { named, kindOf }, folder);
        if (source) yield source;
      }
    }
    // Whatever they are called: Compose reads them as that.
    for (const path of envFiles) {
      const isBelow = !relative(folder, path).startsWith('..') && statSync(path, { throwIfNoEntry: false })?.isFile();
      const source = isBelow ? await this.#readBelow(path, { named: 'dotenv', kindOf: () => 'dotenv' }, folder) : undefined;
      if (source) yield source;
    }
  }

  #kindOfNamed(path: string): (text?: string) => FileKind | undefined {
    const { kindOf, language } = this.#options;
    return (text) => language ?? kindOfNamed(kindOf, path, text) ?? this.#kindBeside(path);
  }

  #kindBeside(path: string): FileKind | undefined {
    return this.#options.isTable?.(path) ? 'postfix-map' : undefined;
  }

  /** A file found in a folder; undefined for those, most of them, that have nothing to do with mail. */
  async #readBelow(path: string, { named, kindOf }: NameKind, operand: string): Promise<Source | undefined> {
    try {
      const result = readSourceSync(path, (text) => maySpeakOfMail(named, text, path.slice(operand.length)));
      const kind = result?.ok ? kindOf(result.source.text) : undefined;
      if (!result?.ok || !kind || (await this.#isKnown(path))) return undefined;
      return { path, kind, isNamed: false, operand, ...result.source };
    } catch (error) {
      this.#report(path, fileProblem(error));
      return undefined;
    }
  }

  /** Whether a file was met before: by another operand, or by another name. */
  async #isKnown(path: string): Promise<boolean> {
    const identity = await realpath(path);
    const isKnown = this.#seen.has(identity);
    this.#seen.add(identity);
    return isKnown;
  }

  async *#readFile(path: string, kindOf: (text?: string) => FileKind | undefined): AsyncGenerator<Source> {
    try {
      if (await this.#isKnown(path)) return;
      const result = await readSource(path);
      const kind = result.ok ? kindOf(result.source.text) : undefined;
      if (result.ok && kind) yield { path, kind, isNamed: true, ...result.source };
      else this.#report(path, `${result.ok ? 'not a file that is read for mail settings' : result.reason}, left out`);
    } catch (error) {
      this.#fail(path, fileProblem(error));
    }
  }

  #fail(path: string, problem: string): void {
    this.unreadable += 1;
    this.#report(path, problem);
  }

  #report(path: string, problem: string): void {
    this.#ports.err.write(`relay-doctor: ${path}: ${problem}\n`);
  }
}
