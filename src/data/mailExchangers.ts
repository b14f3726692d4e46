/**
 * Where customers of a mail service hand mail in, by the exchangers that take mail for their domains. For people who
 * write their domain where the submission host belongs. The hosts are those of the provider table; the exchangers are
 * what these services have owners of domains enter as MX. A hint, never a proven setting. Sorted by suffix.
 */
const SUBMISSION_BY_EXCHANGER: readonly (readonly [suffix: string, host: string])[] = [
  ['googlemail.com', 'smtp.gmail.com'],
  ['google.com', 'smtp.gmail.com'],
  ['icloud.com', 'smtp.mail.me.com'],
  ['mail.protection.outlook.com', 'smtp.office365.com'],
  ['messagingengine.com', 'smtp.fastmail.com'],
  ['secureserver.net', 'smtpout.secureserver.net'],
  ['yandex.net', 'smtp.yandex.com'],
  ['yandex.ru', 'smtp.yandex.com'],
  ['zoho.com', 'smtp.zoho.com'],
  ['zoho.eu', 'smtp.zoho.eu'],
];

/** The submission host of the service that runs these exchangers; undefined when we don't know one. */
export function submissionHostOf(exchangers: readonly string[]): string | undefined {
  const isBelow = (name: string, suffix: string) => name === suffix || name.endsWith(`.${suffix}`);
  return SUBMISSION_BY_EXCHANGER.find(([suffix]) => exchangers.some((name) => isBelow(name, suffix)))?.[1];
}
