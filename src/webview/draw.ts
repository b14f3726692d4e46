import { ATTRIBUTES, type PageChild, TAGS } from '../report/page/node.ts';
import type { PageDocument, PageElement } from './dom.ts';

const KNOWN_TAGS: ReadonlySet<string> = new Set(TAGS);
const KNOWN_ATTRIBUTES: ReadonlySet<string> = new Set(ATTRIBUTES);
const SVG = 'http://www.w3.org/2000/svg';

/** Makes elements of a page's data. Text stays text; an element or attribute that pages don't have is left out. */
export function draw(document: PageDocument, child: PageChild): PageElement | string | undefined {
  if (typeof child === 'string') return child;
  const { tag, attributes, children } = child;
  if (!KNOWN_TAGS.has(tag)) return undefined;
  const element = tag === 'svg' || tag === 'rect' ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && (KNOWN_ATTRIBUTES.has(name) || /^aria-[a-z]+$/.test(name))) element.setAttribute(name, value);
  }
  element.append(...children.map((one) => draw(document, one)).filter((one) => one !== undefined));
  return element;
}
