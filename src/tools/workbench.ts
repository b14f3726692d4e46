/** Drives a VS Code in the browser as a person does, by keyboard and mouse, and waits for what a person would see. */
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { launchBrowser, startWebServer } from './webHost.ts';

export interface WorkbenchOptions {
  /** Absolute path of the folder to open. */
  readonly folder: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly size?: { readonly width: number; readonly height: number };
}

export interface Workbench {
  readonly page: Page;
  /** Ctrl+P, the name or path, Enter; waits for the editor's tab. */
  openFile(name: string): Promise<void>;
  /** F1, the title, Enter. */
  runCommand(title: string): Promise<void>;
  /** Puts the cursor at a line and column, both from 1. */
  goTo(line: number, column: number): Promise<void>;
  /** Puts the cursor at a line and column and asks for the hover there, as Ctrl+K Ctrl+I does; returns what it shows. */
  hoverAt(line: number, column: number): Promise<string>;
  /** Ctrl+Space; returns the names of the list, the first of them focused. */
  suggestions(): Promise<readonly string[]>;
  /** The visible text of the active editor, lines in order. */
  editorText(): Promise<string>;
  /** The visible text of the output panel. */
  outputText(): Promise<string>;
  /** Waits until the output panel shows `text`, and returns all it shows. */
  outputWith(text: string): Promise<string>;
  /** What the report panel shows: the page in the page in the window. */
  readonly report: FrameLocator;
  /** The open modal dialog. */
  readonly dialog: Locator;
  /** Clicks a button of the modal dialog and waits until it is gone. */
  answerDialog(button: string): Promise<void>;
  /** Closes all editors, the panel and all notifications. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

/** Opens VS Code on a folder, the extension of this repository loaded. The web host and a Chromium must be there. */
export async function openWorkbench({ folder, settings, size = { width: 1280, height: 800 } }: WorkbenchOptions): Promise<Workbench> {
  const server = await startWebServer({ purpose: 'installed', settings });
  const browser = await launchBrowser();
  const close = async () => {
    await browser.close();
    await server.stop();
  };
  try {
    const page = await browser.newPage({ viewport: size });
    page.setDefaultTimeout(30_000);
    await page.goto(server.address(folder));
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    await page.locator('.explorer-viewlet .pane-header').first().waitFor();
    return drive(page, close);
  } catch (error) {
    await close();
    throw error;
  }
}

function drive(page: Page, close: () => Promise<void>): Workbench {
  const input = page.locator('.quick-input-widget:visible input[type="text"]');
  const dialog = page.locator('.monaco-dialog-box');
  const output = page.locator('.part.panel .view-lines');

  /** Picks by typing: Enter takes the focused row, so that must be the one that is meant, not one of the history. */
  async function quickPick(key: string, text: string, ...rows: string[]): Promise<void> {
    await page.keyboard.press(key);
    await input.waitFor();
    await input.fill(text);
    await rows.reduce((found, row) => found.filter({ hasText: row }), page.locator('.quick-input-list .monaco-list-row.focused')).waitFor();
    await page.keyboard.press('Enter');
  }

  const bench: Workbench = {
    page,
    report: page.frameLocator('iframe.webview.ready').frameLocator('#active-frame'),
    dialog,
    close,
    async openFile(name) {
      const base = name.split('/').at(-1)!;
      await quickPick('Control+P', name, ...name.split('/'));
      await page.locator('.tab.active', { hasText: base }).waitFor();
      await page.locator('.editor-instance .view-lines').first().waitFor();
    },
    runCommand: (title) => quickPick('F1', `>${title}`, title),
    async goTo(line, column) {
      await page.keyboard.press('Control+G');
      await input.waitFor();
      await input.fill(`:${line}:${column}`);
      await page.keyboard.press('Enter');
      await input.waitFor({ state: 'hidden' });
    },
    async hoverAt(line, column) {
      await bench.goTo(line, column);
      await page.keyboard.press('Control+K');
      await page.keyboard.press('Control+I');
      const hover = page.locator('.monaco-hover:visible .hover-contents:not(.html-hover-contents)').filter({ hasText: /\S/ });
      await hover.first().waitFor();
      return (await hover.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
    },
    async suggestions() {
      await page.keyboard.press('Control+Space');
      const rows = page.locator('.suggest-widget.visible .monaco-list-row');
      await rows.first().waitFor();
      return rows.locator('.label-name').allInnerTexts();
    },
    editorText: () => visibleText(page.locator('.editor-instance .view-lines').first()),
    outputText: () => visibleText(output),
    async outputWith(text) {
      // Monaco writes blanks as no-break spaces.
      const pattern = new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '[ \\u00a0]'));
      await output.filter({ hasText: pattern }).waitFor();
      return visibleText(output);
    },
    async answerDialog(button) {
      await dialog.locator('.monaco-button', { hasText: button }).click();
      await dialog.waitFor({ state: 'hidden' });
    },
    async tidy() {
      await page.keyboard.press('Escape');
      if (await page.locator('.notification-toast').first().isVisible()) await bench.runCommand('Notifications: Clear All Notifications');
      if (await page.locator('.part.editor .tab').first().isVisible()) await bench.runCommand('View: Close All Editors');
      if (await page.locator('.part.panel').isVisible()) await page.locator('.part.panel .action-label[aria-label^="Hide Panel"]').click();
      await page.locator('.part.panel').waitFor({ state: 'hidden' });
      await page.locator('.part.editor .tab').first().waitFor({ state: 'hidden' });
    },
  };
  return bench;
}

/** The lines of a Monaco view in the order in which a person reads them; the DOM's own order is arbitrary. */
async function visibleText(view: Locator): Promise<string> {
  const lines = await view
    .locator('.view-line')
    .evaluateAll((nodes) =>
      nodes.map((node) => ({ top: Number.parseFloat((node as unknown as { style: { top: string } }).style.top), text: node.textContent ?? '' })),
    );
  return lines
    .sort((a, b) => a.top - b.top)
    .map(({ text }) => text.replaceAll('\u00a0', ' '))
    .join('\n');
}
