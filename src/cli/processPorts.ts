import { grammarFiles } from './grammarFiles.ts';
import { type CliPorts, InterruptedError, type TextSink } from './ports.ts';

/** The ports of the running process. */
export function processPorts(): CliPorts {
  return {
    out: sink(process.stdout),
    err: sink(process.stderr),
    env: process.env,
    grammars: grammarFiles,
    // Opening standard input takes a while, and few commands look at it.
    get isInteractive() {
      return process.stdin.isTTY === true;
    },
    readStdin,
    confirm,
    askSecret,
    catchInterrupt,
  };
}

function catchInterrupt(): AbortSignal {
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  return interrupt.signal;
}

function sink(stream: NodeJS.WriteStream): TextSink {
  // A reader that has seen enough (`| head`) closes the pipe: that is no failure of ours.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  return { write: (text) => void stream.write(text), isTty: stream.isTTY === true };
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function confirm(question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `, process.stderr)).trim());
}

async function askSecret(question: string): Promise<string> {
  const { Writable } = await import('node:stream');
  process.stderr.write(`${question} `);
  // What is typed would be echoed to the prompt's output: it has none.
  try {
    return await ask('', new Writable({ write: (_chunk, _encoding, done) => done() }));
  } finally {
    process.stderr.write('\n');
  }
}

/** One line from the terminal; nothing when it ends. Ctrl+C reaches the prompt as a key, not as a signal. */
async function ask(question: string, output: NodeJS.WritableStream): Promise<string> {
  const { createInterface } = await import('node:readline');
  const prompt = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      prompt.once('SIGINT', () => reject(new InterruptedError()));
      prompt.once('close', () => resolve(''));
      prompt.question(question, resolve);
    });
  } finally {
    prompt.close();
  }
}
