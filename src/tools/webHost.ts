/**
 * VS Code in a browser, without a display or a download site: the server inside the npm package
 * `code-server`, installed into a cache folder and started by itself (its wrapper drops the test
 * arguments). The workbench is the real one and its extension host is a real Node process.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';

/** code-server's own version; it carries the VS Code of the same minor number. */
const VERSION = '4.139.1';
const ROOT = '.vscode-test/web-host';
const VSCODE = join(ROOT, 'node_modules/code-server/lib/vscode');

export type Log = (line: string) => void;

/** Something this machine lacks, and the command that brings it. */
export interface Missing {
  readonly what: string;
  readonly command: string;
}

interface Step {
  readonly title: string;
  readonly done: () => boolean;
  readonly cwd: string;
  readonly args: readonly string[];
}

const has = (...parts: string[]) => existsSync(join(...parts));

const steps: readonly Step[] = [
  {
    title: `installing code-server ${VERSION} into ${ROOT} (about 300 MB, once)`,
    done: () => has(VSCODE, 'out/server-main.js') && installedVersion() === VERSION,
    cwd: ROOT,
    // Its own postinstall would compile modules that only its login page needs.
    args: ['install', '--ignore-scripts', '--no-audit', '--no-fund', `code-server@${VERSION}`],
  },
  {
    title: 'installing what the VS Code server needs',
    done: () => has(VSCODE, 'node_modules/@vscode/spdlog'),
    cwd: VSCODE,
    args: ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'],
  },
  {
    title: 'installing what the built-in extensions need',
    done: () => has(VSCODE, 'extensions/node_modules/typescript'),
    cwd: join(VSCODE, 'extensions'),
    args: ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'],
  },
  {
    title: 'compiling two native modules (less than a minute)',
    done: () =>
      has(VSCODE, 'node_modules/@vscode/spdlog/build/Release/spdlog.node') && has(VSCODE, 'node_modules/@vscode/native-watchdog/build/Release/watchdog.node'),
    cwd: VSCODE,
    args: ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'],
  },
];

function installedVersion(): string | undefined {
  const path = join(ROOT, 'node_modules/code-server/package.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version : undefined;
}

/**
 * Brings the web host into the cache folder; does nothing when it is there.
 *
 * @returns what is missing to do so, empty when the host is ready.
 */
export function installWebHost(log: Log): Missing[] {
  const open = steps.filter((step) => !step.done());
  if (open.length === 0) return [];
  if (process.platform === 'win32') return [{ what: 'the web host runs on Linux and macOS only', command: 'set VSCODE_TEST_HOST=desktop' }];
  if (open.some((step) => step.args[0] === 'rebuild')) {
    const tools = ['python3', 'make', 'g++'].filter((tool) => !isOnPath(tool));
    if (tools.length > 0) return [{ what: `${tools.join(', ')} to compile two native modules`, command: installCommand('python3 make g++') }];
  }
  mkdirSync(ROOT, { recursive: true });
  if (!has(ROOT, 'package.json')) writeFileSync(join(ROOT, 'package.json'), '{ "private": true }\n');
  for (const step of open) {
    log(step.title);
    const result = spawnSync('npm', [...step.args], { cwd: step.cwd, encoding: 'utf8', env: { ...process.env, ...headers() }, maxBuffer: 1 << 26 });
    if (result.status === 0 && step.done()) continue;
    const said = `${result.stderr ?? ''}${result.error?.message ?? ''}`.trim().split('\n').slice(-12).join('\n');
    return [{ what: `the web host: npm ${step.args.join(' ')} failed\n${said}`, command: `cd ${step.cwd} && npm ${step.args.join(' ')}` }];
  }
  return [];
}

/**
 * The headers of the machine's own Node, when it has them: node-gyp would otherwise download those of the
 * Node that runs it. The modules are N-API, so the version does not matter.
 */
function headers(): { npm_config_nodedir?: string } {
  const ours = dirname(process.execPath);
  const nodes = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder && !folder.endsWith(join('node_modules', '.bin')) && folder !== ours);
  for (const folder of nodes) {
    if (!has(folder, 'node')) continue;
    const prefix = dirname(folder);
    if (has(prefix, 'include/node/node_api.h')) return { npm_config_nodedir: prefix };
  }
  return {};
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && has(folder, program));
}

