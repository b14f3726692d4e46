import type { Explanation } from '../smtp/explain/explainError.ts';
import { code, codeBlock, plain } from '../text/markdown.ts';
import { stageTitle } from './transcript.ts';
import { OWNER_WORDS } from './verdict.ts';

/** What an app's error means, as Markdown to paste into an issue. */
export function explanationMarkdown({ app, reply, cause }: Explanation): string {
  const { code: id, stage, confidence, owner, nextSteps, evidence, rule } = cause;
  const facts = [
    `Cause: ${code(id)} at the stage ${stageTitle(stage)}${confidence === 'likely' ? ' (likely)' : ''}`,
    ...(app ? [`Said by: ${plain(app)}`] : []),
    `Who must act: ${OWNER_WORDS[owner]}`,
    ...(rule ? [`Rule: ${code(rule)}`] : []),
  ];
  return `${[
    `## ${plain(cause.summary)}`,
    facts.map((fact) => `- ${fact}`).join('\n'),
    ...(reply ? ["### The server's own words", codeBlock(reply.lines.map((line) => `${reply.code} ${line}`))] : []),
    '### Next steps',
    nextSteps.map((step, index) => `${index + 1}. ${plain(step)}`).join('\n'),
    ...(evidence.length > 0 ? ['### Evidence', evidence.map((line) => `- ${plain(line)}`).join('\n')] : []),
  ].join('\n\n')}\n`;
}
