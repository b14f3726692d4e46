import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { postconf5, rfc } from '../support/references.ts';

/** A greeting that does not begin with the name of the server. */
export const mismatchedBanner = mainRule(
  {
    id: 'server/mismatched-banner',
    severity: 'information',
    listens: ['smtpd_banner', 'myhostname'],
    title: 'Greeting without the host name',
    why: 'The first word of the greeting has to be the name of the server. Clients and spam filters compare it with DNS and distrust, or do not understand, a server that begins with something else.',
    bad: mainCf('smtpd_banner = ESMTP ready\n'),
    ok: mainCf('smtpd_banner = ${myhostname} ESMTP ready\n'),
    references: [postconf5('smtpd_banner'), rfc(5321, '4.2')],
    fix: 'unsafe',
  },
  function* ({ postfix }) {
    const { entry, value, isKnown } = postfix.get('smtpd_banner');
    if (!entry || /^\s*\$(myhostname|\{myhostname\}|\(myhostname\))(\s|$)/.test(entry.value)) return;
    const hostname = postfix.get('myhostname');
    const written = isKnown ? value.trim() : entry.value.trim();
    const [first = ''] = written.split(/\s+/);
    // A name written out, or one that a macro holds, may be the server's other name.
    if (first.includes('$') || /[{}%@]/.test(first)) return;
    if (/^\[?[\w-]+(\.[\w-]+)+\]?$/.test(first) && !(hostname.entry && hostname.isKnown && !value.startsWith(hostname.value))) return;
    if (hostname.entry && hostname.isKnown && first.toLowerCase() === hostname.value.toLowerCase()) return;
    const isName = /^[\w-]+(\.[\w-]+)+$/.test(first);
    yield {
      at: entry.valueSpan.start === entry.valueSpan.end ? entry.keySpan : entry.valueSpan,
      message: isName
        ? `"${entry.key}" begins with "${first}" and not with myhostname "${hostname.value}"`
        : `"${entry.key}" does not begin with the host name. begin it with "$myhostname"`,
      fixes:
        isName || entry.valueSpan.start === entry.valueSpan.end
          ? []
          : [
              {
                title: 'Begin it with $myhostname',
                safety: 'unsafe',
                edits: [{ span: { start: entry.valueSpan.start, end: entry.valueSpan.start }, newText: '$myhostname ' }],
              },
            ],
    };
  },
);
