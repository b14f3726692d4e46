import type { MasterService } from '../../parse/postfixMaster.ts';
import { masterCf } from '../support/examples.ts';
import { endpointOf } from '../support/masterEndpoint.ts';
import { masterRule, serviceName } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

/** Two services on one endpoint. */
export const duplicateService = masterRule(
  {
    id: 'master/duplicate-service',
    severity: 'warning',
    title: 'Two services on one endpoint',
    why: 'Of two services with one endpoint the last one counts, and master(8) logs a warning. "smtp" and "25", or "127.0.0.1:25" and "[127.0.0.1]:25", are one endpoint as well.',
    bad: masterCf('submission inet n - n - - smtpd\n587 inet n - n - - smtpd\n'),
    ok: masterCf('smtp inet n - n - - smtpd\nsmtp unix - - n - - smtp\n127.0.0.1:10025 inet n - n - - smtpd\n10025 unix - - n - - smtp\n'),
    references: [masterManual],
  },
  function* ({ services }) {
    const seen = new Map<string, MasterService>();
    for (const service of [...services].reverse()) {
      const endpoint = endpointOf(service);
      const later = seen.get(endpoint);
      seen.set(endpoint, later ?? service);
      const { service: name, command } = service.fields;
      // smtpd beside postscreen on one port is a mistake of its own.
      if (!later || new Set([command.text, later.fields.command.text]).has('postscreen')) continue;
      const [here, there] = [serviceName(service), serviceName(later)];
      yield {
        at: name.span,
        message: `${here === there ? `"${here}" stands here twice` : `"${here}" and "${there}" are one endpoint`}: the later one counts. remove one of them`,
        related: [{ span: later.fields.service.span, message: `"${serviceName(later)}" again` }],
      };
    }
  },
);
