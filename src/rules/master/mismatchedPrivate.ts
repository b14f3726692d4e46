import { masterCf } from '../support/examples.ts';
import { masterRule, serviceName } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

/** A network service that is private: master(8) does not start (get_master_ent in master_ent.c). */
export const mismatchedPrivate = masterRule(
  {
    id: 'master/mismatched-private',
    severity: 'error',
    title: 'Network service that is private',
    why: 'A service of type inet is open to the network, so its private column has to be "n"; "-" stands for "y". master(8) stops with "inet service cannot be private", and "postconf" does not notice.',
    bad: masterCf('smtp inet - - n - - smtpd\n'),
    ok: masterCf('smtp inet n - n - - smtpd\nsmtp unix - - n - - smtp\n'),
    references: [masterManual],
    fix: 'unsafe',
  },
  function* ({ services }) {
    for (const service of services) {
      const { type, private: column } = service.fields;
      if (type.text !== 'inet' || !/^[y-]$/.test(column.text)) continue;
      yield {
        at: column.span,
        message: `"${column.text}" makes "${serviceName(service)}" private, which no inet service can be: master does not start. write "n"`,
        fixes: [{ title: 'Write "n" in the private column', safety: 'unsafe', edits: [{ span: column.span, newText: 'n' }] }],
      };
    }
  },
);
