import { masterCf } from '../support/examples.ts';
import { appendedLines } from '../support/masterEdit.ts';
import { masterRule } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

/** The lines of Postfix's own master.cf that others rely on, by name and type; without those marked so, mail waits. */
const STOCK: readonly (readonly [endpoint: string, columns: string, isVital: boolean])[] = [
  ['pickup unix', 'n - n 60 1 pickup', true],
  ['cleanup unix', 'n - n - 0 cleanup', true],
  ['qmgr unix', 'n - n 300 1 qmgr', true],
  ['rewrite unix', '- - n - - trivial-rewrite', true],
  ['bounce unix', '- - n - 0 bounce', true],
  ['defer unix', '- - n - 0 bounce', true],
  ['trace unix', '- - n - 0 bounce', false],
  ['verify unix', '- - n - 1 verify', false],
  ['flush unix', 'n - n 1000? 0 flush', false],
  ['proxymap unix', '- - n - - proxymap', false],
  ['showq unix', 'n - n - - showq', false],
  ['error unix', '- - n - - error', true],
  ['retry unix', '- - n - - error', true],
  ['anvil unix', '- - n - 1 anvil', false],
];

const TLS_LINE = ['tlsmgr unix', '- - n 1000? 1 tlsmgr', true] as const;
const LOG_LINE = ['postlog unix-dgram', 'n - n - 1 postlogd', true] as const;

/** A service that the others rely on, and that no line gives. */
export const missingService = masterRule(
  {
    id: 'master/missing-service',
    severity: 'warning',
    listens: ['maillog_file', 'smtp_tls_security_level', 'smtpd_tls_security_level'],
    title: 'Service that others rely on is missing',
    why: 'The programs of Postfix talk to each other over services of fixed names. Without one of them the others log "No such file or directory", try again, and mail waits in the queue.',
    bad: masterCf(
      'pickup unix n - n 60 1 pickup\ncleanup unix n - n - 0 cleanup\nqmgr unix n - n 300 1 qmgr\nbounce unix - - n - 0 bounce\ndefer unix - - n - 0 bounce\ntrace unix - - n - 0 bounce\nverify unix - - n - 1 verify\nflush unix n - n 1000? 0 flush\nproxymap unix - - n - - proxymap\nshowq unix n - n - - showq\nerror unix - - n - - error\nretry unix - - n - - error\nanvil unix - - n - 1 anvil\n',
    ),
    ok: masterCf('smtp inet n - n - - smtpd\npolicy unix - n n - 0 spawn\n  user=nobody argv=/usr/bin/policyd\n'),
    references: [masterManual],
    fix: 'unsafe',
  },
  function* ({ services, text, problems }, { folder }) {
    const there = new Set(services.map(({ fields }) => `${fields.service.text} ${fields.type.text.replace('fifo', 'unix')}`));
    // A part of a file, or one whose services can't be read, tells nothing.
    if (!there.has('cleanup unix') && !there.has('qmgr unix')) return;
    if (problems.some(({ code }) => code === 'too-few-fields')) return;
    const main = folder?.parameters;
    const usesTls = ['smtp_tls_security_level', 'smtpd_tls_security_level'].some((name) =>
      /^(may|encrypt|dane|verify|secure)/.test(main?.get(name).entry?.value ?? ''),
    );
    const logsToFile = (main?.get('maillog_file').entry?.value ?? '') !== '';
    const wanted = [...STOCK, ...(usesTls ? [TLS_LINE] : []), ...(logsToFile ? [LOG_LINE] : [])];
    const missing = wanted.filter(([endpoint]) => !there.has(endpoint));
    const [first] = services;
    if (!first || missing.length === 0) return;
    const names = missing.map(([endpoint]) => `"${endpoint.split(' ')[0]}"`).join(', ');
    yield {
      at: first.fields.service.span,
      severity: missing.some(([, , isVital]) => isVital) ? 'warning' : 'information',
      message: `master.cf has no service ${names}, which other services rely on. add ${missing.length === 1 ? 'its line' : 'their lines'} from the stock file`,
      fixes: [
        {
          title: `Add ${names}`,
          safety: 'unsafe',
          edits: [
            appendedLines(
              text,
              missing.map(([endpoint, columns]) => `${endpoint} ${columns}`),
            ),
          ],
        },
      ],
    };
  },
);
