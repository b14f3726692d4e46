import { REPOSITORY } from '../link.ts';

interface Reference {
  readonly title: string;
  readonly url: string;
}

/** The paragraph about a parameter in Postfix's manual of main.cf. */
export const postconf5 = (parameter: string): Reference => ({
  title: `postconf(5) ${parameter}`,
  url: `https://www.postfix.org/postconf.5.html#${parameter}`,
});

/** How main.cf is written: the first paragraphs of postconf(5). */
export const mainCfFormat: Reference = { title: 'postconf(5): the format of main.cf', url: 'https://www.postfix.org/postconf.5.html' };

/** One of Postfix's README files, `anchor` without its number sign. */
export const postfixReadme = (name: string, anchor = ''): Reference => ({
  title: `Postfix ${name}`,
  url: `https://www.postfix.org/${name}.html${anchor && `#${anchor}`}`,
});

/** A section of an RFC. */
export const rfc = (number: number, section: string): Reference => ({
  title: `RFC ${number} §${section}`,
  url: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`,
});

/** How a finding is silenced, in our own README. */
export const suppressionManual: Reference = { title: 'README: Rules', url: `${REPOSITORY}#rules` };

/** How master.cf is written. */
export const masterManual: Reference = { title: 'master(5)', url: 'https://www.postfix.org/master.5.html' };

/** The manual page of a Postfix daemon. */
export const postfixManual = (daemon: string): Reference => ({ title: `${daemon}(8)`, url: `https://www.postfix.org/${daemon}.8.html` });

/** The actions and the form of header and body checks. */
export const headerChecksManual: Reference = { title: 'header_checks(5)', url: 'https://www.postfix.org/header_checks.5.html' };
