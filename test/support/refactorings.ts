import assert from 'node:assert/strict';
import type { Refactoring } from '../../src/service/postfix/actions/types.ts';
import { applyEdits } from '../../src/text/span.ts';
import { callPostconf } from './postconfCall.ts';
import { analysisAt, service } from './postfixEditor.ts';

const editor = await service.postfixEditor();

/** A refactoring with the texts that it leaves. */
export interface Offer extends Refactoring {
  readonly result: string;
  /** The other files that it changes. */
  readonly others: Readonly<Record<string, string>>;
}

export type Files = Readonly<Record<string, string>>;

/** What is offered where the `|` stands, applied. */
export function offersAt(path: 'main.cf' | 'master.cf', marked: string, siblings: Files = {}, version?: string): readonly Offer[] {
  const { analysis, offset, text } = analysisAt(path, marked, siblings, version);
  return editor.actions(analysis, { start: offset, end: offset }).map((refactoring) => ({
    ...refactoring,
    result: applyEdits(text, refactoring.edits),
    others: Object.fromEntries((refactoring.elsewhere ?? []).map(({ path: name, edits }) => [name, applyEdits(siblings[name]!, edits)])),
  }));
}

/** The one whose title begins so. Fails when there are none or several. */
export function offer(offers: readonly Offer[], title: string): Offer {
  const found = offers.filter((candidate) => candidate.title.startsWith(title));
  assert.equal(found.length, 1, `one "${title}…" among: ${offers.map((candidate) => candidate.title).join(' | ')}`);
  return found[0]!;
}

export function assertNotOffered(offers: readonly Offer[], title: string): void {
  assert.deepEqual(
    offers.map((candidate) => candidate.title).filter((candidate) => candidate.startsWith(title)),
    [],
  );
}

/** What postconf prints, as lines; fails when it complains of an error. */
export function printed(args: string, scene: { main?: string; master?: string; version?: string }): string[] {
  const { stdout, stderr, status } = callPostconf(args, scene);
  assert.equal(status, 0, stderr);
  return stdout.split('\n').filter((line) => line !== '');
}
