import { realpathSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { needsText } from '../parse/fileKind.ts';
import { maySpeakOfMail } from '../parse/mailWords.ts';
import type { FileKind } from '../parse/types.ts';
import type { SourceText } from '../service/types.ts';
import { envFilesOf, isFileBelow } from './envFiles.ts';
import { CannotRunError, type CliPorts, UsageError } from './ports.ts';
import { type DecodedText, decode, fileProblem, readSource, readSourceSync } from './readSource.ts';
import { createBatch, type ScanBatch, takeFrom, VERDICT } from './scanBatch.ts';
import type { ScanHelpers } from './scanThreads.ts';
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
  /** Who helps with large folders: threads by default. */
  readonly help?: Help;
}

interface Help {
  /** How many files a folder has to have: a smaller one is done when a thread has hardly started. */
  readonly from: number;
  /** How many files are handed over at a time. */
  readonly batch: number;
  start(): Promise<ScanHelpers>;
}

const THREADS: Help = { from: 2000, batch: 1024, start: async () => (await import('./scanThreads.ts')).startScanThreads() };

/** So many files are found before the first of them is read: threads have something to look at meanwhile, and memory has an end. */
const MAX_AHEAD = 65_536;

/**
 * The kind of a file that was asked for by name: no folder's name makes it foreign (node_modules), and lookup tables are
 * known by that of the folder at hand.
 */
export function kindOfNamed(kindOf: KindOf, path: string, text: string | undefined): FileKind | undefined {
  return kindOf(path, text) ?? kindOf(basename(path), text) ?? kindOf(resolve(path), text);
}

/** A folder of the command line. */
interface SearchedFolder {
  readonly operand: string;
  /** How much of a path leads to the folder: the rest is the path below it. */
  readonly start: number;
  /** The folder's own path without symbolic links. There are none below. */
  readonly real: string;
  kindOf(path: string, text?: string): FileKind | undefined;
}

/** What the walk through a folder came upon: a file that may be ours by its name, or a folder that can't be listed. */
type Met = { readonly path: string; readonly named: FileKind | undefined } | { readonly path: string; readonly error: unknown };

/** Reads the texts that the operands name: files, folders, standard input. What can't be read is named and left out. */
export class SourceReader {
  /** How many operands could not be read. */
  unreadable = 0;
  readonly #ports: CliPorts;
  readonly #options: SourceOptions;
  readonly #help: Help;
  readonly #seen = new Set<string>();

  constructor(ports: CliPorts, options: SourceOptions) {
    const { operands, stdinPath } = options;
    if (operands.length === 0) throw new UsageError('no PATH given');
    if (operands.includes(STDIN) && stdinPath === undefined) throw new UsageError('"-" needs --stdin-path NAME, which tells the kind of file');
    if (!operands.includes(STDIN) && stdinPath !== undefined) throw new UsageError('--stdin-path needs "-" among the paths');
    if (operands.filter((operand) => operand === STDIN).length > 1) throw new UsageError('"-" can be given only once');
    this.#ports = ports;
    this.#options = options;
    this.#help = options.help ?? THREADS;
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

  async *#readFolder(operand: string): AsyncGenerator<Source> {
    const folder = this.#searched(operand);
    const { from, batch: size, start } = this.#help;
    let helpers: ScanHelpers | undefined;
    let met: Met[] = [];
    let batches: ScanBatch[] = [];
    const envFiles: string[] = [];
    const handOver = () => {
      for (let done = batches.length * size; met.length - done >= size; done += size) {
        const batch = batchOf(met.slice(done, done + size), folder.start);
        batches.push(batch);
        helpers?.take(batch);
      }
    };
    try {
      for (const path of walk(operand, { onProblem: (unlisted, error) => met.push({ path: unlisted, error }) })) {
        const named = folder.kindOf(path);
        envFiles.push(...envFilesOf(path));
        // Some names settle nothing before the text is known.
        if (!named && !needsText(path.slice(folder.start))) continue;
        met.push({ path, named });
        handOver();
        if (met.length >= from && !helpers) {
          helpers = await start();
          for (const batch of batches) helpers.take(batch);
        }
        if (met.length < MAX_AHEAD) continue;
        yield* this.#readMet(met, batches, folder);
        met = [];
        batches = [];
      }
      yield* this.#readMet(met, batches, folder);
      // Whatever they are called: Compose reads them as that.
      for (const path of envFiles.filter((one) => isFileBelow(one, operand))) {
        const source = this.#readBelow(path, 'dotenv', { ...folder, kindOf: () => 'dotenv' });
        if (source) yield source;
      }
    } finally {
      helpers?.stop();
    }
  }

