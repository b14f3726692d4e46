/**
 * Takes pictures of a real VS Code: `npm run screenshots [postfix|apps|reports|relays] [theme…]`. Those that the README shows go to media/screenshots,
 * the others, which are for looking at, to .vscode-test/screenshots.
 *
 * Each theme gets fresh workspaces.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APP_PICTURES, writeAppFolders } from './appPictures.ts';
import { type DemoRelay, startDemoRelay } from './demo/relay.ts';
import { writeDemoWorkspace } from './demo/workspace.ts';
import { type Picture, POSTFIX_PICTURES, writePostfixFolders } from './postfixPictures.ts';
import { RELAY_PICTURES, writeRelayFolders } from './relayPictures.ts';
import { REPORT_PICTURES, writeReportFolders } from './reportPictures.ts';
import { CALM_SETTINGS } from './vscodeHost.ts';
import { findBrowser, installWebHost, missingBrowser } from './webHost.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const OUT = 'media/screenshots';
const OUT_OTHERS = '.vscode-test/screenshots';

/** What the README shows. */
const SHOWN = new Set([
  'squiggles-dark',
  'quickfix-light',
  'hover-dark',
  'relay-test-light',
  'report-failed-light',
  'postfix-hover-dark',
  'postfix-relay-through-light',
  'postfix-password-dark',
  'app-hover-dark',
  'relays-view-dark',
]);

/** Where the upper edge of the panel goes in the picture of a test, in pixels. */
const PANEL_TOP = 200;

/** Name of the picture's variant → what the theme is called in VS Code. */
const THEMES = { dark: 'Default Dark Modern', light: 'Light 2026', contrast: 'Default High Contrast' } as const;
type Variant = keyof typeof THEMES;

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

for (const out of [OUT, OUT_OTHERS]) mkdirSync(out, { recursive: true });
const missing = findBrowser() ? installWebHost(console.log) : [missingBrowser()];
for (const { what, command } of missing) console.error(`missing: ${what}\n  run: ${command}`);
const topic = (['postfix', 'apps', 'reports', 'relays'] as const).find((name) => name === process.argv[2]);
const names = process.argv.slice(topic ? 3 : 2);
const isVariant = (name: string): name is Variant => name in THEMES;
const unknown = names.filter((name) => !isVariant(name));
if (unknown.length > 0) console.error(`unknown theme "${unknown.join('", "')}". expected one of ${Object.keys(THEMES).join(', ')}`);
const isReady = missing.length === 0 && unknown.length === 0 && spawnSync(process.execPath, ['esbuild.js', '--production'], { stdio: 'inherit' }).status === 0;
if (isReady)
  for (const variant of (names.length > 0 ? names : Object.keys(THEMES)).filter(isVariant)) {
    if (!topic) await takeAll(variant);
    if (!topic || topic === 'postfix') await takeFolder(variant, 'server', writePostfixFolders, POSTFIX_PICTURES);
    if (!topic || topic === 'apps') await takeFolder(variant, 'apps', writeAppFolders, APP_PICTURES);
    if (!topic || topic === 'reports') await takeTested(variant, writeReportFolders, REPORT_PICTURES);
    if (!topic || topic === 'relays') await takeTested(variant, writeRelayFolders, RELAY_PICTURES);
  }
else process.exitCode = 1;

