import type { PageChild, PageNode, Tag } from '../../src/report/page/node.ts';

/** Every element of a page in the order of the document, or those of some kinds. */
export function all(page: PageNode, ...tags: readonly Tag[]): PageNode[] {
  const inner = page.children.flatMap((child) => (typeof child === 'string' ? [] : all(child, ...tags)));
  return tags.length === 0 || tags.includes(page.tag) ? [page, ...inner] : inner;
}

export function byId(page: PageNode, id: string): PageNode | undefined {
  return all(page).find(({ attributes }) => attributes.id === id);
}

/** What a person reads. */
export function textOf(child: PageChild): string {
  return typeof child === 'string' ? child : child.children.map(textOf).join('');
}
