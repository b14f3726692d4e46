/** Runs relay tests one after the other, so that their transcripts don't mix. */
export interface Queue {
  /**
   * Runs `task` when those before it are done. A test of the same `key` that runs or waits is cancelled:
   * whoever starts it again wants the new answer.
   */
  run<T>(key: string, task: (stop: AbortController) => Promise<T>): Promise<T>;
  /** Cancels all. */
  dispose(): void;
}

export function createQueue(): Queue {
  const pending = new Set<{ readonly key: string; readonly stop: AbortController }>();
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(key, task) {
      for (const one of pending) if (one.key === key) one.stop.abort();
      const entry = { key, stop: new AbortController() };
      pending.add(entry);
      const result = last.then(() => task(entry.stop)).finally(() => pending.delete(entry));
      // The next one waits for the end, not for success; who asked for this one hears of its failure.
      last = result.catch(() => undefined);
      return result;
    },
    dispose() {
      for (const { stop } of pending) stop.abort();
    },
  };
}
