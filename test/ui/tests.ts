import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DemoRelay } from '../../src/tools/demo/relay.ts';
import { apps } from './apps.ts';
import { postfixReading } from './postfixReading.ts';
import { postfixTables } from './postfixTables.ts';
import { postfixWriting } from './postfixWriting.ts';
import { relays } from './relays.ts';
import { relaysView } from './relaysView.ts';
import { reports } from './reports.ts';

const topics = [relays, relaysView, reports, apps, postfixReading, postfixWriting, postfixTables];

/** What a person does, in the order in which a person does it. */
export const tests = topics.flatMap((topic) => topic.tests);

/** Writes what the tests open, before the window is there: the editor finds new files in its own time. */
export async function writeWorkspace(folder: string, relay: DemoRelay): Promise<void> {
  for (const [name, text] of topics.flatMap((topic) => Object.entries(topic.files(relay)))) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}
