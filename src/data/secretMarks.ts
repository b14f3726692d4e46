import type { PasswordShape, Provider } from './provider.types.ts';

/** Keys that carry their owner's mark: nobody else makes one of this form. */
export interface SecretMark {
  readonly pattern: RegExp;
  /** How the ids of the providers begin for which such a key is at home. */
  readonly home: string;
  readonly means: string;
}

const MARKS: readonly SecretMark[] = [
  { pattern: /^SG\.[\w-]{16,}\.[\w-]{16,}$/, home: 'sendgrid', means: 'a SendGrid API key' },
  { pattern: /^x(smtp|key)sib-[0-9a-f]{32,}-/, home: 'brevo', means: 'a Brevo key' },
  { pattern: /^re_[A-Za-z0-9]{6,}_[A-Za-z0-9]{10,}$/, home: 'resend', means: 'a Resend API key' },
  { pattern: /^mlsn\.[0-9a-f]{32,}$/, home: 'mailersend', means: 'a MailerSend API token' },
  { pattern: /^mssp\.[A-Za-z0-9]+\./, home: 'mailersend', means: 'a MailerSend SMTP password' },
  { pattern: /^key-[0-9a-f]{32}$/, home: 'mailgun', means: 'a Mailgun API key' },
  { pattern: /^Zoho-enczapikey /, home: 'zeptomail', means: 'a ZeptoMail token' },
  { pattern: /^GOCSPX-[\w-]{20,}$/, home: 'gmail', means: 'a Google OAuth client secret' },
];

/** The mark of somebody else's key, unless the provider itself has a word for secrets of that form. */
export function foreignMark({ id, passwordShapes = [] }: Provider, secret: string): SecretMark | undefined {
  const mark = MARKS.find(({ pattern }) => pattern.test(secret));
  const isKnownThere = passwordShapes.some(({ pattern }) => new RegExp(pattern).test(secret));
  return mark && !isKnownThere && !id.startsWith(mark.home) ? mark : undefined;
}

/** The shape of a wrong kind that a secret has, unless one that the provider takes fits as well. */
export function wrongShape({ passwordShapes = [] }: Provider, secret: string): PasswordShape | undefined {
  const fitting = passwordShapes.filter(({ pattern }) => new RegExp(pattern).test(secret));
  return fitting.some(({ accepts }) => accepts) ? undefined : fitting[0];
}
