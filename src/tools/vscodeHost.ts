/**
 * Finds a real VS Code on this machine and runs the extension of this repository in it: the desktop one
 * where it can be had, else the web host (see webHost.ts). `VSCODE_TEST_HOST=desktop|web` decides instead.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findBrowser, installWebHost, type Log, launchBrowser, type Missing, missingBrowser, startWebServer } from './webHost.ts';

const DOWNLOAD_SITE = 'https://update.code.visualstudio.com/api/releases/stable';
const CACHE = '.vscode-test';

export type Host =
  | { readonly kind: 'desktop'; readonly reason: string; readonly executable: string }
  | { readonly kind: 'web'; readonly reason: string }
  | { readonly kind: 'none'; readonly reason: string; readonly missing: readonly Missing[] };

/** Settings that keep pictures and tests free of what is not ours. */
export const CALM_SETTINGS: Readonly<Record<string, unknown>> = {
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
  'files.simpleDialog.enable': true,
};

export interface ChooseOptions {
  /** `false` when a person opens the address in a browser of their own. */
  readonly needsBrowser?: boolean;
}

/** Chooses a host and brings what it needs. Never throws: what can't be had is named with the command that brings it. */
export async function chooseHost(log: Log, { needsBrowser = true }: ChooseOptions = {}): Promise<Host> {
  const wish = process.env.VSCODE_TEST_HOST;
  let reason = 'VSCODE_TEST_HOST=web';
  if (wish !== 'web') {
    const desktop = await findDesktop(log, wish === 'desktop');
    if (typeof desktop !== 'string') return desktop;
    if (wish === 'desktop') return { kind: 'none', reason: desktop, missing: [{ what: 'the desktop VS Code', command: 'unset VSCODE_TEST_HOST' }] };
    reason = desktop;
  }
  const missing = needsBrowser && !findBrowser() ? [missingBrowser()] : installWebHost(log);
  return missing.length > 0 ? { kind: 'none', reason, missing } : { kind: 'web', reason };
}

/** The desktop VS Code, or why there is none. */
async function findDesktop(log: Log, isWished: boolean): Promise<Host | string> {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'no display (neither DISPLAY nor WAYLAND_DISPLAY is set)';
  const isCached = existsSync(CACHE) && readdirSync(CACHE).some((name) => name.startsWith('vscode-'));
  if (!isCached && !(await canDownload())) return `${new URL(DOWNLOAD_SITE).host} can't be reached`;
  try {
    const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
    log('looking for the desktop VS Code');
    const executable = await downloadAndUnzipVSCode({ cachePath: resolve(CACHE), extensionDevelopmentPath: resolve('.') });
    return { kind: 'desktop', reason: isWished ? 'VSCODE_TEST_HOST=desktop' : 'a display and a VS Code to download are there', executable };
  } catch (error) {
    return `the desktop VS Code could not be downloaded: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function canDownload(): Promise<boolean> {
  try {
    return (await fetch(DOWNLOAD_SITE, { method: 'HEAD', signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    // No route, no name, a proxy's refusal: all mean the same here.
    return false;
  }
}

/** One line that says which host is used and why. */
export function describeHost(host: Host): string {
  if (host.kind === 'desktop') return `VS Code: desktop (${host.reason})`;
  if (host.kind === 'web') return `VS Code: web host in headless Chromium (${host.reason})`;
  return [`VS Code: none (${host.reason})`, ...host.missing.map((one) => `missing: ${one.what}\n  run: ${one.command}`)].join('\n');
}

export interface SuiteOptions {
  /** Absolute path of the folder to open. */
  readonly folder: string;
  /** The bundled test module, relative to the repository, whose export `run` settles with the tests. */
  readonly suite: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly trusted?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds until the run counts as hung. */
  readonly timeoutMs: number;
}

/** Runs a test module inside VS Code's extension host. Returns its exit code; rejects when VS Code hangs or can't start. */
export async function runSuite(host: Host, options: SuiteOptions): Promise<number> {
  if (host.kind === 'none') throw new Error(describeHost(host));
  return host.kind === 'web' ? runInWeb(options) : runInDesktop(host.executable, options);
}

async function runInWeb(options: SuiteOptions): Promise<number> {
  const server = await startWebServer({ ...options, purpose: 'testing', settings: { ...CALM_SETTINGS, ...options.settings } });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const ended = new Promise<number>((settle) => {
      void page.exposeFunction('codeAutomationExit', (code: number) => settle(code));
    });
    // The workbench calls it for each line it logs; the tests report through a file instead.
    await page.exposeFunction('codeAutomationLog', () => undefined);
    await page.goto(server.address(options.folder, options.suite));
    return await within(options.timeoutMs, ended);
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function runInDesktop(executable: string, options: SuiteOptions): Promise<number> {
  const profile = await desktopProfile(options.settings);
  const args = [options.folder, ...profile.args, `--extensionTestsPath=${resolve(options.suite)}`];
  if (options.trusted !== false) args.push('--disable-workspace-trust');
  const child = spawn(executable, args, { stdio: 'ignore', env: { ...process.env, ...options.env } });
  try {
    return await within(options.timeoutMs, exitOf(child));
  } finally {
    child.kill();
    await profile.remove();
  }
}

/** A user-data folder of its own, and the arguments that keep VS Code in it. */
async function desktopProfile(settings: Readonly<Record<string, unknown>> = {}): Promise<{ args: string[]; remove(): Promise<void> }> {
  const data = await mkdtemp(join(tmpdir(), 'relay-doctor-vscode-'));
  mkdirSync(join(data, 'User'), { recursive: true });
  writeFileSync(join(data, 'User/settings.json'), JSON.stringify({ ...CALM_SETTINGS, ...settings }, null, 2));
  const args = [`--extensionDevelopmentPath=${resolve('.')}`, `--user-data-dir=${data}`, `--extensions-dir=${join(data, 'extensions')}`];
  args.push('--new-window', '--no-sandbox', '--disable-gpu-sandbox', '--disable-updates', '--skip-welcome', '--skip-release-notes');
  return { args, remove: () => rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
}

function exitOf(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((settle, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => settle(code ?? 1));
  });
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`VS Code did not finish within ${ms / 1000} seconds`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export interface OpenWindow {
  /** Where a browser finds it; absent for the desktop, which opens by itself. */
  readonly address?: string;
  /** Settles when the person closes the desktop window; never for the web host. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** Opens a folder for a person, with the extension loaded. Workspace trust is off: the folder is one that we wrote. */
export async function openForPerson(host: Host, folder: string, settings: Readonly<Record<string, unknown>> = {}): Promise<OpenWindow> {
  if (host.kind === 'none') throw new Error(describeHost(host));
  if (host.kind === 'web') {
    const server = await startWebServer({ purpose: 'installed', settings: { ...CALM_SETTINGS, ...settings } });
    return { address: server.address(folder), closed: new Promise(() => undefined), close: () => server.stop() };
  }
  const profile = await desktopProfile(settings);
  const child = spawn(host.executable, [folder, ...profile.args, '--disable-workspace-trust'], { stdio: 'ignore' });
  return {
    closed: exitOf(child).then(() => undefined),
    async close() {
      child.kill();
      await profile.remove();
    },
  };
}
