import type { Cause } from '../../smtp/types.ts';
import { stageTitle } from '../transcript.ts';
import { OWNER_WORDS } from '../verdict.ts';
import { h, list, type PageNode, part, terms } from './node.ts';

/** What to do about a cause and why we think it is one: steps in order, who takes them, what was seen, what it is not. */
export function causePart(cause: Cause, provider?: string): PageNode {
  const { code, stage, confidence, owner, evidence, ruledOut, nextSteps, proven, rule } = cause;
  return part(
    'cause',
    nextSteps.length > 1 ? 'Next steps' : 'Next step',
    list(nextSteps, 'ol'),
    proven && h('div', { class: 'proven' }, h('h3', {}, 'Seen to work in this test'), h('p', {}, proven.evidence)),
    terms([
      ['Who must act', OWNER_WORDS[owner]],
      [
        'Cause',
        h(
          'span',
          {},
          h('code', {}, code),
          ` at the stage ${stageTitle(stage)}${confidence === 'likely' ? ', likely: another cause would look the same from here' : ''}`,
        ),
      ],
      ['Provider', provider],
      ['Rule', rule && h('code', {}, rule)],
      ['Evidence', evidence.length > 0 && list(evidence)],
      ['Ruled out', ruledOut.length > 0 && list(ruledOut)],
    ]),
  );
}
