import type { Entry } from '../../parse/types.ts';
import { span } from '../../text/span.ts';
import { defineRule } from '../define.ts';

/** A blank before the equals sign of ssmtp's password. */
export const blankBeforeEquals = defineRule<Entry>({
  meta: {
    id: 'syntax/blank-before-equals',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['ssmtp'],
    listens: ['password'],
    title: 'Blank before the equals sign of a password',
    why: 'ssmtp 2.64 takes as password what follows the first blank or equals sign behind the name. With a blank there the password begins with "=", or is nothing else, and the server answers 535. Its other settings do not mind.',
    bad: { kind: 'ssmtp', path: 'ssmtp.conf', text: 'mailhub=mail.acme.io:587\nUseSTARTTLS=YES\nAuthUser = robot\nAuthPass = k4Tz9vQ8\n' },
    ok: { kind: 'ssmtp', path: 'ssmtp.conf', text: 'mailhub=mail.acme.io:587\nUseSTARTTLS = YES\nAuthUser = robot\nAuthPass= k4Tz9vQ8\n' },
    references: [{ title: 'ssmtp.conf(5)', url: 'https://manpages.debian.org/bullseye/ssmtp/ssmtp.conf.5.en.html' }],
    fix: 'unsafe',
  },
  run: ({ file }) => file.entries.filter(({ key, keySpan }) => /^authpass$/i.test(key) && /^[ \t]/.test(file.text.slice(keySpan.end))),
  word: ({ key, keySpan }) => ({
    at: keySpan,
    message: `the blank between "${key}" and "=" makes the sign a part of the password. write "${key}=" without it`,
  }),
  fixes: ({ key, keySpan: { end }, valueSpan }) => [
    { title: `Take the blanks out behind ${key}`, safety: 'unsafe', isPreferred: true, edits: [{ span: span(end, valueSpan.start), newText: '=' }] },
  ],
});
