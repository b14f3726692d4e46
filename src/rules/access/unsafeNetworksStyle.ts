import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { postconf5 } from '../support/references.ts';

/** Trust by the machine's own network, which a provider may have filled with strangers. */
export const unsafeNetworksStyle = mainRule(
  {
    id: 'access/unsafe-networks-style',
    severity: 'warning',
    listens: ['mynetworks_style', 'mynetworks'],
    title: 'Neighbours that may relay',
    why: 'While mynetworks is not set, mynetworks_style decides who may relay: "class" trusts the whole class A, B or C network of each interface, "subnet" its subnet. At a provider these hold machines of strangers.',
    bad: mainCf('mynetworks_style = class\n'),
    ok: mainCf('mynetworks_style = host\n'),
    references: [postconf5('mynetworks_style')],
  },
  function* ({ postfix }) {
    const { entry, value, isKnown } = postfix.get('mynetworks_style');
    if (!entry || !isKnown || postfix.isSet('mynetworks') || !/^(class|subnet)$/.test(value)) return;
    yield {
      at: entry.valueSpan,
      severity: value === 'class' ? 'warning' : 'information',
      message: `"${value}" lets ${value === 'class' ? 'whole address classes' : 'the whole subnet of each interface'} relay. name the networks in "mynetworks", or set "host"`,
    };
  },
);
