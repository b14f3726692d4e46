import { iniDialect } from '../../parse/iniDialect.ts';
import { type Span, span } from '../../text/span.ts';
import { defineRule } from '../define.ts';

/** The section of a mail program in a git configuration, where git send-email was meant. */
export const unknownSection = defineRule<Span>({
  meta: {
    id: 'syntax/unknown-section',
    severity: 'error',
    since: '0.1.0',
    kinds: ['ini'],
    listens: ['host', 'port', 'user', 'password', 'security'],
    title: 'Section "sendmail" in a git configuration',
    why: 'git send-email reads the section "sendemail", with an "e" in the middle. It finds nothing under "sendmail" and stops as soon as it sees such a section.',
    bad: { kind: 'ini', path: '.gitconfig', text: '[sendmail]\n\tsmtpServer = mail.acme.io\n\tsmtpServerPort = 587\n' },
    ok: { kind: 'ini', path: '.gitconfig', text: '[sendemail]\n\tsmtpServer = mail.acme.io\n\tsmtpServerPort = 587\n' },
    references: [{ title: 'git send-email: configuration', url: 'https://git-scm.com/docs/git-send-email#_configuration' }],
    fix: 'unsafe',
  },
  *run({ file: { path, text, entries, comments } }) {
    if (iniDialect(path, text).id !== 'git') return;
    const isForbidden = !entries.some(({ key, value }) => /^forbidsendmailvariables$/i.test(key) && /^(false|no|off|0)$/i.test(value));
    for (const { 0: head, 1: before, index } of text.matchAll(/^([ \t]*\[)sendmail(?=[ \t."\]])/gim)) {
      const start = index + before!.length;
      const isComment = comments.some((comment) => comment.span.start <= start && start < comment.span.end);
      if (isForbidden && !isComment) yield span(start, index + head.length);
    }
  },
  word: (at) => ({ at, message: 'git send-email does not know the section "sendmail" and stops when it sees one. expected "sendemail"' }),
  fixes: (at) => [{ title: 'Rename the section to sendemail', safety: 'unsafe', isPreferred: true, edits: [{ span: at, newText: 'sendemail' }] }],
});
