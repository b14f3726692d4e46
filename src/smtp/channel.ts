/** A queue between work that tells what it does and one consumer that listens. */
export interface Channel<T> extends AsyncIterable<T> {
  /** Tells an item; one that comes after the end is late and dropped. */
  push(item: T): void;
  /** No more items; the consumer's loop ends after those already there. */
  end(): void;
}

/** Makes a channel. Items pushed before anybody listens are kept; their number is bounded by the run's own length. */
export function createChannel<T>(): Channel<T> {
  const items: T[] = [];
  let isEnded = false;
  let wake: (() => void) | undefined;
  const notify = () => {
    wake?.();
    wake = undefined;
  };
  return {
    push(item) {
      if (!isEnded) items.push(item);
      notify();
    },
    end() {
      isEnded = true;
      notify();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        while (items.length > 0) yield items.shift()!;
        if (isEnded) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
