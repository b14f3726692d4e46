import type { StageEvent, StageFacts, StageName, TranscriptLine } from '../smtp/types.ts';

/** Stage names as people say them. */
const TITLES: Readonly<Record<StageName, string>> = {
  resolve: 'name lookup',
  connect: 'connection',
  greeting: 'greeting',
  ehlo: 'EHLO',
  starttls: 'STARTTLS',
  tls: 'TLS handshake',
  'ehlo-tls': 'EHLO under TLS',
  auth: 'sign-in',
  'mail-from': 'MAIL FROM',
  'rcpt-to': 'RCPT TO',
  message: 'test message',
  quit: 'QUIT',
  'tls-versions': 'TLS versions',
};

/** The name of a stage for people. */
export function stageTitle(stage: StageName): string {
  return TITLES[stage];
}

/** Says whether a value names a stage. */
export function isStageName(value: unknown): value is StageName {
  return typeof value === 'string' && Object.hasOwn(TITLES, value);
}

/** Why a stage was left out, for people: the reason may name the stage that failed by its id. */
export function reasonText(reason: string): string {
  return reason.replace(/^(\S+)(?= failed$)/, (word) => (isStageName(word) ? stageTitle(word) : word));
}

/**
 * One event as lines of a transcript, in the hint grammar of swaks(1), "TRANSCRIPT HINTS": ` ->` and `<- `
 * in clear text, ` ~>` and `<~ ` under TLS, `<**` and `<~*` for replies that the dialogue did not call for,
 * `===` for information and `***` for errors. A stage that begins or is left out and the verdict give no lines:
 * the first says nothing yet, the others stand in the closing block (verdict.ts).
 */
export function formatEvent(event: StageEvent): string[] {
  if (event.type === 'verdict') return [];
  if (event.type === 'line') return [formatLine(event.line)];
  const title = TITLES[event.stage];
  switch (event.state) {
    case 'started':
    case 'skipped':
      return [];
    case 'passed':
      return [`=== ${title}: passed in ${event.ms} ms${learnt(event.facts)}`];
    case 'absent':
      return [`=== ${title}: not offered (${event.reason})`];
    case 'failed':
      return [`*** ${title}: ${event.failure.code} after ${event.ms} ms: ${event.failure.detail}`];
  }
}

/** One line of the dialogue in that grammar. */
export function formatLine({ direction, encrypted, unexpected, text }: TranscriptLine): string {
  switch (direction) {
    case 'sent':
      return `${encrypted ? ' ~>' : ' ->'} ${text}`;
    case 'received':
      return `${encrypted ? '<~' : '<-'}${unexpected ? '*' : ' '} ${text}`.replace('<-*', '<**');
    case 'info':
      return `=== ${text}`;
    case 'error':
      return `*** ${text}`;
  }
}

/** What is worth a word on the stage's own line; replies and certificates have stood in lines of their own. */
function learnt(facts: StageFacts): string {
  if (facts.tls) return ` (${facts.tls.protocol}, ${facts.tls.cipher})`;
  if (facts.mechanism) return ` (${facts.mechanism})`;
  if (facts.addresses) return ` (${facts.addresses.join(', ')})`;
  return '';
}
