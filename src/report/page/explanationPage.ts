import type { Explanation } from '../../smtp/explain/explainError.ts';
import { causePart } from './causePart.ts';
import { ACTIONS, type ActionName } from './messages.ts';
import { h, list, type PageNode, part, terms } from './node.ts';
import { relayName } from './reportPage.ts';

const BUTTONS: readonly ActionName[] = ['explain-again', 'copy', 'test'];

/** What an app's error means, in the same words as a test would say it. `text` is the error with its secrets replaced. */
export function explanationPage(text: string, explanation: Explanation | undefined, provider?: string): PageNode {
  return h('div', { class: 'report' }, ...(explanation ? known(explanation, provider) : unknown()), pasted(text));
}

/** What those who can't see the page are told. */
export function explanationStatus(explanation: Explanation | undefined): string {
  return explanation ? `Explained: ${explanation.cause.summary}` : 'Nothing in this text is an error of mail that is known here';
}

function known({ app, host, port, reply, cause }: Explanation, provider: string | undefined): PageNode[] {
  const { rule } = cause;
  return [
    h(
      'header',
      { class: 'verdict failed' },
      h('p', { class: 'state' }, cause.confidence === 'likely' ? 'Likely cause, from the text alone' : 'Cause, from the text alone'),
      h('h1', { id: 'headline', tabindex: '-1' }, cause.summary),
      buttons(rule === undefined ? BUTTONS : [...BUTTONS, 'explain-rule']),
      terms([
        ['Said by', app],
        ['Server', host !== undefined && h('code', {}, port === undefined ? host : relayName({ host, port }))],
      ]),
    ),
    ...(reply
      ? [part('words', "The server's own words", h('pre', { class: 'scroll', tabindex: '0' }, reply.lines.map((line) => `${reply.code} ${line}`).join('\n')))]
      : []),
    causePart(cause, provider),
  ];
}

function unknown(): PageNode[] {
  return [
    h(
      'header',
      { class: 'verdict' },
      h('h1', { id: 'headline', tabindex: '-1' }, 'Nothing in this text is an error of mail that is known here'),
      buttons(BUTTONS.filter((action) => action !== 'copy')),
    ),
    part(
      'looked-for',
      'What was looked for',
      list([
        'a reply of a mail server: three digits such as 535 or 550, with or without a code like 5.7.8, and its text',
        'the words in which nodemailer, PHPMailer, Symfony, smtplib, Jakarta Mail, Go, MailKit, Rails, curl and others tell of a failed name lookup, connection, TLS handshake or sign-in',
        'error codes of the operating system and of OpenSSL, such as ECONNREFUSED or "wrong version number"',
      ]),
    ),
    part(
      'what-now',
      'What to do',
      list([
        'Paste more of the lines around it, down to the first cause; the last line often only says that sending failed.',
        'Or test the relay itself: that sees what the app does not print.',
      ]),
    ),
  ];
}

function buttons(actions: readonly ActionName[]): PageNode {
  const title = (action: ActionName) => (action === 'copy' ? 'Copy Explanation' : action === 'test' ? 'Test SMTP Relay' : ACTIONS[action]);
  return h(
    'div',
    { class: 'actions', role: 'group', 'aria-label': 'Actions' },
    ...actions.map((action) =>
      h('button', { type: 'button', id: `do-${action}`, 'data-action': action, class: action === 'explain-again' ? 'primary' : 'secondary' }, title(action)),
    ),
  );
}

function pasted(text: string): PageNode {
  return part(
    'pasted',
    'Explained text',
    h(
      'details',
      { id: 'pasted-text' },
      h('summary', { id: 'pasted-summary' }, 'Show it, secrets replaced'),
      h('pre', { class: 'scroll', tabindex: '0' }, text),
    ),
  );
}
