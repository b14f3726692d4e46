import assert from 'node:assert/strict';
import { test } from 'node:test';
import { h, type PageNode } from '../../../src/report/page/node.ts';
import type { PageDocument, PageElement } from '../../../src/webview/dom.ts';
import { draw } from '../../../src/webview/draw.ts';

interface Drawn {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: unknown[];
}

/** Takes down what would be made of it. */
const recorder = {
  createElement: (tag: string) => element(tag),
  createElementNS: (namespace: string, tag: string) => element(`${namespace.split('/').at(-1)}:${tag}`),
} as unknown as PageDocument;

function element(name: string): PageElement {
  const drawn: Drawn = { name, attributes: {}, children: [] };
  return Object.assign(drawn, {
    setAttribute: (key: string, value: string) => Object.assign(drawn.attributes, { [key]: value }),
    append: (...children: unknown[]) => drawn.children.push(...children),
  }) as unknown as PageElement;
}

const drawnOf = (node: PageNode) => draw(recorder, node) as unknown as Drawn;

test('markup in a text stays a text', () => {
  const drawn = drawnOf(h('p', {}, '<b onclick="x">', h('code', { class: 'a' }, '&amp;')));
  assert.equal(drawn.children[0], '<b onclick="x">');
  assert.deepEqual((drawn.children[1] as Drawn).children, ['&amp;']);
});

test('elements and attributes that pages do not have are left out', () => {
  const alien = { tag: 'script', attributes: {}, children: ['x'] } as unknown as PageNode;
  const attributes = { onclick: 'x()', style: 'color: red', href: 'https://example.org', 'aria-label': 'y', id: 'z' } as unknown as PageNode['attributes'];
  const drawn = drawnOf({ tag: 'div', attributes, children: [alien, 'text'] });
  assert.deepEqual(drawn.attributes, { 'aria-label': 'y', id: 'z' });
  assert.deepEqual(drawn.children, ['text']);
});

test('bars are drawn as SVG', () => {
  assert.equal(drawnOf(h('svg', {}, h('rect', { x: '1' }))).name, 'svg:svg');
});
