import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ScanBatch } from './scanBatch.ts';

/** Who looks at files ahead of the one who reads them. */
export interface ScanHelpers {
  /** Hands over files that are read soon. Never throws; a batch may stay undone. */
  take(batch: ScanBatch): void;
  stop(): void;
}

/** More wait for each other, and for the one thread that reads what they find. */
const MAX_THREADS = 3;

/** Beside the bundle or, from a piece of it, one level up; for the sources the file next door. */
function workerFile(): string | URL {
  if (typeof __dirname === 'undefined') return new URL('./scanWorker.ts', import.meta.url);
  return [join(__dirname, 'scanWorker.js'), join(__dirname, '..', 'scanWorker.js')].find((file) => existsSync(file)) ?? 'scanWorker.js';
}

/** Starts a thread for each processor but the one we run on. Threads that fail, or can't be started, leave their files to the caller. */
export function startScanThreads(file: string | URL = workerFile(), count = Math.min(availableParallelism() - 1, MAX_THREADS)): ScanHelpers {
  const threads = Array.from({ length: count }, () => startThread(file)).filter((thread) => thread !== undefined);
  return {
    take: (batch) => {
      for (const thread of threads) thread.postMessage(batch);
    },
    stop: () => {
      for (const thread of threads) void thread.terminate();
    },
  };
}

function startThread(file: string | URL): Worker | undefined {
  try {
    const thread = new Worker(file, { env: {}, execArgv: [] });
    thread.on('error', () => undefined);
    // Nobody waits for it: what it has not done by then is done here.
    thread.unref();
    return thread;
  } catch {
    // Node's permission model may forbid threads.
    return undefined;
  }
}
