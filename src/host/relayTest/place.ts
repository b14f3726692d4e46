import * as vscode from 'vscode';
import type { TestPlace } from '../../report/runRecord.ts';

/** Where this extension host runs, and so every test: its network, resolver and clock are the ones that count. */
export function testPlace(): TestPlace {
  const { remoteName } = vscode.env;
  if (remoteName === undefined) return { kind: 'local', label: 'this computer' };
  if (remoteName.startsWith('ssh')) return { kind: 'ssh', label: 'the SSH host' };
  return { kind: 'container', label: remoteName };
}
