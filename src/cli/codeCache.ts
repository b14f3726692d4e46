import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { dirname, isAbsolute, join } from 'node:path';
import { Script } from 'node:vm';

/** A piece of the program as it was when its code was kept: any other one under this name is not it. */
interface Stamp {
  readonly file: string;
  readonly size: number;
  /** When it was last put there. Packages come with a date of modification that is the same for all. */
  readonly changedMs: number;
}

/** What the first line of a kept file lists; the code of the pieces follows in this order. */
interface KeptPiece extends Stamp {
  readonly bytes: number;
}

interface Piece {
  readonly stamp: Stamp;
  readonly script: Script;
}

interface CommonJsModule {
  exports: unknown;
  require(id: string): unknown;
}

/** How Node compiles a CommonJS file; loaders have been hooking it since Node 0.x. */
interface Compiler {
  _compile?(this: CommonJsModule, source: string, file: string, ...rest: unknown[]): unknown;
}

/**
 * Keeps what V8 compiles from the program's pieces, functions included, in the user's cache folder, so that the next run
 * of the same command need not compile them again, which is a third of a short run's time. V8 itself refuses code of another
 * version or other flags. Whoever can write there could run code as the user: a folder that others own or may write to is
 * left alone. `NODE_DISABLE_COMPILE_CACHE` switches it off, as it does Node's own. Never throws; without a folder, or on
 * any failure, the program is compiled as ever.
 */
export function keepCode(command: string, env: Readonly<Record<string, string | undefined>>): void {
  const compiler = Module.prototype as unknown as Compiler;
  const compile = compiler._compile;
  // What is typed becomes part of a file's name.
  const folder = env.NODE_DISABLE_COMPILE_CACHE || !/^[a-z]+$/.test(command) ? undefined : cacheFolder(env);
  if (folder === undefined || compile === undefined) return;
  const path = join(folder, `${command}-${process.version}-${process.arch}`);
  const kept = readKept(folder, path);
  const pieces: Piece[] = [];
  let isComplete = true;

  compiler._compile = function (source, file, ...rest) {
    const stamp = stampOf(file);
    if (!stamp) return compile.call(this, source, file, ...rest);
    const cachedData = kept.get(keyOf(stamp));
    const script = new Script(Module.wrap(source), { filename: file, ...(cachedData && { cachedData }) });
    if (!cachedData || script.cachedDataRejected) isComplete = false;
    pieces.push({ stamp, script });
    return script.runInThisContext().call(this.exports, this.exports, (id: string) => this.require(id), this, file, dirname(file));
  };
  process.once('exit', () => {
    if (!isComplete) write(folder, path, pieces);
  });
}

/** Where the platform wants caches; undefined when it does not say. */
function cacheFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const { HOME: home } = env;
  const [first, second] =
    process.platform === 'win32'
      ? [env.LOCALAPPDATA]
      : process.platform === 'darwin'
        ? [home && join(home, 'Library', 'Caches')]
        : [env.XDG_CACHE_HOME, home && join(home, '.cache')];
  const base = [first, second].find((folder) => folder && isAbsolute(folder));
  return base && join(base, 'relay-doctor');
}

function stampOf(file: string): Stamp | undefined {
  try {
    const { size, ctimeMs } = statSync(file);
    return { file, size, changedMs: ctimeMs };
  } catch {
    // Not a file of the disk: nothing to tell it by.
    return undefined;
  }
}

const keyOf = ({ file, size, changedMs }: Stamp) => `${size} ${changedMs} ${file}`;

function readKept(folder: string, path: string): ReadonlyMap<string, Buffer> {
  const kept = new Map<string, Buffer>();
  try {
    if (!isOurs(folder)) return kept;
    const bytes = readFileSync(path);
    let at = bytes.indexOf('\n') + 1;
    for (const piece of JSON.parse(bytes.toString('utf8', 0, at)) as readonly KeptPiece[]) {
      kept.set(keyOf(piece), bytes.subarray(at, at + piece.bytes));
      at += piece.bytes;
    }
    // Cut short: by a full disk, say.
    if (at !== bytes.length) kept.clear();
  } catch {
    // None yet, or none that can be read.
    kept.clear();
  }
  return kept;
}

/** Whether nobody else can put code there. Windows has its own rights, and the folder is the user's by default. */
function isOurs(folder: string): boolean {
  if (process.platform === 'win32') return true;
  const { uid, mode } = statSync(folder);
  return uid === process.getuid?.() && (mode & 0o022) === 0;
}

function write(folder: string, path: string, pieces: readonly Piece[]): void {
  const unfinished = `${path}.${process.pid}`;
  try {
    // Under sudo the home may be another's: nothing of ours belongs there.
    if (!isOurs(nearestFolder(folder))) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const codes = pieces.map(({ script }) => script.createCachedData());
    const list: KeptPiece[] = pieces.map(({ stamp }, index) => ({ ...stamp, bytes: codes[index]!.length }));
    writeWhole(unfinished, Buffer.concat([Buffer.from(`${JSON.stringify(list)}\n`), ...codes]));
    // Whole or not at all, for whoever runs at the same time.
    renameSync(unfinished, path);
  } catch {
    // A read-only home, a full disk: the next run compiles again.
    remove(unfinished);
  }
}

/** Returns when the bytes are on the disk: V8 believes them, also after a power cut. */
function writeWhole(path: string, bytes: Buffer): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Then it could not be made either.
  }
}

function nearestFolder(folder: string): string {
  for (let at = folder; ; at = dirname(at)) if (at === dirname(at) || statSync(at, { throwIfNoEntry: false })) return at;
}
