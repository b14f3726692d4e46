import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { postfixReadme } from '../support/references.ts';
import { trustedNetworks } from '../support/wideNetworks.ts';

const MOST_BITS = 7;

/** A network so wide that half the internet may relay. */
export const unsafeOpenNetworks = folderRule(
  {
    id: 'access/unsafe-open-networks',
    severity: 'error',
    listens: ['mynetworks'],
    title: 'Relay that is open to the internet',
    why: 'Clients in mynetworks may send mail to anywhere, without sign-in. With 0.0.0.0/0 or a network nearly as wide this is an open relay: spammers find it within hours, and its address ends up on block lists.',
    bad: mainCf('mynetworks = 127.0.0.0/8, 0.0.0.0/0\n'),
    ok: mainCf('mynetworks = 127.0.0.0/8, 10.0.0.0/8, [::1]/128, 192.0.2.0/24\n'),
    references: [postfixReadme('BASIC_CONFIGURATION_README', 'relay_from')],
  },
  function* (context) {
    for (const { text, bits, span } of trustedNetworks(context)) {
      if (bits <= MOST_BITS) yield { at: span, message: `"${text}" lets the internet relay through this server. name the networks of its own clients only` };
    }
  },
);
