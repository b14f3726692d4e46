/** Where the cursor is: the text without its `|`, and the offset at which that stood. Throws when there is not exactly one. */
export function cursorIn(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('|');
  if (offset === -1 || marked.includes('|', offset + 1)) throw new Error('the text needs one "|" for the cursor');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}
