import { SMTP_PORT } from '../../data/ports.ts';
import { otherProtocol } from '../protocols.ts';
import { policyOf } from '../reach/blockedPort.ts';
import { replyText } from '../reply.ts';
import { type CauseTexts, where } from './causeText.ts';
import { blockListOf, seenAddress } from './turnedAway.ts';

const SUBMIT = 'Send through an authenticated submission port (587 or 465), where neither counts, instead of straight from this address.';

/** What went wrong before a dialogue began: the platform's policy, the greeting, the name given with EHLO. */
export const GREETING_CAUSES = {
  'tcp/platform-policy': (c) => {
    const policy = policyOf(c.run);
    return {
      summary: `${policy?.name ?? 'the hosting platform'} drops connections to port ${c.run.plan.port}, so nothing answers at ${where(c)}`,
      owner: 'network',
      part: 'port',
      nextStep: `Use ${policy?.instead ?? 'another port'}.`,
      moreSteps: policy?.exception ? [`To have port ${c.run.plan.port} opened: ${policy.exception}.`] : [],
    };
  },
  'greeting/timeout': (c) => ({
    summary: `${where(c)} accepts the connection, but never greets (${c.failure.detail})`,
    owner: 'server',
    nextStep:
      'Check that a mail server listens on this port; if it does, its administrator must find out what it waits for, such as a DNS lookup of your address.',
    moreSteps: ['Test with a longer greeting timeout: some servers delay the greeting on purpose.'],
  }),
  'greeting/closed': (c) => ({
    summary: `${where(c)} closes the connection before it says a word`,
    owner: 'server',
    nextStep: 'The server rejects this address or has no free slot: ask its administrator, or try again later from another network.',
    moreSteps: ['Its administrator finds the address in the list of bans (fail2ban, hosts.deny) or in the log of the mail server.'],
  }),
  'greeting/not-smtp': (c) => {
    const protocol = otherProtocol(c.failure.detail);
    return {
      summary: protocol ? `${where(c)} is no mail submission port: it speaks ${protocol}` : `${where(c)} does not speak SMTP`,
      owner: 'you',
      part: c.notes?.meant ? 'host' : 'port',
      nextStep: c.notes?.meant ? `Use "${c.notes.meant}" as host.` : 'Use the SMTP port of the server: 587 for STARTTLS or 465 for TLS from the first byte.',
      moreSteps: ['Mail is fetched from one host and handed in at another: see that this is the one for outgoing mail.'],
    };
  },
  'greeting/rejected': (c) => ({
    summary: `${where(c)} turns this client away at the door: ${c.failure.detail}`,
    owner: 'server',
    nextStep:
      'The reply names the reason, most often a block list or a missing reverse DNS name. Use an authenticated submission port, or have the address unblocked.',
    moreSteps: c.run.plan.port === SMTP_PORT ? [SUBMIT] : ['Ask the administrator whether this address may connect.'],
  }),
  'greeting/blocked': (c) => {
    const list = c.failure.reply && blockListOf(replyText(c.failure.reply));
    const address = c.failure.reply && seenAddress(c.failure.reply);
    return {
      summary: `${where(c)} turns this client away because its address${address ? ` ${address}` : ''} is ${list ? `on the block list "${list}"` : 'on a block list'}`,
      owner: 'network',
      evidence: list ? [`the reply names the list "${list}"`] : [],
      nextStep: SUBMIT,
      moreSteps: [
        `Look the address up at the list's own page and have it removed there, once the reason is gone.`,
        'An address of a home connection is listed on purpose and stays so; use a relay.',
      ],
    };
  },
  'greeting/no-ptr': (c) => {
    const address = c.failure.reply && seenAddress(c.failure.reply);
    return {
      summary: `${where(c)} turns this client away because its address${address ? ` ${address}` : ''} has no fitting reverse DNS name: ${c.failure.detail}`,
      owner: 'network',
      nextStep: SUBMIT,
      moreSteps: ['Have whoever gave you the address set its PTR record, to a name that leads back to the address.'],
    };
  },
  'greeting/too-many': (c) => ({
    summary: `${where(c)} takes no more connections for now: ${c.failure.detail}`,
    owner: 'server',
    nextStep: 'Wait, then try again with fewer connections at a time.',
    moreSteps: [
      'Lower the concurrency or pool size of the app, and keep connections open for more than one message.',
      'Ask the administrator or provider for the limit per address.',
    ],
  }),
  'greeting/temporary': (c) => ({
    summary: `${where(c)} does not want to talk now: ${c.failure.detail}`,
    owner: 'server',
    nextStep: 'Wait and try again with fewer connections; if it stays so, ask the administrator.',
    moreSteps: ['Servers that test new clients ask them to come back; a real mail server does so by itself.'],
  }),
  'greeting/tls-expected': (c) => ({
    summary: `${where(c)} speaks TLS from the first byte, but the configuration begins in clear text`,
    owner: 'you',
    part: 'security',
    nextStep: `Switch to implicit TLS (SMTPS) for port ${c.run.plan.port}, or use the STARTTLS port, usually 587.`,
  }),
  'greeting/other-server': (c) => ({
    summary: `something else answers for ${where(c)}: it calls itself "${c.failure.detail}"`,
    owner: 'network',
    nextStep: 'Ask whoever runs this network or hosting: it leads outgoing mail to its own server.',
    moreSteps: ['Use port 465 or 587, which are led astray less often, or the relay that the hosting company offers.'],
  }),
  'ehlo/rejected': (c) => ({
    summary: `the server does not accept the name "${c.run.plan.heloName}" that the client gives itself: ${c.failure.detail}`,
    owner: 'you',
    part: 'helo',
    nextStep: 'Set the HELO name to the fully qualified name of this machine, one that DNS knows.',
    moreSteps: ['Names such as "localhost", names without a dot and names with an underscore are often turned away.'],
  }),
} satisfies CauseTexts;
