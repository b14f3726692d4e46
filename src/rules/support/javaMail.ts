import type { RelaySetting } from '../../discover/types.ts';
import type { Entry } from '../../parse/types.ts';
import { entriesBeside } from './beside.ts';

/** A property of Jakarta Mail: `mail.smtp.ssl.trust` has the protocol `smtp` and the name `ssl.trust`. */
export interface JavaMailProperty {
  readonly protocol: 'smtp' | 'smtps';
  /** Lower case. */
  readonly name: string;
  readonly entry: Entry;
}

/** `…mail.smtp.ssl.trust`, also as an environment variable. */
const PROPERTY = /(?:^|[._])mail[._](smtps?)[._](\w[\w.]*)$/;
/** Apps that hand such properties on, and those of them that want another word before. */
const APPS: ReadonlySet<string> = new Set(['javamail', 'grails', 'spring-boot', 'micronaut']);
const BELOW_PROPERTIES: ReadonlySet<string> = new Set(['spring-boot', 'micronaut']);

/** The properties of Jakarta Mail that belong to a setting of an app that hands them on, in file order. */
export function javaMailProperties(setting: RelaySetting): readonly JavaMailProperty[] {
  const { file, anchor, profile } = setting;
  if (!APPS.has(profile)) return [];
  const base = dotted(anchor).replace(/(mail\.smtps?\.)?[^.]*$/, '');
  const near = file.entries.filter((entry) => entry.document === anchor.document && dotted(entry).startsWith(base));
  return [...new Set([...near, ...entriesBeside(setting)])]
    .flatMap((entry): JavaMailProperty[] => {
      const name = (entry.form === 'pair' ? dotted(entry) : entry.key).toLowerCase();
      const [, protocol, rest] = PROPERTY.exec(name) ?? [];
      if (!protocol || !rest || (BELOW_PROPERTIES.has(profile) && !/[._]properties[._]/.test(name))) return [];
      return [{ protocol: protocol as 'smtp' | 'smtps', name: rest.replaceAll('_', '.'), entry }];
    })
    .sort((a, b) => a.entry.span.start - b.entry.span.start);
}

const dotted = ({ path }: Entry) => path.join('.');

/** The manual of Jakarta Mail's SMTP transport. */
export const javaMailManual = {
  title: 'Jakarta Mail: properties of the SMTP provider',
  url: 'https://jakarta.ee/specifications/mail/2.1/apidocs/jakarta.mail/jakarta/mail/package-summary',
};
