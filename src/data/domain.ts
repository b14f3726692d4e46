/** Second levels under which countries register names: `acme.co.uk`, `acme.com.br`. */
const SECOND_LEVEL = /^(ac|co|com|edu|gov|net|ne|or|org)$/;

/** The part of a lower-case host name that somebody registered, as far as one can tell without the public suffix list. */
export function registeredDomain(name: string): string {
  const labels = name.split('.');
  const isUnderCountry = labels.length > 2 && labels.at(-1)!.length === 2 && SECOND_LEVEL.test(labels.at(-2)!);
  return labels.slice(isUnderCountry ? -3 : -2).join('.');
}
