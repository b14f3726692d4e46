import { hostname } from 'node:os';
import * as vscode from 'vscode';
import { testPlace as placeOf } from '../../report/place.ts';
import type { TestPlace } from '../../report/runRecord.ts';

/** Where this extension host runs, and so every test: its network, resolver and clock are the ones that count. */
export function testPlace(): TestPlace {
  const { remoteName, uiKind } = vscode.env;
  return placeOf({
    ...(remoteName === undefined ? {} : { remoteName }),
    uiKind: uiKind === vscode.UIKind.Web ? 'web' : 'desktop',
    env: process.env,
    hostName: hostname(),
  });
}