async function takeAll(variant: Variant): Promise<void> {
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

/** What tests of the demo relay leave behind. */
async function takeTested(variant: Variant, write: (folder: string, relay: DemoRelay) => Promise<void>, pictures: readonly Picture[]): Promise<void> {
  const relay = await startDemoRelay();
  const trusted = { 'relayDoctor.test.certificateAuthorities': [relay.caFile] };
  try {
    await takeFolder(variant, 'shop', (folder) => write(folder, relay), pictures, trusted);
  } finally {
    await relay.close();
  }
}

/** Reading and writing files of one sort, in a workspace of their own. */
async function takeFolder(
  variant: Variant,
  name: string,
  write: (folder: string) => Promise<void>,
  pictures: readonly Picture[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const parent = await realpath(await mkdtemp(join(tmpdir(), 'relay-doctor-pictures-')));
  const folder = join(parent, name);
  let bench: Workbench | undefined;
  try {
    await write(folder);
    const own = { 'breadcrumbs.enabled': true, 'relayDoctor.postfix.inlayHints': true, 'files.autoSave': 'off', ...more };
    bench = await openWorkbench({ folder, settings: { ...SETTINGS, ...own, 'workbench.colorTheme': THEMES[variant] } });
    // The names of the folders are of no interest.
    await bench.page.keyboard.press('Control+B');
    await bench.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    for (const { name: shown, prepare } of pictures) await picture(bench, `${shown}-${variant}`, prepare);
  } finally {
    await bench?.close();
    await rm(parent, { recursive: true, force: true });
  }
}

async function picture(bench: Workbench, name: string, prepare: (bench: Workbench) => Promise<void>): Promise<void> {
  await prepare(bench);
  const path = join(SHOWN.has(name) ? OUT : OUT_OTHERS, `${name}.png`);
  await bench.page.screenshot({ path, animations: 'disabled' });
  console.log(path);
  await bench.page.keyboard.press('Escape');
  if (await bench.page.locator('.tab.active.dirty').isVisible()) await bench.runCommand('File: Revert File');
  await bench.tidy();
}

/** main.cf with its problems marked, and the list of them below. */
async function squiggles(bench: Workbench): Promise<void> {
  await openMainCf(bench);
  await bench.page.keyboard.press('Control+Shift+M');
  await bench.page.locator('.markers-panel .monaco-list-row').first().waitFor();
  await bench.goTo(1, 1);
}

async function openMainCf(bench: Workbench): Promise<void> {
  await bench.openFile('main.cf');
  await bench.page.locator('.squiggly-warning').first().waitFor();
  await bench.page.locator('.codelens-decoration a').first().waitFor();
}

/** On the port of `relayhost`, where the switch to 587 is offered. */
async function quickFix(bench: Workbench): Promise<void> {
  await openMainCf(bench);
  await bench.goTo(8, 'relayhost = smtp.gmail.com:2'.length);
  await bench.page.keyboard.press('Control+.');
  await bench.page.locator('.action-widget .action', { hasText: '587' }).first().waitFor();
}

async function hover(bench: Workbench): Promise<void> {
  await bench.openFile('docker-compose.yml');
  await bench.page.locator('.squiggly-warning, .squiggly-error').first().waitFor();
  await bench.page.locator('.codelens-decoration a').first().waitFor();
  await bench.page.locator('.view-line span span', { hasText: 'smtp.sendgrid.net' }).last().hover();
  await bench.page.locator('.monaco-hover:visible', { hasText: 'SendGrid' }).first().waitFor();
}

/** A test that fails at the sign-in, with as much of its transcript as fits. */
async function relayTest(bench: Workbench, relay: DemoRelay): Promise<void> {
  await bench.openFile('wrong-password.env');
  await bench.runCommand('Relay Doctor: Show Output');
  await bench.page.locator('.part.panel .monaco-editor').first().waitFor();
  await raisePanel(bench);
  await bench.page.locator('.codelens-decoration a').first().click();
  await bench.answerDialog('Continue');
  const panel = await bench.outputWith('Not tested');
  if (panel.includes(relay.password)) throw new Error('the panel shows the password');
  await bench.page.locator('.part.statusbar .statusbar-item', { hasText: 'SMTP test failed' }).waitFor();
  // The progress lies over the verdict until it has faded.
  await bench.page.locator('.notification-toast').first().waitFor({ state: 'hidden' });
}

/** Drags the panel's upper edge, so that the transcript has most of the window. */
async function raisePanel({ page }: Workbench): Promise<void> {
  const edge = await page.locator('.part.panel').boundingBox();
  if (!edge) throw new Error('the panel is not open');
  const x = edge.x + edge.width / 3;
  await page.mouse.move(x, edge.y - 2);
  await page.mouse.down();
  await page.mouse.move(x, PANEL_TOP, { steps: 5 });
  await page.mouse.up();
}
