import * as vscode from 'vscode';
import type { FolderView } from '../discover/postfixFolder.ts';
import { fileKind } from '../parse/fileKind.ts';
import type { GrammarFiles } from '../parse/format.ts';
import { maySpeakOfMail } from '../parse/mailWords.ts';
import { type FileKind, MAX_TEXT_LENGTH } from '../parse/types.ts';
import type { Analysis, MailConfigService, SourceText } from '../service/types.ts';
import type { Languages } from './languages.ts';
import type { Panel } from './panel.ts';
import type { EvidenceSource } from './postfix/evidence.ts';
import { type Asked, isSameState, readSiblings, type SiblingState } from './postfix/siblings.ts';
import type { ProjectFiles } from './projectFiles.ts';
import { readSettings } from './settings.ts';

/** Documents that are views of something else: a panel's text, a commit, a part of the editor itself. */
const FOREIGN_SCHEME = /^(output|git|gitlens|comment|debug|search-editor|vscode(?!-vfs$|-remote$|-local$|-test-web$)|walkThrough)/;

/** Understands documents, once per version. The service and its parsers are loaded with the first one. */
export interface Analyses {
  /** The analysis of the document as it is now; undefined when it is none of ours. */
  of(document: vscode.TextDocument): Promise<Analysis | undefined>;
  /** The last analysis of the document, of an older version perhaps; undefined when there is none. Costs nothing. */
  last(document: vscode.TextDocument): Analysis | undefined;
  /** The same for a text that no editor shows. */
  ofText(uri: vscode.Uri, text: string): Promise<Analysis | undefined>;
  /** The folders whose files the last analysis of a Postfix file asked for, its own first; none for other documents. */
  foldersOf(document: vscode.TextDocument): readonly vscode.Uri[];
  /** Whether the last analysis of a document looked for this file of its project. */
  hasAsked(document: vscode.TextDocument, uri: vscode.Uri): boolean;
  service(): Promise<MailConfigService>;
}

/** What a Postfix file is read with in any case; the rest is found by what those name. */
const ASKED_FIRST: Asked = { texts: new Set(['main.cf', 'master.cf']), facts: new Set() };

/** A file may name another only so often; further ones stay unknown. */
const MAX_ROUNDS = 4;

/** What every file of variables begins some line with. */
const ASSIGNMENT = /^(?:export )?[A-Z][A-Z0-9_]*=/m;

interface Known {
  readonly version: number;
  readonly languageId: string;
  readonly kind: FileKind | undefined;
  /** What the files around it were. */
  readonly state: SiblingState | undefined;
  /** What speaks for a Postfix release. */
  readonly release: string;
  /** What lay around a file of an application. */
  readonly view: FolderView | undefined;
  /** What of the files around it was asked for; undefined for a document that has none to look at. */
  readonly asked: Asked | undefined;
  /** Where those are. */
  readonly folder: vscode.Uri | undefined;
  readonly analysis: Analysis | undefined;
}

export interface AnalysesPorts {
  readonly languages: Languages;
  readonly evidence: EvidenceSource;
  readonly grammars: GrammarFiles;
  readonly projects: ProjectFiles;
}

