import * as vscode from 'vscode';
import type { Finding, Severity } from '../rules/types.ts';

export const SECTION = 'relayDoctor';

export interface Settings {
  readonly enable: boolean;
  readonly lintDelayMs: number;
  readonly codeLens: boolean;
  readonly alignEquals: boolean;
  readonly inlayHints: boolean;
  readonly rules: Readonly<Record<string, string>>;
  /** The Postfix release to judge by, such as `3.7`; absent when it is left to us. */
  readonly postfixVersion?: string;
  readonly sender: string;
  readonly recipient: string;
  readonly certificateAuthorities: readonly string[];
  /** A third party's host that is asked after a timeout; '' for none. */
  readonly controlHost: string;
}

/** The form that the manifest asks for as well. */
const POSTFIX_VERSION = /^3\.\d{1,2}$/;

/** The settings in force for a resource. */
export function readSettings(scope: vscode.Uri | undefined): Settings {
  const section = vscode.workspace.getConfiguration(SECTION, scope);
  const version = String(section.get('postfix.version', 'auto')).trim();
  return {
    ...(POSTFIX_VERSION.test(version) && { postfixVersion: version }),
    enable: section.get('enable', true),
    lintDelayMs: Math.max(0, Number(section.get('lint.delay', 250)) || 0),
    codeLens: section.get('codeLens.enable', true),
    alignEquals: section.get('postfix.format.alignEquals', false),
    inlayHints: section.get('postfix.inlayHints', false),
    rules: section.get('rules', {}),
    sender: section.get('test.sender', '').trim(),
    recipient: section.get('test.recipient', '').trim(),
    certificateAuthorities: section.get<string[]>('test.certificateAuthorities', []),
    controlHost: section.get('test.controlHost', '').trim(),
  };
}

const SEVERITIES: readonly string[] = ['error', 'warning', 'information', 'hint'] satisfies Severity[];

/** The findings as the user wants to see them: switched-off rules left out, severities replaced. */
export function applyOverrides(findings: readonly Finding[], rules: Settings['rules']): readonly Finding[] {
  return findings.flatMap((finding) => {
    const wish = rules[finding.rule];
    if (wish === 'off') return [];
    return wish !== undefined && SEVERITIES.includes(wish) ? [{ ...finding, severity: wish as Severity }] : [finding];
  });
}
