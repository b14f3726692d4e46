/** Lets so many tasks go on at a time; the others wait in order. */
export interface Slots {
  /**
   * Runs `task` as soon as a slot is free. A task of the same `key` that runs or waits is cancelled, and its
   * end awaited: whoever starts it again wants the new answer, and a server should not see both.
   */
  run<T>(key: string, task: (stop: AbortController) => Promise<T>): Promise<T>;
  /** Cancels the task of this key, or all of them. */
  cancel(key?: string): void;
  /** Cancels all. */
  dispose(): void;
}

/** @param count how many tasks run side by side, at least 1 */
export function createSlots(count: number): Slots {
  interface Entry {
    readonly stop: AbortController;
    readonly done: Promise<unknown>;
  }
  const byKey = new Map<string, Entry>();
  const waiting: (() => void)[] = [];
  let free = count;

  async function take(): Promise<void> {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function give(): void {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }

  async function start<T>(before: Entry | undefined, stop: AbortController, task: (stop: AbortController) => Promise<T>): Promise<T> {
    before?.stop.abort();
    // Its failure is the business of whoever asked for it.
    await before?.done.catch(() => undefined);
    await take();
    try {
      return await task(stop);
    } finally {
      give();
    }
  }

  function cancel(key?: string): void {
    for (const [one, { stop }] of byKey) if (key === undefined || key === one) stop.abort();
  }

  return {
    run(key, task) {
      const stop = new AbortController();
      const done = start(byKey.get(key), stop, task);
      const entry: Entry = { stop, done };
      byKey.set(key, entry);
      const forget = () => {
        if (byKey.get(key) === entry) byKey.delete(key);
      };
      done.then(forget, forget);
      return done;
    },
    cancel,
    dispose: () => cancel(),
  };
}
