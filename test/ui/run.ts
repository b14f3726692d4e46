/**
 * Does the main job by keyboard and mouse in a real VS Code in the browser. Prints each result and, last,
 * `N passed, N failed[, N skipped]`. A failed test leaves a picture in .vscode-test/ui.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemoRelay } from '../../src/tools/demo/relay.ts';
import { CALM_SETTINGS } from '../../src/tools/vscodeHost.ts';
import { findBrowser, installWebHost, type Missing, missingBrowser } from '../../src/tools/webHost.ts';
import { openWorkbench } from '../../src/tools/workbench.ts';
import { tests, writeWorkspace } from './tests.ts';

const PICTURES = '.vscode-test/ui';

function finish(passed: number, failed: number, skipped = 0): void {
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed > 0 ? 1 : 0;
}

const missing: readonly Missing[] = findBrowser() ? installWebHost(console.log) : [missingBrowser()];
if (missing.length > 0) {
  for (const { what, command } of missing) console.log(`missing: ${what}\n  run: ${command}`);
  finish(0, 0, tests.length);
} else if (spawnSync(process.execPath, ['esbuild.js'], { stdio: 'inherit' }).status !== 0) {
  finish(0, 1);
} else {
  await runAll();
}

async function runAll(): Promise<void> {
  const relay = await startDemoRelay();
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'relay-doctor-ui-')));
  let passed = 0;
  let failed = 0;
  let close: (() => Promise<void>) | undefined;
  try {
    await writeWorkspace(folder, relay);
    const settings = { ...CALM_SETTINGS, 'relayDoctor.test.certificateAuthorities': [relay.caFile], 'relayDoctor.postfix.inlayHints': true };
    const bench = await openWorkbench({ folder, settings });
    close = bench.close;
    // Part of a title may be given, to look at a few.
    const wanted = process.argv[2] ?? '';
    for (const { title, run } of tests.filter((test) => test.title.includes(wanted))) {
      try {
        await run({ bench, relay, folder });
        passed += 1;
        console.log(`  ok ${title}`);
      } catch (error) {
        failed += 1;
        mkdirSync(PICTURES, { recursive: true });
        const picture = join(PICTURES, `${title.replace(/\W+/g, '-')}.png`);
        await bench.page.screenshot({ path: picture });
        console.log(`  failed ${title}\n${error instanceof Error ? error.stack : error}\n  picture: ${picture}`);
      }
      await bench.tidy();
    }
  } catch (error) {
    failed += 1;
    console.log(error);
  } finally {
    await close?.();
    await relay.close();
    await rm(folder, { recursive: true, force: true });
  }
  finish(passed, failed);
}
