import type { FileKind } from './types.ts';

/** One of these stands in every key, call or URL that leads to a mail server, and in our own comments. */
const MAIL_WORD = /smtp|mail|relay|smart.?host|createTransport|outgoing|remote\b|queue\.route|SecureSocketOption/i;

/** Grammars of programs that do nothing but send mail: their keys need no such word. */
const ALWAYS_MAIL: ReadonlySet<FileKind> = new Set(['postfix-main', 'postfix-master', 'postfix-map', 'msmtp', 'ssmtp', 'nullmailer', 'dma', 'mutt']);

/**
 * Says whether a text may have to do with outgoing mail, by one look and without reading it: most files of a folder do not.
 * A path counts as far as it is below the folder that is searched. Takes the kind that the name alone tells, where it does; the text may be decoded in any way that keeps ASCII.
 */
export function maySpeakOfMail(kind: FileKind | undefined, text: string, path = ''): boolean {
  return (kind !== undefined && ALWAYS_MAIL.has(kind)) || hasMailWord(text) || hasMailWord(path);
}

/** The part of `maySpeakOfMail` that asks the text alone. */
export function hasMailWord(text: string): boolean {
  return MAIL_WORD.test(text);
}
