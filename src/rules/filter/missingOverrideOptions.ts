import { serviceParameters, servicesRunning } from '../../discover/postfixService.ts';
import { masterCf } from '../support/examples.ts';
import { addedOptions } from '../support/masterEdit.ts';
import { masterRule, serviceName } from '../support/masterRule.ts';
import { postfixReadme } from '../support/references.ts';

const BACK = '127.0.0.1:10026 inet n - n - - smtpd\n  -o content_filter=\n';
const MAIN = { 'main.cf': 'content_filter = smtp:[127.0.0.1]:10025\nsmtpd_milters = inet:localhost:8891\n' };
const OPTIONS = 'receive_override_options=no_unknown_recipient_checks,no_header_body_checks,no_milters';

/** Milters that see a message twice: before the content filter and after it. */
export const missingOverrideOptions = masterRule(
  {
    id: 'filter/missing-override-options',
    severity: 'warning',
    listens: ['receive_override_options', 'smtpd_milters', 'content_filter'],
    title: 'Milters before and after the filter',
    why: 'Mail that comes back from a content filter has passed the milters once. The service that takes it back runs them again unless it has "no_milters": headers and signatures then stand twice in each message.',
    bad: masterCf(BACK, MAIN),
    ok: masterCf(`${BACK}  -o ${OPTIONS}\n`, MAIN),
    references: [postfixReadme('FILTER_README', 'advanced_filter')],
    fix: 'unsafe',
  },
  function* ({ text }, { folder }) {
    if (!folder?.parameters?.get('content_filter').value) return;
    for (const service of servicesRunning(folder, 'smtpd')) {
      const parameters = serviceParameters(folder, service);
      const isBack = service.overrides.some(({ key, value }) => key === 'content_filter' && value === '');
      const milters = parameters.get('smtpd_milters');
      const options = parameters.get('receive_override_options');
      if (!isBack || !milters.isKnown || milters.value === '' || !options.isKnown || options.value.includes('no_milters')) continue;
      // A submission service that goes past the filter still wants its milters.
      if (!/^\[?(127\.|localhost|::1)/.test(service.fields.service.text)) continue;
      yield {
        at: service.fields.service.span,
        message: `"${serviceName(service)}" runs the milters once more on mail from the filter. add "no_milters" to its receive_override_options`,
        fixes:
          options.value === '' && !service.overrides.some(({ key }) => key === 'receive_override_options')
            ? [{ title: `Add "-o ${OPTIONS}"`, safety: 'unsafe', edits: [addedOptions(text, service, [OPTIONS])] }]
            : [],
      };
    }
  },
);
