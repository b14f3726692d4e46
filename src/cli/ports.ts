import type { GrammarFiles } from '../parse/format.ts';

/** Where the command line writes to. */
export interface TextSink {
  write(text: string | Uint8Array): void;
  /** Whether a person looks at it, so that colours make sense. */
  readonly isTty: boolean;
}

/** What the commands need of the process: a test gives its own. */
export interface CliPorts {
  readonly out: TextSink;
  readonly err: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The grammars of programming languages. */
  readonly grammars: GrammarFiles;
  readStdin(): Promise<Uint8Array>;
  /** Whether there is somebody to ask. */
  readonly isInteractive: boolean;
  /** @throws InterruptedError */
  confirm(question: string): Promise<boolean>;
  /** Asks for a password without showing it; '' when the answer is withheld. @throws InterruptedError */
  askSecret(question: string): Promise<string>;
  /** From here on the first Ctrl+C fires this signal instead of ending the process. */
  catchInterrupt(): AbortSignal;
}

/** Exit codes: stable, scripts rely on them. */
export const EXIT = {
  clean: 0,
  /** Findings at or above the wanted severity, or a failed test. */
  found: 1,
  usage: 2,
  couldNotRun: 3,
  /** 128 + SIGINT, as shells report it. */
  interrupted: 130,
} as const;

/** The command line was wrong: exit 2, and a hint at `--help`. */
export class UsageError extends Error {}

/** The command was right but could not be carried out: exit 3. */
export class CannotRunError extends Error {}

/** The user interrupted at a prompt (Ctrl+C): exit 130. */
export class InterruptedError extends Error {}
