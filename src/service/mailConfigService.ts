import { loadPostfixMeanings } from '../data/postfixMeanings.ts';
import { nameOf } from '../discover/joinedPlaces.ts';
import { isEnvFile } from '../discover/joinRelays.ts';
import type { FolderView } from '../discover/postfixFolder.ts';
import { createProject, type Project } from '../discover/project.ts';
import { embeddedKinds } from '../parse/embedded.ts';
import { fileKind } from '../parse/fileKind.ts';
import { type GrammarFiles, loadFormat } from '../parse/format.ts';
import type { FileKind } from '../parse/types.ts';
import { rules as allRules } from '../rules/registry.ts';
import { runRules, sortedFindings } from '../rules/run.ts';
import { atOrigin, fromParts, isAboutTheText } from '../rules/support/origin.ts';
import { withoutSuppressed } from '../rules/suppress.ts';
import type { Finding, Rule } from '../rules/types.ts';
import { fixAllEdits } from './fixAll.ts';
import { hoverAt } from './hover.ts';
import { asMap, isPostfix } from './postfix/sources.ts';
import { settingAt } from './settingAt.ts';
import type { Analysis, MailConfigService, ServicePorts } from './types.ts';
import { type Understood, understand } from './understand.ts';

const NO_GRAMMARS: GrammarFiles = { read: () => Promise.reject(new Error('no grammars here')) };

/**
 * Builds the language service. It keeps nothing of what it reads: each answer follows from the analysis it is given.
 * A rule that throws is logged by its id and loses its findings; no call throws for what a text holds.
 */
export function createMailConfigService({ logger, grammars = NO_GRAMMARS }: ServicePorts, rules: readonly Rule[] = allRules): MailConfigService {
  // The message may quote the text, and with it a secret.
  const onRuleError = (ruleId: string, error: Error) => logger.error(`rule ${ruleId} failed (${error.name}) and was left out`);

  const missing = new Set<FileKind>();

  const projects = new WeakMap<FolderView, Project>();

  function judge(context: Understood): readonly Finding[] {
    const { file, own, joined, project, ruleIds } = context;
    if (joined.length === 0) return withoutSuppressed(file, runRules(context, { rules, onRuleError }));
    const aboutTexts = rules.filter(({ meta }) => isAboutTheText(meta.id));
    const aboutRelays = rules.filter(({ meta }) => !isAboutTheText(meta.id));
    const found = [...runRules({ ...context, settings: own }, { rules: aboutTexts, onRuleError }), ...runRules(context, { rules: aboutRelays, onRuleError })];
    const name = nameOf(file.path);
    const shared = joined.flatMap((one) => {
      const findings = runRules(
        { file: one.file, settings: one.settings, ...(project && { project }), ...(ruleIds && { ruleIds }) },
        { rules: aboutRelays, onRuleError },
      );
      return findings.flatMap((finding) => {
        const placed = fromParts(finding, one.file, name);
        return placed ? [atOrigin(placed, file)] : [];
      });
    });
    return withoutSuppressed(
      file,
      sortedFindings([...found, ...shared]),
      joined.flatMap((one) => [...(one.file.parts?.values() ?? [])]),
    );
  }

  async function load(kind: FileKind): Promise<void> {
    try {
      await loadFormat(kind, grammars);
    } catch (error) {
      if (!missing.has(kind)) logger.error(`the grammar of ${kind} files could not be loaded (${error instanceof Error ? error.message : String(error)})`);
      missing.add(kind);
    }
  }

  function projectIn(view: FolderView): Project {
    const project = projects.get(view) ?? createProject(view);
    projects.set(view, project);
    return project;
  }

  return Object.freeze<MailConfigService>({
    kindOf: fileKind,
    projectIn,
    isEnvFile: (name, view) => isEnvFile(name, projectIn(view)),
    async prepare({ kind, text }) {
      await load(kind);
      if (kind === 'yaml') for (const inner of embeddedKinds(text)) await load(inner);
    },
    analyze(source) {
      const context = understand(source);
      if (!context) return undefined;
      const { file, own, joined, folder, project } = context;
      const shared = joined.flatMap((one) => one.settings);
      return Object.freeze<Analysis>({
        file,
        settings: own,
        findings: judge(context),
        ...(shared.length > 0 && { joined: shared }),
        ...(folder && { folder }),
        ...(project && { project }),
      });
    },
    settingAt,
    async hover(analysis, offset) {
      const words = isPostfix(analysis) || asMap(analysis.file) ? { meanings: await loadPostfixMeanings() } : { keys: await import('./apps/hover.ts') };
      return hoverAt(analysis, offset, words);
    },
    async postfixEditor() {
      const [meanings, { createPostfixEditor }] = await Promise.all([loadPostfixMeanings(), import('./postfix/editor.ts')]);
      return createPostfixEditor(meanings);
    },
    async complete(analysis, offset) {
      const { completionsAt } = await import('./apps/complete.ts');
      return completionsAt(analysis, offset);
    },
    lenses: ({ settings }) => settings.filter(({ host }) => host !== undefined).map((setting) => ({ span: setting.anchor.keySpan, setting })),
    fixAll({ file: { path, kind, text }, findings, folder, project }, isWanted = () => true) {
      const surroundings = { ...(folder && { around: folder.view, postfixVersion: folder.version }), ...(project && { project }) };
      const findingsOf = (current: string) => {
        const context = current === text ? undefined : understand({ path, text: current, kind, ...surroundings });
        return (context ? judge(context) : findings).filter(({ rule }) => isWanted(rule));
      };
      return fixAllEdits(text, findingsOf);
    },
  });
}
