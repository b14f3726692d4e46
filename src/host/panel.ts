import * as vscode from 'vscode';

/** How much of the panel is remembered for `text()`; the editor has its own, larger limit. */
const MEMORY = 200_000;

/** How long the editor may take to open the panel; on a busy machine a short test is over before that. */
const OPENING_MS = 3000;

/** The language of the panel's text, which media/syntaxes/transcript.tmLanguage.json colours. */
const LANGUAGE = 'relay-doctor-transcript';

/** The "Relay Doctor" output panel: the transcript of relay tests, and our own failures. */
export interface Panel extends vscode.Disposable {
  line(text: string): void;
  lines(texts: readonly string[]): void;
  /** Logs a failure of ours by the name of the part that failed. */
  failure(where: string, error: unknown): void;
  /** Brings the panel into view and leaves the cursor in the editor. */
  show(): void;
  /** Whether people can see the panel. Waits for one that has just been called into view, for a moment at most. */
  isVisible(): Promise<boolean>;
  /** What has been written so far, its last part if it is long. */
  text(): string;
}

export function createPanel(): Panel {
  const channel = vscode.window.createOutputChannel('Relay Doctor', LANGUAGE);
  let memory = '';
  const write = (text: string) => {
    channel.appendLine(text);
    memory = `${memory}${text}\n`.slice(-MEMORY);
  };
  let opening: Promise<void> = Promise.resolve();
  const isInView = () => vscode.window.visibleTextEditors.some(({ document }) => document.languageId === LANGUAGE);
  return {
    line: write,
    lines: (texts) => texts.forEach(write),
    failure(where, error) {
      const stack = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
      write(`*** internal: ${where}: ${stack}`);
    },
    show() {
      channel.show(true);
      opening = untilTrue(isInView, vscode.window.onDidChangeVisibleTextEditors, OPENING_MS);
    },
    async isVisible() {
      await opening;
      return isInView();
    },
    text: () => memory,
    dispose: () => channel.dispose(),
  };
}

/** Resolves when the condition holds, asked again at each event, or when the time is up. */
function untilTrue(condition: () => boolean, event: vscode.Event<unknown>, timeoutMs: number): Promise<void> {
  if (condition()) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    };
    const timer = setTimeout(finish, timeoutMs);
    const subscription = event(() => {
      if (condition()) finish();
    });
  });
}