/** How a person installs Debian's `packages`, or their like elsewhere. */
function installCommand(packages: string): string {
  return process.platform === 'darwin' ? 'xcode-select --install' : `sudo apt-get install -y ${packages}`;
}

const BROWSERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/microsoft-edge', '/snap/bin/chromium'],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
};

/** The Chromium to drive: `CHROMIUM_PATH`, or the first in the usual places. */
export function findBrowser(): string | undefined {
  return [process.env.CHROMIUM_PATH ?? '', ...(BROWSERS[process.platform] ?? [])].find((path) => path !== '' && existsSync(path));
}

export function missingBrowser(): Missing {
  const command = process.platform === 'darwin' ? 'brew install --cask chromium' : 'sudo apt-get install -y chromium';
  return { what: 'a Chromium to open VS Code in (CHROMIUM_PATH names one in an unusual place)', command };
}

/** Starts the browser without a window. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath: findBrowser()!, args: ['--no-sandbox', '--disable-gpu', ...quiet] });
}

export interface WebServerOptions {
  /**
   * `installed`: the extension is there as if from the marketplace, for people and pictures. `testing`: it is under
   * development and its tests can run in it; VS Code then shows no notifications.
   */
  readonly purpose: 'installed' | 'testing';
  /** User settings of this VS Code. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** `false` leaves workspace trust on, and so the workspace untrusted. */
  readonly trusted?: boolean;
  /** Added to the environment, which the extension host inherits. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface WebServer {
  readonly port: number;
  /** The address of a workbench on `folder` with the extension of this repository loaded; `suite` is a test module to run in it, when testing. */
  address(folder: string, suite?: string): string;
  /** Ends the server and its extension hosts and removes its data. */
  stop(): Promise<void>;
}

/** Starts the VS Code server on a free port of this machine. `installWebHost` must have succeeded. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const project = await realpath('.');
  const data = await mkdtemp(join(tmpdir(), 'relay-doctor-vscode-'));
  mkdirSync(join(data, 'data/User'), { recursive: true });
  writeFileSync(join(data, 'data/User/settings.json'), JSON.stringify(options.settings ?? {}, null, 2));
  const args = ['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'];
  args.push('--telemetry-level', 'off', '--server-data-dir', data);
  // A built workbench ignores the development payload without the smoke-test driver.
  if (options.purpose === 'testing') args.push('--enable-smoke-test-driver');
  else installExtension(project, join(data, 'extensions'));
  if (options.trusted !== false) args.push('--disable-workspace-trust');
  const child = spawn(process.execPath, [join(VSCODE, 'out/server-main.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
    // Its own process group, so that the extension hosts end with it.
    detached: true,
  });
  const end = () => killGroup(child);
  process.once('exit', end);
  const stop = async () => {
    process.off('exit', end);
    const gone = child.exitCode !== null ? Promise.resolve() : new Promise((resolve) => child.once('exit', resolve));
    end();
    await gone;
    await rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    const port = await portOf(child);
    const authority = `127.0.0.1:${port}`;
    return {
      port,
      address(folder, suite) {
        const address = `http://${authority}/?folder=${encodeURIComponent(folder)}`;
        if (options.purpose === 'installed') return address;
        const payload = [['extensionDevelopmentPath', `vscode-remote://${authority}${project}`]];
        if (suite) payload.push(['extensionTestsPath', `vscode-remote://${authority}${join(project, suite)}`]);
        return `${address}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Copies the built extension to where the server looks for installed ones; on its first start it takes what it finds there. */
function installExtension(project: string, folder: string): void {
  const { publisher, name, version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as Record<string, string>;
  // No link: "Uninstall" in that VS Code must not reach this repository.
  for (const part of ['package.json', 'README.md', 'dist', 'media']) {
    cpSync(join(project, part), join(folder, `${publisher}.${name}-${version}`, part), { recursive: true });
  }
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      const port = /listening on (\d+)/.exec(said)?.[1];
      if (port) resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the VS Code server ended with code ${code}\n${said.slice(-2000)}`)));
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // ESRCH: the whole group has ended by itself.
  }
}
