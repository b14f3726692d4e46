import { contains, type Span, span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { mainCfFormat } from '../support/references.ts';
import type { Fix } from '../types.ts';

interface State {
  readonly at: Span;
  readonly name: string;
  /** Postfix takes it for a blank, and its writer perhaps for a line end. */
  readonly isBlank: boolean;
}

/** Control characters other than TAB, line ends and NUL, which has a rule of its own. */
const CONTROL = /\r(?!\n)|[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

const NAMES: Readonly<Record<string, string>> = { '\r': 'carriage return', '\f': 'form feed', '\v': 'vertical tab', '\x1b': 'escape' };

/** A character that nobody sees and that Postfix takes for a blank or for part of a value. */
export const controlCharacter = defineRule<State>({
  meta: {
    id: 'syntax/control-character',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['postfix-main', 'postfix-master'],
    listens: [],
    title: 'Control character',
    why: 'Carriage return, form feed and vertical tab count as blanks, so a line that begins with one continues the line above; a lone carriage return ends no line. Other control characters become part of the value.',
    bad: mainCf('mynetworks = 127.0.0.0/8\frelayhost =\n'),
    ok: mainCf('mynetworks =\t127.0.0.0/8\r\n# bell\x07 in a comment\n'),
    references: [mainCfFormat],
    fix: 'unsafe',
  },
  *run({ file }) {
    for (const { 0: char, index } of file.text.matchAll(CONTROL)) {
      const at = span(index, index + 1);
      if (char !== '\r' && file.comments.some((comment) => contains(comment.span, at))) continue;
      const code = char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
      yield { at, isBlank: /\s/.test(char), name: NAMES[char] ? `${NAMES[char]} (0x${code})` : `control character 0x${code}` };
    }
  },
  word: ({ at, name, isBlank }) => ({
    at,
    message: `${name} in the text: Postfix takes it for ${isBlank ? 'a blank, not for a line end. begin a new line or delete it' : 'a part of the setting. delete it'}`,
  }),
  fixes({ at, isBlank }) {
    const remove: Fix = { title: 'Delete the character', safety: 'unsafe', edits: [{ span: at, newText: '' }] };
    return isBlank ? [{ title: 'Begin a new line here', safety: 'unsafe', edits: [{ span: at, newText: '\n' }] }, remove] : [remove];
  },
});
