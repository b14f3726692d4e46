import { type CauseTexts, where } from './causeText.ts';

/** What went wrong in the dialogue itself, with the message, or with the test. */
export const DIALOGUE_CAUSES = {
  'protocol/closed': (c) => ({
    summary: `${where(c)} closed the connection in the middle of the dialogue`,
    owner: 'server',
    nextStep: 'Look into the log of the server for the reason; a proxy in between can do this too.',
  }),
  'protocol/timeout': (c) => ({
    summary: `${where(c)} stopped answering (${c.failure.detail})`,
    owner: 'server',
    nextStep: 'Try again; if it stays so, the administrator must look at what the server waits for at this point.',
  }),
  'protocol/unexpected': (c) => ({
    summary: `${where(c)} answered something that does not fit: ${c.failure.detail}`,
    owner: 'server',
    nextStep: 'Check that this is a mail server and that no proxy changes the dialogue.',
  }),
  'protocol/out-of-step': (c) => ({
    summary: `${where(c)} lost track of the dialogue: ${c.failure.detail}`,
    owner: 'server',
    nextStep: 'Look for the first error before this one: a command that failed unseen makes the next one come at the wrong time.',
    moreSteps: ['Switch pipelining off in the app if it sends before it has read the reply, and look for a proxy that changes the dialogue.'],
  }),
  'message/domain-policy': (c) => ({
    summary: `the sender's domain does not stand behind the message, says ${where(c)}: ${c.failure.detail}`,
    owner: 'dns',
    nextStep: 'Add the relay to the SPF record of the sender domain, and have it sign with DKIM for that same domain.',
    moreSteps: ['Check that the From address is of the domain that SPF or DKIM speak for: DMARC asks for that.'],
  }),
  'message/content': (c) => ({
    summary: `${where(c)} does not like the message itself: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'Look at what the reply names: line ends must be CRLF, and From, Date and Message-ID must be there once.',
    moreSteps: ['If a filter found a virus, an attachment or spam, send another text.'],
  }),
  'message/timeout': (c) => ({
    summary: `${where(c)} got the whole message and did not answer in time (${c.failure.detail})`,
    owner: 'server',
    evidence: ['the message may have been accepted all the same'],
    nextStep: 'Look into the mailbox before you send it again: it may arrive twice.',
    moreSteps: ['Let the app wait ten minutes after the last dot (RFC 5321 section 4.5.3.2.6); a filter that works slowly is for the administrator.'],
  }),
  'message/rejected': (c) => ({
    summary: `${where(c)} accepts sender and recipient, but not the message: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'The reply names the reason: often the From domain is not verified with the provider, or its SPF, DKIM and DMARC do not fit.',
  }),
  cancelled: (c) => ({
    summary: `the test of ${where(c)} was cancelled`,
    owner: 'you',
    nextStep: 'Start the test again when you like.',
  }),
  internal: (c) => ({
    summary: `the test itself failed: ${c.failure.detail}`,
    owner: 'you',
    nextStep: 'This is a fault of Relay Doctor: please report it with the transcript.',
  }),
} satisfies CauseTexts;
