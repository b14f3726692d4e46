/** The person or the consumer ended the run. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

/** Something took longer than its named time. */
export class Expired extends Error {
  readonly ms: number;

  constructor(ms: number) {
    super(`no answer in ${ms} ms`);
    this.name = 'Expired';
    this.ms = ms;
  }
}

/**
 * Waits for work, but not longer than `ms` and not past the signal. Rejects with Expired or Cancelled; the
 * work itself goes on, so the caller ends it (by closing its socket) and its later failure is ignored.
 */
export async function within<T>(work: Promise<T>, ms: number, signal: AbortSignal): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort: (() => void) | undefined;
  const limit = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(new Cancelled());
    onAbort = () => reject(new Cancelled());
    signal.addEventListener('abort', onAbort, { once: true });
    timer = setTimeout(() => reject(new Expired(ms)), ms);
  });
  // Once the limit has won, nobody looks at the work any more; its rejection must not become an unhandled one.
  work.catch(ignoreLateFailure);
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}

function ignoreLateFailure(): void {}
