import type { Span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { ALL_KINDS } from '../support/allKinds.ts';
import { didYouMean } from '../support/didYouMean.ts';
import { mainCf } from '../support/examples.ts';
import { suppressionManual } from '../support/references.ts';
import { findSuppressions } from '../suppress.ts';

interface State {
  readonly at: Span;
  /** Undefined when the comment names no rule at all. */
  readonly id: string | undefined;
  readonly suggestion: string | undefined;
}

/** A comment that silences a rule which does not exist. */
export const unknownRule = defineRule<State>({
  meta: {
    id: 'suppression/unknown-rule',
    severity: 'warning',
    since: '0.1.0',
    kinds: ALL_KINDS,
    listens: [],
    title: 'Silenced rule that does not exist',
    why: 'The comment names no rule of this version, so it silences nothing. A misspelt id leaves the finding in place; the id of a rule that is gone leaves a comment that explains nothing.',
    bad: mainCf('# relay-doctor-disable-next-line relay/missing-bracket : our MX of that name takes the mail\nrelayhost = smtp.example.com\n'),
    ok: mainCf('# relay-doctor-disable-next-line relay/missing-brackets : our MX of that name takes the mail\nrelayhost = smtp.example.com\n'),
    references: [suppressionManual],
    fix: 'safe',
  },
  *run({ file, ruleIds }) {
    if (!ruleIds) return;
    for (const { comment, ids } of findSuppressions(file)) {
      if (ids.length === 0) yield { at: comment.span, id: undefined, suggestion: undefined };
      for (const { id, span } of ids) if (!ruleIds.has(id)) yield { at: span, id, suggestion: didYouMean(id, ruleIds, 3) };
    }
  },
  word({ at, id, suggestion }) {
    if (id === undefined) return { at, message: 'this comment names no rule. write the id that is shown with the finding, then ": reason"' };
    return {
      at,
      message: suggestion
        ? `unknown rule "${id}". did you mean "${suggestion}"?`
        : `unknown rule "${id}". remove it, or write the id that is shown with the finding`,
    };
  },
  fixes: ({ at, suggestion }) => (suggestion ? [{ title: `Use "${suggestion}"`, safety: 'safe', edits: [{ span: at, newText: suggestion }] }] : []),
});
