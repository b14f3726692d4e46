import type { RelaySetting } from '../../discover/types.ts';
import type { Entry } from '../../parse/types.ts';
import { entriesBelow, entriesBeside } from './beside.ts';

/** A property of Jakarta Mail: `mail.smtp.ssl.trust` has the protocol `smtp` and the name `ssl.trust`. */
export interface JavaMailProperty {
  readonly protocol: 'smtp' | 'smtps';
  /** Lower case. */
  readonly name: string;
  readonly entry: Entry;
}

/** `…properties.mail.smtp.ssl.trust`, also as an environment variable. */
const PROPERTY = /(?:^|[._])mail[._](smtps?)[._](\w[\w.]*)$/;
/** Apps that hand such properties on. */
const APPS: ReadonlySet<string> = new Set(['spring-boot', 'micronaut']);

/** The properties of Jakarta Mail that belong to a setting of an app that hands them on, in file order. */
export function javaMailProperties(setting: RelaySetting): readonly JavaMailProperty[] {
  if (!APPS.has(setting.profile)) return [];
  const below = entriesBelow(setting).map(({ name, entry }) => ({ name: `mail.${name}`, entry }));
  const beside = entriesBeside(setting).map((entry) => ({ name: entry.key, entry }));
  const found = new Map<Entry, JavaMailProperty>();
  for (const { name, entry } of [...below, ...beside]) {
    const [, protocol, rest] = PROPERTY.exec(name.toLowerCase()) ?? [];
    if (protocol && rest && !found.has(entry)) found.set(entry, { protocol: protocol as 'smtp' | 'smtps', name: rest.replaceAll('_', '.'), entry });
  }
  return [...found.values()].sort((a, b) => a.entry.span.start - b.entry.span.start);
}

/** The manual of Jakarta Mail's SMTP transport. */
export const javaMailManual = {
  title: 'Jakarta Mail: properties of the SMTP provider',
  url: 'https://jakarta.ee/specifications/mail/2.1/apidocs/jakarta.mail/jakarta/mail/package-summary',
};
