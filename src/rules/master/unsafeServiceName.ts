import { hasForeignTemplate } from '../../discover/postfixTemplate.ts';
import { masterCf } from '../support/examples.ts';
import { masterRule } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

/** A local service whose name is a path or has capital letters. */
export const unsafeServiceName = masterRule(
  {
    id: 'master/unsafe-service-name',
    severity: 'hint',
    title: 'Service name with special characters',
    why: 'The name of a local service is the name of its socket below the queue directory, and the start of the names of its parameters. A slash or a capital letter in it makes it hard to name in transport tables and in main.cf.',
    bad: masterCf('My/Relay unix - - n - - smtp\n'),
    ok: masterCf('slow-relay unix - - n - - smtp\n[::1]:2525 inet n - n - - smtpd\n'),
    references: [masterManual],
  },
  function* ({ services }) {
    for (const { fields } of services) {
      const { text, span } = fields.service;
      if (fields.type.text !== 'unix' || !/[A-Z/]/.test(text) || hasForeignTemplate(text) || text.startsWith('\uFEFF')) continue;
      yield {
        at: span,
        message: `"${text}" has ${/\//.test(text) ? 'a slash' : 'capital letters'}, which makes it hard to name elsewhere. small letters, digits and "-" are safe`,
      };
    }
  },
);
