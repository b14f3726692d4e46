import { mainCf } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { postfixReadme } from '../support/references.ts';
import { trustedNetworks } from '../support/wideNetworks.ts';

const OPEN_BITS = 7;
const WIDE = { v4: 24, v6: 48 } as const;

/** A public network wider than one site has. */
export const unsafeWideNetworks = folderRule(
  {
    id: 'access/unsafe-wide-networks',
    severity: 'warning',
    listens: ['mynetworks'],
    title: 'Wide public network that may relay',
    why: 'Clients in mynetworks may send mail to anywhere, without sign-in. A public network of this width, or the shared range 100.64.0.0/10, belongs to many customers of a provider, and each of them can send mail through this server.',
    bad: mainCf('mynetworks = 127.0.0.0/8, 198.51.0.0/16\n'),
    ok: mainCf('mynetworks = 127.0.0.0/8, 172.16.0.0/12, 198.51.100.0/24, [2001:db8::]/48\n'),
    references: [postfixReadme('BASIC_CONFIGURATION_README', 'relay_from')],
  },
  function* (context) {
    const wide = [...trustedNetworks(context)].filter(({ bits, isIpv6 }) => bits > OPEN_BITS && bits < (isIpv6 ? WIDE.v6 : WIDE.v4));
    const [first, ...others] = wide;
    if (!first) return;
    const more = others.length > 0 ? ` and ${others.length} more like it are` : ' is';
    yield {
      at: first.span,
      message: `"${first.text}"${more} wide for a public network, and all clients there may relay. name the networks of this server's own clients only`,
      related: others.map(({ text, span }) => ({ span, message: `"${text}" too` })),
    };
  },
);
