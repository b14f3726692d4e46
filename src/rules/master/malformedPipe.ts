import { programOf } from '../../discover/postfixService.ts';
import { hasForeignTemplate } from '../../discover/postfixTemplate.ts';
import { didYouMean } from '../support/didYouMean.ts';
import { masterCf } from '../support/examples.ts';
import { masterRule, serviceName } from '../support/masterRule.ts';
import { postfixManual } from '../support/references.ts';

/** What pipe(8) and spawn(8) take before the command (get_service_attr in pipe.c and spawn.c). */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  pipe: ['argv', 'chroot', 'directory', 'eol', 'flags', 'null_sender', 'size', 'user'],
  spawn: ['argv', 'user'],
};

const PIPE_FLAGS = 'BDFORXhqu.>';

/** A pipe(8) or spawn(8) service that stops when it is first asked for. */
export const malformedPipe = masterRule(
  {
    id: 'master/malformed-pipe',
    severity: 'error',
    title: 'Command service that does not start',
    why: 'pipe and spawn need "user=" and "argv=", run no command as root, and stop at an attribute or flag that they do not know. Mail for the service then stays in the queue, or its clients get no answer.',
    bad: masterCf('filter unix - n n - 10 pipe\n  flags=Rq argv=/usr/bin/filter\n'),
    ok: masterCf('filter unix - n n - 10 pipe\n  flags=DRhu user=filter:mail null_sender= argv=/usr/bin/filter -f ${sender} --root=1\n'),
    references: [postfixManual('pipe'), postfixManual('spawn')],
  },
  function* ({ services, text }) {
    for (const service of services) {
      const program = programOf(service);
      const known = ATTRIBUTES[program];
      if (!known || hasForeignTemplate(text.slice(service.span.start, service.span.end))) continue;
      // A comment in between has a finding of its own.
      if (service.arguments.some(({ text: word }) => word.startsWith('#'))) continue;
      const { attributes } = service;
      for (const { name, nameSpan, value, valueSpan } of attributes) {
        const lower = name.toLowerCase();
        if (!known.includes(lower)) {
          const meant = didYouMean(lower, known);
          yield {
            at: nameSpan,
            message: `"${name}" is no attribute of ${program}, which stops at it. ${meant ? `did you mean "${meant}"?` : `expected one of ${known.join(', ')}`}`,
          };
        }
        const odd = program === 'pipe' && lower === 'flags' ? [...value].find((flag) => !PIPE_FLAGS.includes(flag)) : undefined;
        if (odd) yield { at: valueSpan, message: `"${odd}" is no flag of pipe, which stops at it. expected some of ${PIPE_FLAGS}` };
        if (lower === 'user' && /^(root|0)(:|$)/.test(value))
          yield { at: valueSpan, message: `${program} runs no command as "root". give the command a user of its own` };
      }
      const missing = ['user', 'argv'].filter((wanted) => !attributes.some(({ name }) => name.toLowerCase() === wanted));
      if (missing.length === 0) continue;
      yield {
        at: service.fields.command.span,
        message: `"${serviceName(service)}" lacks ${missing.map((name) => `"${name}="`).join(' and ')}, without which ${program} stops`,
      };
    }
  },
);
