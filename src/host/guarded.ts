import type { Panel } from './panel.ts';

/** Wraps what the editor calls: a failure of ours goes to the panel under its name, and the editor gets no answer. */
export function guarded<Args extends unknown[], Result>(panel: Panel, name: string, run: (...args: Args) => Promise<Result>) {
  return async (...args: Args): Promise<Result | undefined> => {
    try {
      return await run(...args);
    } catch (error) {
      panel.failure(name, error);
      return undefined;
    }
  };
}