  #searched(operand: string): SearchedFolder {
    const name = basename(resolve(operand));
    // Lookup tables may lie deeper.
    const isTelling = /postfix/i.test(name);
    const start = join(operand, 'x').length - 1;
    const kindOf = (path: string, text?: string) => {
      const below = path.slice(start);
      // Some short names count in a folder of the right name only, be it the one that was asked for.
      const inFolder = isTelling || !below.includes(sep) ? join(name, below) : undefined;
      return this.#options.kindOf(below, text) ?? (inFolder === undefined ? undefined : this.#options.kindOf(inFolder, text)) ?? this.#kindBeside(path);
    };
    return { operand, start, real: realPathOf(operand), kindOf };
  }

  /** Reads what was met, in its order, without what others have found to be dull. */
  *#readMet(met: readonly Met[], batches: readonly ScanBatch[], folder: SearchedFolder): Generator<Source> {
    const size = this.#help.batch;
    for (const [index, one] of met.entries()) {
      const batch = batches[Math.floor(index / size)];
      if (batch) takeFrom(batch, index % size);
      if (batch?.verdicts[index % size] === VERDICT.dull) continue;
      const source = 'error' in one ? this.#reportUnlisted(one, folder) : this.#readBelow(one.path, one.named, folder);
      if (source) yield source;
    }
  }

  #reportUnlisted({ path, error }: { readonly path: string; readonly error: unknown }, { operand }: SearchedFolder): undefined {
    if (path === operand) this.#fail(path, fileProblem(error));
    else this.#report(path, fileProblem(error));
  }

  #kindOfNamed(path: string): (text?: string) => FileKind | undefined {
    const { kindOf, language } = this.#options;
    return (text) => language ?? kindOfNamed(kindOf, path, text) ?? this.#kindBeside(path);
  }

  #kindBeside(path: string): FileKind | undefined {
    return this.#options.isTable?.(path) ? 'postfix-map' : undefined;
  }

  /** A file found in a folder; undefined for those, most of them, that have nothing to do with mail. */
  #readBelow(path: string, named: FileKind | undefined, { operand, start, real, kindOf }: SearchedFolder): Source | undefined {
    try {
      const result = readSourceSync(path, (text) => maySpeakOfMail(named, text, path.slice(start)));
      const kind = result?.ok ? kindOf(path, result.source.text) : undefined;
      if (!result?.ok || !kind || this.#isKnown(join(real, path.slice(start)))) return undefined;
      return { path, kind, isNamed: false, operand, ...result.source };
    } catch (error) {
      this.#report(path, fileProblem(error));
      return undefined;
    }
  }

  /** Whether a file was met before: by another operand, or by another name. Takes the one path that all of them lead to. */
  #isKnown(identity: string): boolean {
    const isKnown = this.#seen.has(identity);
    this.#seen.add(identity);
    return isKnown;
  }

  async *#readFile(path: string, kindOf: (text?: string) => FileKind | undefined): AsyncGenerator<Source> {
    try {
      if (this.#isKnown(await realpath(path))) return;
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

function batchOf(met: readonly Met[], start: number): ScanBatch {
  const paths = met.map(({ path }) => path);
  // What could not be listed is not to be looked at again.
  return createBatch(paths, (index) => {
    const one = met[index]!;
    return 'error' in one || maySpeakOfMail(one.named, '', one.path.slice(start));
  });
}

function realPathOf(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    // Some volumes of Windows can't tell.
    return resolve(folder);
  }
}
