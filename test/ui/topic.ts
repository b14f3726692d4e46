import { readFileSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import type { DemoRelay } from '../../src/tools/demo/relay.ts';
import type { Workbench } from '../../src/tools/workbench.ts';

/** Something that a person does. The tests share one window, tidied in between, so each has files of its own. */
export interface UiTest {
  readonly title: string;
  run(context: { readonly bench: Workbench; readonly relay: DemoRelay; readonly folder: string }): Promise<void>;
}

/** Tests of one topic and the files that they open, by their paths in the workspace. */
export interface UiTopic {
  files(relay: DemoRelay): Readonly<Record<string, string>>;
  readonly tests: readonly UiTest[];
}

/** Resolves when the file on the disk is as wanted; the editor writes it in its own time. */
export function fileWith(path: string, wanted: RegExp): Promise<void> {
  return new Promise((done, fail) => {
    const look = () => {
      if (!wanted.test(readFileSync(path, 'utf8'))) return;
      clearTimeout(timer);
      watcher.close();
      done();
    };
    const watcher = watch(dirname(path), look);
    const timer = setTimeout(() => {
      watcher.close();
      fail(new Error(`${path} still is:\n${readFileSync(path, 'utf8')}`));
    }, 30_000);
    look();
  });
}
