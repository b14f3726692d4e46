import type { TextEdit } from '../../../text/span.ts';

/** A change that a person may want where nothing is wrong. */
export interface Refactoring {
  /** What it does, and what has to be done by hand along with it. */
  readonly title: string;
  /** `rewrite`: the setting at the place. `move`: to the other file. `source`: the whole file. */
  readonly kind: 'rewrite' | 'move' | 'source';
  readonly edits: readonly TextEdit[];
  /** What changes along in other files, each named as the folder's view names it. */
  readonly elsewhere?: readonly { readonly path: string; readonly edits: readonly TextEdit[] }[];
}
