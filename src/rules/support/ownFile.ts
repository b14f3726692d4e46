import type { FileFacts } from '../../discover/postfixFolder.ts';
import type { RuleContext } from '../types.ts';

const nameOf = (path: string) => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

/** Whether git has the file at hand in its index; undefined where that can't be told. */
export function isTracked({ file, project }: RuleContext): boolean | undefined {
  return project?.view.isTracked?.(nameOf(file.path));
}

/** What the file system says of the file at hand; undefined where that can't be told. */
export function ownFacts({ file, project }: RuleContext): FileFacts | undefined {
  return project?.view.stat(nameOf(file.path)) ?? undefined;
}
