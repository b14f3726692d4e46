import { readFileSync } from 'node:fs';
import { capabilitiesTable } from './capabilities.ts';
import { rulesTable } from './rulePages.ts';
import type { Generator } from './types.ts';

const README = 'README.md';

interface Setting {
  readonly default: unknown;
  readonly markdownDescription: string;
  readonly order: number;
}

/** The parts of the README that stand between `<!-- name:start -->` and `<!-- name:end -->`: capabilities, settings and rules. */
export const readmeGenerator: Generator = {
  run: () => {
    const sections = { capabilities: capabilitiesTable(), settings: settingsTable(), rules: rulesTable() };
    const content = Object.entries(sections).reduce((text, [name, section]) => replaceSection(text, name, section), readFileSync(README, 'utf8'));
    return [{ path: README, content }];
  },
};

function replaceSection(text: string, name: string, section: string): string {
  const startMark = `<!-- ${name}:start -->`;
  const start = text.indexOf(startMark);
  const end = text.indexOf(`<!-- ${name}:end -->`);
  if (start === -1 || end < start) throw new Error(`${README} lacks the marks of "${name}"`);
  return `${text.slice(0, start + startMark.length)}\n${section}\n${text.slice(end)}`;
}

function settingsTable(): string {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { contributes: { configuration: { properties: Record<string, Setting> } } };
  const settings = Object.entries(manifest.contributes.configuration.properties).sort(([, a], [, b]) => a.order - b.order);
  const rows = settings.map(
    ([name, setting]) => `| \`${name}\` | \`${JSON.stringify(setting.default)}\` | ${setting.markdownDescription.replaceAll('|', '\\|')} |`,
  );
  return ['| setting | default | what |', '| --- | --- | --- |', ...rows].join('\n');
}
