import * as vscode from 'vscode';
import type { TestExplorer } from './testExplorer.ts';

/** Puts the relays into the Test Explorer. They are looked for when somebody opens it. */
export function registerTestController(explorer: () => Promise<TestExplorer>): vscode.TestController {
  const controller = vscode.tests.createTestController('relayDoctor', 'Relay Doctor');
  controller.resolveHandler = async (item) => {
    if (!item) await (await explorer()).discover();
  };
  controller.refreshHandler = async () => (await explorer()).refresh();
  controller.createRunProfile('Test Relays', vscode.TestRunProfileKind.Run, async (request, token) => (await explorer()).run(request, token), true);
  return controller;
}
