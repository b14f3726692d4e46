/** Elements that a page may have. Nothing in here loads, runs or links to anything. */
export const TAGS = [
  ...['section', 'header', 'h1', 'h2', 'h3', 'p', 'div', 'span', 'strong', 'code', 'pre', 'time', 'button', 'details', 'summary'],
  ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'table', 'caption', 'thead', 'tbody', 'tr', 'th', 'td', 'svg', 'rect'],
] as const;

/** Attributes that they may have, besides `aria-…`. */
export const ATTRIBUTES = [
  ...['class', 'id', 'role', 'type', 'scope', 'tabindex', 'datetime', 'data-action', 'lang'],
  ...['viewBox', 'preserveAspectRatio', 'focusable', 'x', 'y', 'width', 'height'],
] as const;

export type Tag = (typeof TAGS)[number];

export type Attribute = (typeof ATTRIBUTES)[number] | `aria-${string}`;

/**
 * A piece of a page as plain data: made here, drawn by src/webview. Text is a string and never markup, so what a
 * server said can't become anything else.
 */
export interface PageNode {
  readonly tag: Tag;
  readonly attributes: Readonly<Partial<Record<Attribute, string>>>;
  readonly children: readonly PageChild[];
}

export type PageChild = PageNode | string;

/** What stands for nothing among children. */
type Nothing = undefined | false;

/** One element. Children that are absent are left out. */
export function h(tag: Tag, attributes: PageNode['attributes'] = {}, ...children: readonly (PageChild | Nothing)[]): PageNode {
  return { tag, attributes, children: children.filter((child): child is PageChild => child !== undefined && child !== false && child !== '') };
}

/** A part of the page under a heading of its own, which names it for those who can't see it. */
export function part(id: string, title: string, ...children: readonly (PageChild | Nothing)[]): PageNode {
  const heading = `${id}-title`;
  return h('section', { id, 'aria-labelledby': heading }, h('h2', { id: heading, tabindex: '-1' }, title), ...children);
}

/** A list of one-line texts. */
export function list(items: readonly PageChild[], tag: 'ul' | 'ol' = 'ul'): PageNode {
  return h(tag, {}, ...items.map((item) => h('li', {}, item)));
}

/** Terms and what they are, those without an answer left out. */
export function terms(rows: readonly (readonly [string, PageChild | Nothing])[]): PageNode {
  return h('dl', {}, ...rows.flatMap(([term, answer]) => (answer ? [h('dt', {}, term), h('dd', {}, answer)] : [])));
}

/** A table with a caption for those who can't see it; the first cell of a row names the row. It scrolls by itself where the window is narrow. */
export function table(caption: string, head: readonly string[], rows: readonly (readonly PageChild[])[]): PageNode {
  return h(
    'div',
    { class: 'scroll', role: 'region', 'aria-label': caption, tabindex: '0' },
    h(
      'table',
      {},
      h('caption', { class: 'unseen' }, caption),
      h('thead', {}, h('tr', {}, ...head.map((title) => h('th', { scope: 'col' }, title)))),
      h('tbody', {}, ...rows.map(([first, ...cells]) => h('tr', {}, h('th', { scope: 'row' }, first), ...cells.map((cell) => h('td', {}, cell))))),
    ),
  );
}
