import * as vscode from 'vscode';
import { providerById } from '../../data/providers.ts';
import { explanationMarkdown } from '../../report/explanationMarkdown.ts';
import { explanationPage, explanationStatus } from '../../report/page/explanationPage.ts';
import type { ActionName, ShowMessage } from '../../report/page/messages.ts';
import { type Explanation, explainError } from '../../smtp/explain/explainError.ts';
import { maskSecrets } from '../../smtp/explain/maskSecrets.ts';
import { COMMANDS } from '../commands.ts';
import { askForError } from './mailError.ts';

/** Longer texts are cut: what matters stands at the beginning. */
const MAX_TEXT = 20_000;

/** What errors of apps mean, for the report panel. */
export interface Explanations {
  /** Explains the text, or the one that the person chooses. Undefined when they leave. */
  explain(text?: string): Promise<ShowMessage | undefined>;
  /** Does what a button below the explanation says. */
  act(action: ActionName): Promise<void>;
}

export function createExplanations(): Explanations {
  let last: Explanation | undefined;
  return {
    async explain(given) {
      const text = (given ?? (await askForError()))?.slice(0, MAX_TEXT);
      if (text === undefined) return undefined;
      last = explainError(text);
      const provider = last?.cause.provider === undefined ? undefined : providerById(last.cause.provider)?.name;
      return { type: 'show', page: explanationPage(maskSecrets(text), last, provider), status: explanationStatus(last), focus: 'headline', state: {} };
    },
    async act(action) {
      const rule = last?.cause.rule;
      if (action === 'test') await vscode.commands.executeCommand(COMMANDS.testRelay);
      else if (action === 'explain-rule' && rule) await vscode.commands.executeCommand(COMMANDS.explainRule, rule);
      else if (action === 'copy' && last) {
        await vscode.env.clipboard.writeText(explanationMarkdown(last));
        vscode.window.setStatusBarMessage('Explanation copied as Markdown.', 5000);
      }
    },
  };
}
