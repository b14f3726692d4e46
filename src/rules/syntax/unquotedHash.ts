import type { RelaySetting } from '../../discover/types.ts';
import type { Entry } from '../../parse/types.ts';
import { type Span, span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { atHash, quoteFor } from '../support/dotenvReaders.ts';
import { dotenv } from '../support/examples.ts';
import { severityFor } from '../support/relays.ts';
import type { Fix, Severity } from '../types.ts';

interface State {
  readonly setting: RelaySetting;
  readonly entry: Entry;
  /** The text that is cut off, or taken for a comment. */
  readonly cut: Span;
  /** A blank stands before the "#", so that every reader takes the rest for a comment. */
  readonly isComment: boolean;
}

/** A "#" that ends a value, for some readers of .env files or for all. */
export const unquotedHash = defineRule<State>({
  meta: {
    id: 'syntax/unquoted-hash',
    severity: 'error',
    since: '0.1.0',
    kinds: ['dotenv'],
    listens: ['host', 'user', 'password'],
    title: 'Number sign in a value without quotes',
    why: 'Readers of .env files differ: for Laravel, Ruby and Node a "#" ends a value without quotes, for Python and Docker only one after a blank does. A password loses its end, and the server answers 535.',
    bad: dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=587\nSMTP_USER=robot@acme.io\nSMTP_PASSWORD=k4Tz#9vQ\n'),
    ok: dotenv('SMTP_HOST=mail.acme.io\nSMTP_PORT=587 # submission\nSMTP_USER=robot@acme.io\nSMTP_PASSWORD="k4Tz#9vQ"\n'),
    references: [
      { title: 'dotenv for Node: comments', url: 'https://github.com/motdotla/dotenv#comments' },
      {
        title: 'Docker Compose: syntax of .env files',
        url: 'https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax',
      },
    ],
    fix: 'unsafe',
  },
  *run({ file, settings }) {
    const seen = new Set<Entry>();
    for (const setting of settings) {
      const secret = setting.password?.entry;
      for (const entry of [setting.host?.entry, setting.user?.entry, setting.url?.entry, secret]) {
        if (!entry || seen.has(entry) || entry.quote !== '' || entry.form !== 'pair') continue;
        seen.add(entry);
        const hash = entry.value.indexOf('#');
        const { start, end } = entry.valueSpan;
        if (hash !== -1 && atHash(setting) !== 'keeps') yield { setting, entry, cut: span(start + hash, end), isComment: false };
        const comment =
          entry === secret ? file.comments.find((each) => each.span.start > end && file.text.slice(end, each.span.start).trim() === '') : undefined;
        if (comment && isPartOfSecret(file.text, comment.span, end)) yield { setting, entry, cut: comment.span, isComment: true };
      }
    }
  },
  word: ({ setting, entry, cut, isComment }) => ({
    at: span(cut.start, cut.start + 1),
    severity: severityFor(setting, isComment ? 'warning' : severityOf(setting)),
    message: isComment
      ? `a "#" after a blank begins a comment, so "${entry.key}" ends before it. quote the value if the rest belongs to it`
      : `"#" in the value of "${entry.key}" without quotes: ${atHash(setting) === 'cuts' ? `${setting.profileTitle} cuts` : 'many readers cut'} the value off there`,
  }),
  fixes: ({ entry, cut }, { file }): Fix[] => {
    const whole = span(entry.valueSpan.start, cut.end);
    const text = file.text.slice(whole.start, whole.end);
    const quote = quoteFor(text);
    if (!quote) return [];
    return [
      {
        title: `Put the value of ${entry.key} in quotes`,
        safety: 'unsafe',
        isPreferred: true,
        edits: [
          { span: span(whole.start, whole.start), newText: quote },
          { span: span(whole.end, whole.end), newText: quote },
        ],
      },
    ];
  },
});

/** Apps that are known by name mostly run in a container, and Docker's reader keeps the sign. */
function severityOf(setting: RelaySetting): Severity {
  if (atHash(setting) === 'cuts') return 'error';
  return setting.profile.startsWith('generic') ? 'warning' : 'information';
}

/** `secret #Kx9`: one word that clings to its sign, on the line of the value. A remark has a blank or more words. */
function isPartOfSecret(text: string, comment: Span, valueEnd: number): boolean {
  return !text.slice(valueEnd, comment.start).includes('\n') && /^#+[^\s#]\S*$/.test(text.slice(comment.start, comment.end).trimEnd());
}
