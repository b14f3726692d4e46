import { removeEntry } from '../../parse/edit.ts';
import { mainCf } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { postconf5 } from '../support/references.ts';

/** `mynetworks_style` beside `mynetworks`. */
export const unusedNetworksStyle = mainRule(
  {
    id: 'access/unused-networks-style',
    severity: 'hint',
    listens: ['mynetworks_style', 'mynetworks'],
    title: 'Style of networks that are named',
    why: 'mynetworks_style only decides while mynetworks is not set. With both, it has no effect.',
    bad: mainCf('mynetworks = 127.0.0.0/8\nmynetworks_style = subnet\n'),
    ok: mainCf('my_networks = $mynetworks_style\nmynetworks = 127.0.0.0/8\n'),
    references: [postconf5('mynetworks_style')],
    fix: 'safe',
  },
  function* ({ file, postfix }) {
    const { entry } = postfix.get('mynetworks_style');
    if (!entry || !postfix.isSet('mynetworks') || /\$[({]?mynetworks_style/.test(file.text)) return;
    yield {
      at: entry.keySpan,
      tag: 'unnecessary',
      message: '"mynetworks_style" has no effect, because "mynetworks" is set',
      fixes: [{ title: 'Remove mynetworks_style', safety: 'safe', edits: [removeEntry(file, entry)] }],
    };
  },
);
