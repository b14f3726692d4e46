import { mainCfAmong } from '../support/examples.ts';
import { judgeableValues } from '../support/judgeable.ts';
import { mainRule } from '../support/mainRule.ts';
import { postfixReadme } from '../support/references.ts';

/** A machine that only sends, and yet listens to everybody. */
export const unsafeInterfaces = mainRule(
  {
    id: 'identity/unsafe-interfaces',
    severity: 'information',
    listens: ['inet_interfaces', 'mydestination', 'relayhost'],
    title: 'Sending machine that listens to everybody',
    why: 'A machine that takes no mail for itself and passes all of it to a relay needs no open port: its own programs reach it through the loopback interface.',
    bad: mainCfAmong('mydestination =\nrelayhost = [smtp.example.com]:587\ninet_interfaces = all\n', { 'master.cf': 'smtp inet n - y - - smtpd\n' }),
    ok: mainCfAmong('mydestination =\nrelayhost = [smtp.example.com]:587\ninet_interfaces = loopback-only\n', { 'master.cf': 'smtp inet n - y - - smtpd\n' }),
    references: [postfixReadme('STANDARD_CONFIGURATION_README', 'null_client')],
    fix: 'unsafe',
  },
  function* (context) {
    const { postfix, folder } = context;
    const listens = folder?.master?.services.some(({ fields }) => fields.type.text === 'inet' && fields.command.text === 'smtpd');
    const others = ['relay_domains', 'virtual_alias_domains', 'virtual_mailbox_domains', 'mynetworks', 'smtpd_sasl_auth_enable'];
    const destination = postfix.get('mydestination');
    const isNullClient = destination.entry !== undefined && destination.isKnown && destination.value === '' && postfix.get('relayhost').raw !== '';
    if (!listens || !isNullClient || others.some((name) => postfix.isSet(name))) return;
    for (const { entry, value } of judgeableValues(context, (name) => name === 'inet_interfaces')) {
      if (value !== 'all') continue;
      yield {
        at: entry.valueSpan,
        message: 'this machine only sends, yet it listens on every interface. "loopback-only" is enough for its own programs',
        fixes: [{ title: 'Set inet_interfaces to loopback-only', safety: 'unsafe', edits: [{ span: entry.valueSpan, newText: 'loopback-only' }] }],
      };
    }
  },
);
