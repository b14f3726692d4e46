import type { PasswordInfo, RelaySetting } from '../../discover/types.ts';
import { defineRule } from '../define.ts';
import { keyName } from '../support/keyName.ts';
import { isTracked, ownFacts } from '../support/ownFile.ts';

interface State {
  readonly setting: RelaySetting;
  readonly password: PasswordInfo;
  readonly mode: number;
}

/** May be read, or written, by people who are neither the owner nor of the file's group. */
const OTHERS = 0o006;
const GROUP = 0o066;

/** A mail program's password file that others may read. */
export const unsafePermissions = defineRule<State>({
  meta: {
    id: 'secrets/unsafe-permissions',
    severity: 'warning',
    since: '0.1.0',
    kinds: ['msmtp', 'ssmtp', 'nullmailer', 'dma', 'mutt'],
    listens: ['password'],
    title: 'Password file that others may read',
    why: 'Every user and every program on the machine can take the password from the file. msmtp goes further and refuses a configuration of a user that anybody but the owner may read.',
    bad: {
      kind: 'ssmtp',
      path: 'ssmtp.conf',
      text: 'mailhub=mail.acme.io:587\nUseSTARTTLS=YES\nAuthUser=robot\nAuthPass=k4Tz9vQ8Horse\n',
      facts: { 'ssmtp.conf': { modifiedMs: 1, mode: 0o644 } },
    },
    ok: {
      kind: 'ssmtp',
      path: 'ssmtp.conf',
      text: 'mailhub=mail.acme.io:587\nUseSTARTTLS=YES\nAuthUser=robot\nAuthPass=k4Tz9vQ8Horse\n',
      facts: { 'ssmtp.conf': { modifiedMs: 1, mode: 0o640 } },
    },
    references: [
      { title: 'msmtp: configuration files', url: 'https://marlam.de/msmtp/msmtp.html#Configuration-files' },
      { title: 'nullmailer-send(8)', url: 'https://manpages.debian.org/bookworm/nullmailer/nullmailer-send.8.en.html' },
    ],
    fix: 'none',
  },
  *run(context) {
    const setting = context.settings.find(({ password }) => password?.source === 'literal');
    const mode = setting && ownFacts(context)?.mode;
    // A copy in a repository has the mode of whoever checked it out, and a graver fault.
    if (!setting || mode === undefined || isTracked(context) === true) return;
    // Under /etc a group of its own is the usual way, as in "640 root:mail".
    const forbidden = context.file.kind === 'msmtp' && /msmtprc$/.test(context.file.path) && !/(^|\/)etc\//.test(context.file.path) ? GROUP : OTHERS;
    if ((mode & forbidden) !== 0) yield { setting, password: setting.password!, mode };
  },
  word: ({ password, mode }, { file }) => ({
    at: password.entry.keySpan,
    message: `"${keyName(password.entry)}" holds a password, and the file has mode ${(mode & 0o777).toString(8)}, so ${
      (mode & OTHERS) === 0 ? 'its group' : 'everybody'
    } may read it. give it mode ${file.kind === 'ssmtp' || file.kind === 'dma' ? '640' : '600'}`,
  }),
});
