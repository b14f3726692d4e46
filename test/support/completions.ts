import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import './formats.ts';
import './programs.ts';
import { completionsAt } from '../../src/service/apps/complete.ts';
import { createMailConfigService } from '../../src/service/mailConfigService.ts';
import type { CompletionItem } from '../../src/service/postfix/completionItem.ts';
import type { Analysis } from '../../src/service/types.ts';
import { applyEdits } from '../../src/text/span.ts';
import { cursorIn } from './cursor.ts';

const service = createMailConfigService({ logger: { error: (message) => assert.fail(message) } });

/** The example files of all apps that are read. */
export function appFixtures(): readonly { readonly path: string; readonly text: string }[] {
  const folder = 'test/fixtures/apps';
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  const all = files.map(({ parentPath, name }) => ({
    path: join(parentPath, name).slice(folder.length + 1),
    text: readFileSync(join(parentPath, name), 'utf8'),
  }));
  return all.filter(({ path, text }) => service.kindOf(path, text) !== undefined);
}

/** A text as the service understands it. Every grammar is ready. */
export function analyze(path: string, text: string): Analysis {
  const analysis = service.analyze({ path, text });
  assert.ok(analysis, `${path} is read`);
  return analysis;
}

export interface Offered {
  readonly items: readonly CompletionItem[];
  readonly labels: readonly string[];
  item(label: string): CompletionItem;
  /** The text after choosing an item, what it proposes to be filled in accepted. */
  chosen(label: string): string;
}

/** What an application's file offers at its `|`. */
export function offered(path: string, marked: string): Offered {
  const { text, offset } = cursorIn(marked);
  const items = completionsAt(analyze(path, text), offset);
  const item = (label: string) => {
    const found = items.find((candidate) => candidate.label === label);
    assert.ok(found, `${label} is offered, besides ${items.map((each) => each.label).join(', ')}`);
    return found;
  };
  return { items, labels: items.map(({ label }) => label), item, chosen: (label) => afterChoosing(text, item(label)) };
}

/** A text after choosing an item. */
export function afterChoosing(text: string, { span, insertText, isSnippet, edits = [] }: CompletionItem): string {
  return applyEdits(text, [{ span, newText: isSnippet ? filledIn(insertText) : insertText }, ...edits]);
}

function filledIn(snippet: string): string {
  return snippet.replaceAll(
    /\$\{\d(?::((?:[^\\}]|\\.)*))?\}|\\([\\$}])/g,
    (_, hole: string | undefined, escaped: string | undefined) => escaped ?? (hole ?? '').replaceAll(/\\(.)/g, '$1'),
  );
}
