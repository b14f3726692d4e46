/** The version this build is of; a meta test holds it to package.json. */
export const VERSION = '0.1.0';

/** Where the sources live; a meta test holds it to package.json's `repository`. */
export const REPOSITORY = 'https://github.com/relay-doctor/relay-doctor';

/** The shipped page of a rule, relative to the extension's own folder: for reading offline. */
export function rulePage(ruleId: string): string {
  return `media/rules/${ruleId.replace('/', '-')}.md`;
}

/** The address of a rule's page for exactly this version, so that an old install never shows new advice. */
export function ruleLink(ruleId: string): string {
  return `${REPOSITORY}/blob/v${VERSION}/${rulePage(ruleId)}`;
}
