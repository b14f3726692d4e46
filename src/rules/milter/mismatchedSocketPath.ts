import { mainCfAmong } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { miltersHere } from '../support/milters.ts';
import { scopesOf } from '../support/postfixScopes.ts';
import { postfixReadme } from '../support/references.ts';

const BAD_MASTER = 'smtp inet n - y - - smtpd\n';
const STOCK_QUEUE = '/var/spool/postfix';

/** A socket by its path on the machine, for an smtpd(8) that sees the queue directory only. */
export const mismatchedSocketPath = folderRule(
  {
    id: 'milter/mismatched-socket-path',
    severity: 'warning',
    kinds: ['postfix-main'],
    listens: ['smtpd_milters'],
    title: 'Socket outside of the jail',
    why: 'With "y" in the chroot column smtpd sees queue_directory as "/". A path that begins with the queue directory itself, or names a socket elsewhere on the machine, leads nowhere from inside, and mail is answered with 451.',
    bad: mainCfAmong('smtpd_milters = unix:/var/spool/postfix/opendkim/opendkim.sock\n', { 'master.cf': BAD_MASTER }),
    ok: mainCfAmong('smtpd_milters = unix:opendkim/opendkim.sock\n', { 'master.cf': BAD_MASTER }),
    references: [postfixReadme('MILTER_README', 'smtp-only-milters')],
    fix: 'unsafe',
  },
  function* (context) {
    const inJail = scopesOf(context, 'smtpd').filter(({ service }) => service?.fields.chroot.text === 'y');
    for (const { entry, endpoint, isBraced, span, parameters } of miltersHere(context)) {
      const path = /^(?:unix|local):(\/.*)$/.exec(endpoint)?.[1];
      if (!path || entry.key !== 'smtpd_milters') continue;
      if (!inJail.some((scope) => scope.parameters.get('smtpd_milters').entry === entry)) continue;
      const queue = parameters.isSet('queue_directory') ? parameters.get('queue_directory').value : STOCK_QUEUE;
      const inside = path.startsWith(`${queue}/`) ? path.slice(queue.length + 1) : undefined;
      if (context.folder?.view.stat(`${queue}${path}`)) continue;
      yield {
        at: span,
        severity: inside === undefined ? 'information' : 'warning',
        message: `smtpd runs in a chroot jail, where "${path}" is "${queue}${path}"${inside === undefined ? '' : `. write "unix:${inside}"`}`,
        fixes: inside !== undefined && !isBraced ? [{ title: `Write "unix:${inside}"`, safety: 'unsafe', edits: [{ span, newText: `unix:${inside}` }] }] : [],
      };
    }
  },
);
