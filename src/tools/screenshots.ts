/**
 * Takes the pictures of the README from a real VS Code: `npm run screenshots [theme…]`.
 *
 * Each theme gets a fresh demo workspace, so that no picture depends on the one before it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoRelay, startDemoRelay } from './demo/relay.ts';
import { writeDemoWorkspace } from './demo/workspace.ts';
import { CALM_SETTINGS } from './vscodeHost.ts';
import { findBrowser, installWebHost, missingBrowser } from './webHost.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const OUT = 'media/screenshots';

/** Name of the picture's variant → what the theme is called in VS Code. */
const THEMES: Readonly<Record<string, string>> = { dark: 'Default Dark Modern', light: 'Default Light Modern', contrast: 'Default High Contrast' };

const SETTINGS = {
  ...CALM_SETTINGS,
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  'workbench.navigationControl.enabled': false,
  'editor.minimap.enabled': false,
  'editor.fontSize': 14,
  'editor.cursorBlinking': 'solid',
  'editor.guides.indentation': false,
  'breadcrumbs.enabled': false,
  'files.exclude': { 'demo-ca.pem': true },
  'problems.showCurrentInStatus': true,
};

const missing = findBrowser() ? installWebHost(console.log) : [missingBrowser()];
for (const { what, command } of missing) console.error(`missing: ${what}\n  run: ${command}`);
const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in THEMES));
if (unknown.length > 0) console.error(`unknown theme "${unknown.join('", "')}". expected one of ${Object.keys(THEMES).join(', ')}`);
const isReady = missing.length === 0 && unknown.length === 0 && spawnSync(process.execPath, ['esbuild.js', '--production'], { stdio: 'inherit' }).status === 0;
if (isReady) for (const name of names.length > 0 ? names : Object.keys(THEMES)) await takeAll(name);
else process.exitCode = 1;

async function takeAll(variant: string): Promise<void> {
  const relay = await startDemoRelay();
  const parent = await realpath(await mkdtemp(join(tmpdir(), 'relay-doctor-pictures-')));
  // The folder's name stands in the title of the window.
  const folder = join(parent, 'shop');
  let bench: Workbench | undefined;
  try {
    await writeDemoWorkspace(folder, relay);
    // Its settings open the README, which would come in between.
    await rm(join(folder, '.vscode'), { recursive: true });
    const settings = { ...SETTINGS, 'workbench.colorTheme': THEMES[variant], 'relayDoctor.test.certificateAuthorities': [relay.caFile] };
    bench = await openWorkbench({ folder, settings });
    mkdirSync(OUT, { recursive: true });
    await picture(bench, `squiggles-${variant}`, squiggles);
    await picture(bench, `quickfix-${variant}`, quickFix);
    await picture(bench, `hover-${variant}`, hover);
    await picture(bench, `relay-test-${variant}`, (shown) => relayTest(shown, relay));
  } finally {
    await bench?.close();
    await relay.close();
    await rm(parent, { recursive: true, force: true });
  }
}

async function picture(bench: Workbench, name: string, prepare: (bench: Workbench) => Promise<void>): Promise<void> {
  await prepare(bench);
  const path = join(OUT, `${name}.png`);
  await bench.page.screenshot({ path, animations: 'disabled' });
  console.log(path);
  await bench.tidy();
}

async function squiggles(bench: Workbench): Promise<void> {
  await bench.openFile('main.cf');
  await bench.page.locator('.squiggly-warning, .squiggly-error').first().waitFor();
  await bench.goTo(1, 1);
}

/** On the port of `relayhost`, where the switch to 587 is offered. */
async function quickFix(bench: Workbench): Promise<void> {
  await squiggles(bench);
  await bench.goTo(8, 'relayhost = smtp.gmail.com:2'.length);
  await bench.page.keyboard.press('Control+.');
  await bench.page.locator('.action-widget .action', { hasText: '587' }).first().waitFor();
}

async function hover(bench: Workbench): Promise<void> {
  await bench.openFile('docker-compose.yml');
  await bench.page.locator('.codelens-decoration a').first().waitFor();
  await bench.page.locator('.view-line span', { hasText: 'smtp.sendgrid.net' }).last().hover();
  await bench.page.locator('.monaco-hover:visible', { hasText: 'SendGrid' }).first().waitFor();
}

async function relayTest(bench: Workbench, relay: DemoRelay): Promise<void> {
  await bench.openFile('.env');
  await bench.page.locator('.codelens-decoration a').first().click();
  await bench.answerDialog('Continue');
  await bench.outputWith('Next step');
  const panel = await bench.outputText();
  if (panel.includes(relay.password)) throw new Error('the panel shows the password');
}
