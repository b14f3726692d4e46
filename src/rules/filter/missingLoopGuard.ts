import { serviceParameters, servicesRunning } from '../../discover/postfixService.ts';
import { masterCf } from '../support/examples.ts';
import { addedOptions } from '../support/masterEdit.ts';
import { inetEndpoint } from '../support/masterEndpoint.ts';
import { masterRule, serviceName } from '../support/masterRule.ts';
import { postfixReadme } from '../support/references.ts';

const LOOPBACK = /^(127\.[\d.]+|localhost|::1)$/;
const FILTER_BACK = '127.0.0.1:10026 inet n - n - - smtpd\n';
const MAIN = { 'main.cf': 'content_filter = smtp:[127.0.0.1]:10025\n' };

/** A content filter that hands mail back to an smtpd(8) which sends it to the filter again. */
export const missingLoopGuard = masterRule(
  {
    id: 'filter/missing-loop-guard',
    severity: 'error',
    listens: ['content_filter'],
    title: 'Mail that goes round through the filter',
    why: 'A content filter gives mail back over a service of its own on this machine. Unless that service has "-o content_filter=", it sends the mail to the filter again, round and round, until it is returned with "too many hops".',
    bad: masterCf(FILTER_BACK, MAIN),
    ok: masterCf(`${FILTER_BACK}  -o content_filter=\n`, MAIN),
    references: [postfixReadme('FILTER_README', 'advanced_filter')],
    fix: 'unsafe',
  },
  function* ({ text }, { folder }) {
    const filter = folder?.parameters?.get('content_filter');
    if (!folder || !filter?.entry || !filter.isKnown || !/:\[?(127\.|localhost|::1)/.test(filter.value)) return;
    const servers = servicesRunning(folder, 'smtpd').map((service) => ({ service, value: serviceParameters(folder, service).get('content_filter').value }));
    // Where one service takes mail back unfiltered, the others may be there for something else.
    if (servers.some(({ value }) => value === '')) return;
    for (const { service } of servers) {
      const { host } = inetEndpoint(service.fields.service.text);
      if (service.fields.type.text !== 'inet' || !LOOPBACK.test(host)) continue;
      yield {
        at: service.fields.service.span,
        message: `mail that "${serviceName(service)}" gets back from the filter goes to "${filter.value}" again. add "-o content_filter="`,
        fixes: [{ title: 'Add "-o content_filter="', safety: 'unsafe', edits: [addedOptions(text, service, ['content_filter='])] }],
      };
    }
  },
);
