import type { PostfixMeanings } from '../../data/postfixMeanings.ts';
import type { Analysis } from '../types.ts';
import { completionsAt } from './completion.ts';
import type { CompletionItem } from './completionItem.ts';

/** Editing main.cf and master.cf: places in, answers out. Asked about other files it has none. */
export interface PostfixEditor {
  /** What may be typed at an offset, the likeliest first. */
  complete(analysis: Analysis, offset: number): readonly CompletionItem[];
}

/** Builds the editor's answers over the words that they explain. */
export function createPostfixEditor(meanings: PostfixMeanings): PostfixEditor {
  return Object.freeze<PostfixEditor>({
    complete: (analysis, offset) => completionsAt(analysis, offset, meanings),
  });
}
