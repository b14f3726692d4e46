import { programOf } from '../../discover/postfixService.ts';
import { masterCf } from '../support/examples.ts';
import { appendedLines } from '../support/masterEdit.ts';
import { endpointOf } from '../support/masterEndpoint.ts';
import { masterRule } from '../support/masterRule.ts';
import { postfixReadme } from '../support/references.ts';

const PASS_LINE = 'smtpd pass - - n - - smtpd';

/** postscreen(8) without the smtpd(8) that it hands clients to, or beside one that listens on the same port. */
export const mismatchedPostscreen = masterRule(
  {
    id: 'master/mismatched-postscreen',
    severity: 'error',
    title: 'A postscreen without its partner',
    why: 'postscreen answers on port 25 in the place of smtpd and hands good clients to a service "smtpd" of type "pass". Without that service no client gets through; with smtpd on the same port as well, only the later of the two lines counts.',
    bad: masterCf('smtp inet n - n - 1 postscreen\n'),
    ok: masterCf('smtp inet n - n - 1 postscreen\nsmtpd pass - - n - - smtpd\nsubmission inet n - n - - smtpd\n'),
    references: [postfixReadme('POSTSCREEN_README', 'enable')],
    fix: 'unsafe',
  },
  function* ({ services, text }) {
    const screens = services.filter((service) => programOf(service) === 'postscreen' && service.fields.type.text === 'inet');
    const hasPass = services.some(({ fields }) => fields.type.text === 'pass' && fields.service.text === 'smtpd');
    const [first] = screens;
    if (first && !hasPass) {
      yield {
        at: first.fields.command.span,
        message: '"postscreen" hands clients to the service "smtpd" of type "pass", which is not there. add its line',
        fixes: [{ title: `Add "${PASS_LINE}"`, safety: 'unsafe', edits: [appendedLines(text, [PASS_LINE])] }],
      };
    }
    for (const screen of screens) {
      const other = services.find((service) => programOf(service) === 'smtpd' && endpointOf(service) === endpointOf(screen));
      if (!other) continue;
      yield {
        at: other.fields.service.span,
        severity: 'warning',
        message: `"smtpd" and "postscreen" both want "${screen.fields.service.text}/inet", and the later line counts. comment one of them out`,
        related: [{ span: screen.fields.service.span, message: 'postscreen is here' }],
      };
    }
  },
);
