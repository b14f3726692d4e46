import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { grammarFiles } from '../../src/cli/grammarFiles.ts';
import { type CliPorts, InterruptedError } from '../../src/cli/ports.ts';

export interface FakePorts extends CliPorts {
  /** What was written so far. */
  readonly said: { out: string; err: string };
}

export interface FakeOptions {
  readonly isTty?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  /** The answer to every question; nobody to ask when absent. */
  readonly answer?: boolean;
  readonly secret?: string;
  /** Every question is answered by Ctrl+C. */
  readonly interrupts?: boolean;
  readonly signal?: AbortSignal;
}

export function fakePorts(options: FakeOptions = {}): FakePorts {
  const said = { out: '', err: '' };
  const sink = (name: 'out' | 'err') => ({
    isTty: options.isTty === true,
    write(text: string) {
      said[name] += text;
    },
  });
  return {
    said,
    out: sink('out'),
    err: sink('err'),
    env: options.env ?? {},
    grammars: grammarFiles,
    readStdin: async () => (typeof options.stdin === 'string' ? Buffer.from(options.stdin) : (options.stdin ?? new Uint8Array())),
    isInteractive: options.answer !== undefined || options.secret !== undefined || options.interrupts === true,
    async confirm(question) {
      said.err += question;
      if (options.interrupts) throw new InterruptedError();
      return options.answer ?? assert.fail('asked although nobody is there');
    },
    async askSecret(question) {
      said.err += question;
      if (options.interrupts) throw new InterruptedError();
      return options.secret ?? assert.fail('asked although nobody is there');
    },
    catchInterrupt: () => options.signal ?? new AbortController().signal,
  };
}

/** A temporary folder holding the given files; removed by `remove`. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'relay-doctor-cli-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
