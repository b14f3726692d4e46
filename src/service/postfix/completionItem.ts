import type { Span, TextEdit } from '../../text/span.ts';

export type CompletionKind = 'parameter' | 'variable' | 'value' | 'restriction' | 'table' | 'service' | 'option' | 'snippet';

/** Something that can be typed at a place. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /** What it replaces: the word around the cursor. */
  readonly span: Span;
  readonly insertText: string;
  /** `insertText` has places to fill in: `${1:word}`; `$`, `}` and `\` of its own are escaped. */
  readonly isSnippet?: boolean;
  /** What is compared with the typed text where that is not the label. */
  readonly filterText?: string;
  /** A few words beside the label. */
  readonly detail?: string;
  /** CommonMark. */
  readonly documentation?: string;
  /** Small numbers first; within one, by label. */
  readonly rank: number;
  readonly isDeprecated?: boolean;
  /** More values follow at once. */
  readonly asksAgain?: boolean;
  /** Changes elsewhere in the file that belong to it. */
  readonly edits?: readonly TextEdit[];
}

/** Text that a snippet inserts as it is. */
export function literal(text: string): string {
  return text.replaceAll(/[\\$}]/g, '\\$&');
}

/** The text from an offset to the end of its line, the line end left out. */
export function restOfLine(text: string, offset: number): string {
  const feed = text.indexOf('\n', offset);
  return text.slice(offset, feed === -1 ? text.length : feed).replace(/\r$/, '');
}
