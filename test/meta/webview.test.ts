import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { shellHtml } from '../../src/report/page/shell.ts';
import { importGraph, sourceFiles } from '../support/importGraph.ts';

const html = shellHtml({ script: 'https://host/report.js?a=1&b="2"', style: 'https://host/report.css', source: 'https://host', nonce: 'n0nce' });
const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
const directives = Object.fromEntries(
  policy
    .replaceAll('&quot;', '"')
    .split(';')
    .map((one) => one.trim())
    .map((one) => [one.split(' ')[0], one.slice(one.indexOf(' ') + 1)]),
);

test('the policy of the report forbids everything but our style and our one script', () => {
  assert.deepEqual(directives, {
    'default-src': "'none'",
    'style-src': 'https://host',
    'script-src': "'nonce-n0nce'",
    'base-uri': "'none'",
    'form-action': "'none'",
  });
});

test('the document has one script, with the nonce, and nothing inline', () => {
  assert.deepEqual(html.match(/<script[^>]*>/g), ['<script nonce="n0nce" src="https://host/report.js?a=1&amp;b=&quot;2&quot;">']);
  assert.ok(html.indexOf('Content-Security-Policy') < html.indexOf('<link'));
  assert.doesNotMatch(html, /<style|\son\w+=|style=|javascript:/i);
});

test('what runs in the page makes no markup of text and loads nothing', () => {
  for (const path of sourceFiles('src/webview')) {
    const source = readFileSync(path, 'utf8');
    assert.doesNotMatch(source, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|fetch\(|XMLHttpRequest|WebSocket|import\(/, path);
  }
});

test('what runs in the page needs nothing but the messages and the vocabulary of pages', () => {
  const imported = importGraph('src/webview').filter(({ isTypeOnly }) => !isTypeOnly);
  assert.deepEqual([...new Set(imported.map(({ to }) => to).filter((to) => !to.startsWith('src/webview/')))], ['src/report/page/node.ts']);
});

test('the style names no colour of its own and no address', () => {
  for (const name of readdirSync('media/report').filter((one) => one.endsWith('.css'))) {
    const css = readFileSync(`media/report/${name}`, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    assert.doesNotMatch(css, /url\(|@import|#[0-9a-f]{3,8}\b(?=\s*[;,)])|\brgba?\(|\bhsla?\(/i);
    const colours = [...css.matchAll(/(?:^|[\s{;])(?:color|background|fill|border(?:-\w+)*):\s*([^;]+);/g)].map(([, value]) => value!);
    assert.notEqual(colours.length, 0);
    for (const value of colours) assert.doesNotMatch(value, /\b(red|green|blue|white|black|gray|grey|orange|yellow)\b(?!-)(?![\w-]*[),])/, value);
  }
});

test('only the panel of the report makes webviews, and none with command links or a wide root', () => {
  const makers = sourceFiles('src').filter((path) => /createWebviewPanel\(|registerWebviewViewProvider\(/.test(readFileSync(path, 'utf8')));
  assert.deepEqual(makers, ['src/host/report/reportPanel.ts']);
  const source = readFileSync(makers[0]!, 'utf8');
  assert.match(source, /enableCommandUris: false/);
  assert.match(source, /localResourceRoots: Object\.values\(folders\)/);
  assert.doesNotMatch(source, /retainContextWhenHidden/);
});
