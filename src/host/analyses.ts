import type * as vscode from 'vscode';
import { fileKind } from '../parse/fileKind.ts';
import type { GrammarFiles } from '../parse/format.ts';
import { type FileKind, MAX_TEXT_LENGTH } from '../parse/types.ts';
import type { Analysis, MailConfigService, SourceText } from '../service/types.ts';
import type { Panel } from './panel.ts';
import { readSiblings } from './postfix/siblings.ts';
import { readSettings } from './settings.ts';

/** Documents that are views of something else: a panel's text, a commit, a part of the editor itself. */
const FOREIGN_SCHEME = /^(output|git|gitlens|comment|debug|search-editor|vscode(?!-vfs$|-remote$|-local$|-test-web$)|walkThrough)/;

/** Languages that say which grammar a file has, whatever its name. */
const KIND_OF_LANGUAGE: Readonly<Record<string, FileKind>> = {
  'postfix-main': 'postfix-main',
  'postfix-master': 'postfix-master',
  'postfix-map': 'postfix-map',
};

/** Understands documents, once per version. The service and its parsers are loaded with the first one. */
export interface Analyses {
  /** The analysis of the document as it is now; undefined when it is none of ours. */
  of(document: vscode.TextDocument): Promise<Analysis | undefined>;
  /** The same for a text that no editor shows. */
  ofText(path: string, text: string): Promise<Analysis | undefined>;
  service(): Promise<MailConfigService>;
}

/** What a Postfix file is read with in any case; the rest is found by what those name. */
const FIRST_NAMES: ReadonlySet<string> = new Set(['main.cf', 'master.cf']);

/** A file may name another only so often; further ones stay unknown. */
const MAX_ROUNDS = 4;

interface Known {
  readonly version: number;
  readonly kind: FileKind | undefined;
  /** Which texts of the files around it were looked at, and the Postfix release. */
  readonly state: string;
  /** Names of the files around it. */
  readonly names: ReadonlySet<string>;
  readonly analysis: Analysis | undefined;
}

export function createAnalyses(panel: Panel, grammars: GrammarFiles): Analyses {
  const known = new WeakMap<vscode.TextDocument, Known>();
  let loading: Promise<MailConfigService> | undefined;

  function service(): Promise<MailConfigService> {
    loading ??= import('../service/mailConfigService.ts').then(({ createMailConfigService }) =>
      createMailConfigService({ logger: { error: (message) => panel.failure('service', message) }, grammars }),
    );
    return loading;
  }

  return {
    service,
    async of(document) {
      if (!isOwnKind(document)) return undefined;
      const { version, languageId } = document;
      const entry = known.get(document);
      const text = document.getText();
      const kind = KIND_OF_LANGUAGE[languageId] ?? (entry?.version === version ? entry.kind : fileKind(document.uri.path, text));
      const siblings = kind?.startsWith('postfix-') ? await readSiblings(document, entry?.names ?? FIRST_NAMES) : undefined;
      const { postfixVersion } = readSettings(document.uri);
      const state = () => `${postfixVersion ?? ''} ${siblings?.state() ?? ''}`;
      if (entry?.version === version && entry.kind === kind && entry.state === state()) return entry.analysis;
      // Asked for last: a file that is none of ours must not make anybody wait for the parsers.
      const source = kind && { path: document.uri.path, text, kind, ...(siblings && { around: siblings.view }), ...(postfixVersion && { postfixVersion }) };
      const analyze = async () => source && analyzeWith(await service(), source);
      let analysis = await analyze();
      for (let round = 0; round < MAX_ROUNDS && (await siblings?.readWanted()); round += 1) analysis = await analyze();
      known.set(document, { version, kind, state: state(), names: siblings?.names ?? FIRST_NAMES, analysis });
      return analysis;
    },
    async ofText(path, text) {
      const kind = text.length <= MAX_TEXT_LENGTH ? fileKind(path, text) : undefined;
      return kind && analyzeWith(await service(), { path, text, kind });
    },
  };
}

async function analyzeWith(service: MailConfigService, source: SourceText & { readonly kind: FileKind }): Promise<Analysis | undefined> {
  await service.prepare(source);
  return service.analyze(source);
}

/** Whether a document is one that a person edits, of whatever kind. */
export function isOwnKind(document: vscode.TextDocument): boolean {
  return !FOREIGN_SCHEME.test(document.uri.scheme);
}
