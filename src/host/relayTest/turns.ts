/** Something that takes lines, such as the output panel. */
export interface LineSink {
  lines(texts: readonly string[]): void;
}

/** One run's place in the panel. */
export interface Turn {
  /** Writes at once while it is this run's turn; keeps the lines for later otherwise. */
  lines(texts: readonly string[]): void;
  /** The run has said all it has to say. Further lines are dropped. */
  end(): void;
}

/**
 * Gives runs that go on side by side the panel in turns, so that their transcripts don't mix: the first streams,
 * the others are kept and follow, whole, in the order in which they began.
 */
export function createTurns(sink: LineSink): { begin(): Turn } {
  interface Waiting {
    kept: string[];
    hasEnded: boolean;
  }
  const queue: Waiting[] = [];

  /** Whoever is first now writes what was kept; those that have ended make room for the next. */
  function advance(): void {
    for (let first = queue[0]; first; first = queue[0]) {
      if (first.kept.length > 0) sink.lines(first.kept);
      first.kept = [];
      if (!first.hasEnded) return;
      queue.shift();
    }
  }

  return {
    begin() {
      const own: Waiting = { kept: [], hasEnded: false };
      queue.push(own);
      return {
        lines(texts) {
          if (own.hasEnded) return;
          own.kept.push(...texts);
          if (queue[0] === own) advance();
        },
        end() {
          own.hasEnded = true;
          advance();
        },
      };
    },
  };
}
