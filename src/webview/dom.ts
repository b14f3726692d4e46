/** The little of the DOM that the page needs: the sources are typed for Node, and tests draw into stand-ins. */
export interface PageElement {
  id: string;
  open?: boolean;
  textContent: string | null;
  setAttribute(name: string, value: string): void;
  append(...children: (PageElement | string)[]): void;
  replaceChildren(...children: PageElement[]): void;
  focus(options: { readonly preventScroll: boolean }): void;
  scrollIntoView(): void;
  closest(selector: string): PageElement | null;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

export interface PageDocument {
  readonly activeElement: PageElement | null;
  createElement(tag: string): PageElement;
  createElementNS(namespace: string, tag: string): PageElement;
  getElementById(id: string): PageElement | null;
  addEventListener(type: 'click', listener: (event: { readonly target: PageElement }) => void): void;
}
