import { hasForeignTemplate } from '../../discover/postfixTemplate.ts';
import { didYouMean } from '../support/didYouMean.ts';
import { masterCf } from '../support/examples.ts';
import { inetEndpoint, PORT_NAMES } from '../support/masterEndpoint.ts';
import { masterRule } from '../support/masterRule.ts';
import { masterManual } from '../support/references.ts';

const LARGEST = 65_535;

/** The name of an inet service that is no port. */
export const unknownPort = masterRule(
  {
    id: 'master/unknown-port',
    severity: 'error',
    title: 'Unknown port',
    why: 'The name of an inet service is "port" or "host:port", the port a number or a name from /etc/services. When master(8) can not make sense of one, the whole mail system does not start.',
    bad: masterCf('submision inet n - n - - smtpd\n'),
    ok: masterCf('submission inet n - n - - smtpd\n[::1]:2525 inet n - n - - smtpd\nlocalhost:10025 inet n - n - - smtpd\n'),
    references: [masterManual],
    fix: 'unsafe',
  },
  function* ({ services }) {
    for (const { fields } of services) {
      const { text, span } = fields.service;
      if (fields.type.text !== 'inet' || hasForeignTemplate(text) || /[^\w.:[\]-]/.test(text)) continue;
      const { port } = inetEndpoint(text);
      if (/^\d+$/.test(port)) {
        if (Number(port) > LARGEST)
          yield {
            at: span,
            severity: 'warning',
            message: `"${port}" is no port: master opens ${Number(port) % (LARGEST + 1)} in its place. the largest is ${LARGEST}`,
          };
        continue;
      }
      if (PORT_NAMES.has(port.toLowerCase())) continue;
      if (port === '') {
        yield { at: span, message: `"${text}" has no port, so master does not start. write "host:port"` };
        continue;
      }
      const meant = didYouMean(port.toLowerCase(), PORT_NAMES.keys());
      yield {
        at: span,
        // services(5) of the machine may know the name.
        severity: meant ? 'error' : 'information',
        message: meant
          ? `unknown port "${port}", so master does not start. did you mean "${meant}"?`
          : `"${port}" has to be in /etc/services, or master does not start`,
        fixes: meant ? [{ title: `Use port "${meant}"`, safety: 'unsafe', edits: [{ span, newText: text.slice(0, text.length - port.length) + meant }] }] : [],
      };
    }
  },
);
