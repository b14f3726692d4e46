import { setValue } from '../../parse/edit.ts';
import { iniDialect } from '../../parse/iniDialect.ts';
import type { Comment } from '../../parse/types.ts';
import { span } from '../../text/span.ts';
import { defineRule } from '../define.ts';
import { type Credential, writtenCredentials } from '../support/credentials.ts';
import { keyName } from '../support/keyName.ts';
import { severityFor } from '../support/relays.ts';

interface State extends Credential {
  readonly comment: Comment;
}

/** A mark inside a password that begins a comment there. */
export const unquotedMark = defineRule<State>({
  meta: {
    id: 'syntax/unquoted-mark',
    severity: 'error',
    since: '0.1.0',
    kinds: ['ini', 'ssmtp'],
    listens: ['user', 'password'],
    title: 'Comment mark inside a value',
    why: 'Gitea, Grafana and git begin a comment at every "#" or ";" that is not protected, also in the middle of a word; ssmtp at every "#". The password loses its end, and the server answers 535.',
    bad: { kind: 'ini', path: 'app.ini', text: '[mailer]\nSMTP_ADDR = mail.acme.io\nSMTP_PORT = 587\nUSER = robot@acme.io\nPASSWD = k4Tz#9vQ\n' },
    ok: { kind: 'ini', path: 'app.ini', text: '[mailer]\nSMTP_ADDR = mail.acme.io\nSMTP_PORT = 587\nUSER = robot@acme.io\nPASSWD = `k4Tz#9vQ` # of 2026\n' },
    references: [
      { title: 'Gitea: mailer', url: 'https://docs.gitea.com/administration/config-cheat-sheet#mailer-mailer' },
      { title: 'Grafana: password in smtp', url: 'https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#password-1' },
    ],
    fix: 'unsafe',
  },
  *run({ file, settings }) {
    if (file.kind === 'ini' && iniDialect(file.path, file.text).inline !== 'anywhere') return;
    for (const credential of writtenCredentials(settings)) {
      const { quote, valueSpan } = credential.entry;
      // Behind a blank it may well be a remark.
      const comment = quote === '' && valueSpan.end > valueSpan.start ? file.comments.find((each) => each.span.start === valueSpan.end) : undefined;
      if (comment) yield { ...credential, comment };
    }
  },
  word: ({ setting, entry, comment }, { file }) => ({
    at: span(comment.span.start, comment.span.start + 1),
    severity: severityFor(setting, 'error'),
    message: `"${file.text[comment.span.start]}" begins a comment here, so the value of "${keyName(entry)}" ends before it. ${
      file.kind === 'ssmtp' ? 'ssmtp has no quotes: take a password without it' : 'quote the value'
    }`,
  }),
  fixes: ({ entry, comment }, { file }) => {
    if (file.kind === 'ssmtp') return [];
    const { start } = entry.valueSpan;
    const whole = file.text.slice(start, comment.span.end).trimEnd();
    const { newText } = setValue(file, entry, whole);
    return [
      {
        title: `Quote the value of ${keyName(entry)} up to the end of the line`,
        safety: 'unsafe',
        isPreferred: true,
        edits: [{ span: span(start, start + whole.length), newText: newText.trimStart() }],
      },
    ];
  },
});