export function createAnalyses(panel: Panel, { languages, evidence, grammars, projects }: AnalysesPorts): Analyses {
  const analyzed = new WeakMap<vscode.TextDocument, Known>();
  let loading: Promise<MailConfigService> | undefined;

  function service(): Promise<MailConfigService> {
    loading ??= import('../service/mailConfigService.ts').then(({ createMailConfigService }) =>
      createMailConfigService({ logger: { error: (message) => panel.failure('service', message) }, grammars }),
    );
    return loading;
  }

  /** A file of any name is a `.env` file where a Compose file around says so. */
  async function kindAround(uri: vscode.Uri, text: string): Promise<FileKind | undefined> {
    const around = ASSIGNMENT.test(text) && maySpeakOfMail(undefined, text) ? projects.of(uri) : undefined;
    if (!around) return undefined;
    const asked = await service();
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    let isNamed = asked.isEnvFile(name, around.view);
    for (let round = 0; !isNamed && round < MAX_ROUNDS && (await around.readWanted()); round += 1) isNamed = asked.isEnvFile(name, around.view);
    return isNamed ? 'dotenv' : undefined;
  }

  return {
    service,
    async of(document) {
      if (!isOwnKind(document)) return undefined;
      const { version, languageId } = document;
      const entry = analyzed.get(document);
      const isSame = entry?.version === version && entry.languageId === languageId;
      const text = isSame && entry.analysis ? entry.analysis.file.text : document.getText();
      const kind = isSame ? entry.kind : (languages.kindOf(document, text) ?? (await kindAround(document.uri, text)));
      const around = kind && !kind.startsWith('postfix-') ? projects.of(document.uri) : undefined;
      if (isSame && !kind?.startsWith('postfix-') && entry.view === around?.view) return entry.analysis;
      const siblings = kind?.startsWith('postfix-') ? await readSiblings(document, kind, entry?.asked ?? ASKED_FIRST) : undefined;
      const { postfixVersion } = readSettings(document.uri);
      const known = siblings && postfixVersion === undefined ? await evidence.of(document, siblings) : undefined;
      const release = postfixVersion ?? JSON.stringify(known) ?? '';
      if (isSame && siblings && entry.release === release && entry.state && isSameState(entry.state, siblings.state())) return entry.analysis;
      const surroundings = { ...(siblings && { around: siblings.view }), ...(postfixVersion && { postfixVersion }), ...(known && { evidence: known }) };
      // Asked for last: a file that is none of ours must not make anybody wait for the parsers.
      let view: FolderView | undefined;
      const analyze = async () => {
        if (!kind) return undefined;
        const asked = await service();
        view = around?.view;
        return analyzeWith(asked, { path: document.uri.path, text, kind, ...surroundings, ...(view && { project: asked.projectIn(view) }) });
      };
      let analysis = await analyze();
      const rest = siblings ?? around;
      // What somebody else asked for and got meanwhile is news here, too.
      const isNews = async () => (await rest?.readWanted()) === true || around?.view !== view;
      for (let round = 0; kind && round < MAX_ROUNDS && (await isNews()); round += 1) analysis = await analyze();
      analyzed.set(document, {
        version,
        languageId,
        kind,
        state: siblings?.state(),
        release,
        view,
        asked: siblings?.asked,
        folder: siblings?.folder,
        analysis,
      });
      return analysis;
    },
    last: (document) => analyzed.get(document)?.analysis,
    foldersOf(document) {
      const { asked, folder } = analyzed.get(document) ?? {};
      if (!asked || !folder || document.uri.scheme === 'untitled') return [];
      const below = [...asked.texts, ...asked.facts].filter((name) => !name.startsWith('/') && name.includes('/'));
      const names = new Set(below.map((name) => name.slice(0, name.lastIndexOf('/'))));
      return [folder, ...[...names].map((name) => vscode.Uri.joinPath(folder, name))];
    },
    hasAsked(document, uri) {
      const known = analyzed.get(document);
      // One that is being looked at for the first time may have read the file as it was before.
      return (known === undefined || known.view !== undefined) && projects.of(document.uri)?.hasAsked(uri) === true;
    },
    async ofText(uri, text) {
      const { path } = uri;
      const kind = text.length <= MAX_TEXT_LENGTH ? fileKind(path, text) : undefined;
      if (!kind) return undefined;
      const around = kind.startsWith('postfix-') ? undefined : projects.of(uri);
      const analyze = async () => {
        const asked = await service();
        return analyzeWith(asked, { path, text, kind, ...(around && { project: asked.projectIn(around.view) }) });
      };
      let analysis = await analyze();
      for (let round = 0; round < MAX_ROUNDS && (await around?.readWanted()); round += 1) analysis = await analyze();
      return analysis;
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
