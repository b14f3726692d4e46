import { spanInValue } from '../parse/edit.ts';
import type { Entry } from '../parse/types.ts';
import { variableReferences } from '../parse/variables.ts';
import { isPlaceholder } from './placeholder.ts';
import type { Located, PasswordInfo } from './types.ts';
import { locatePart } from './values.ts';

/** A URL that names a mail server, each part with its place. */
export interface MailUrl {
  readonly entry: Entry;
  /** Lower case, without `://`. */
  readonly scheme: string;
  readonly schemeSpan: Located<string>['span'];
  readonly host?: Located<string>;
  readonly hostDefault?: string;
  readonly port?: Located<number>;
  readonly user?: Located<string>;
  readonly password?: PasswordInfo;
  /** Query parameters, names as written, values percent-decoded. */
  readonly query: ReadonlyMap<string, Located<string>>;
}

/** Schemes under which some app or library sends mail by SMTP. */
const MAIL_URL = /^(?:[a-z][a-z0-9]*\+)?(?:smtps?|submissions?)(?:\+[a-z]+)?:\/\//i;

/** Says whether a value is a URL of a mail server. */
export function isMailUrl(text: string): boolean {
  return MAIL_URL.test(text);
}

/**
 * The mail URLs in an entry's value: usually one, several in Symfony's `failover(… …)`. Lenient on purpose: the
 * user name of a URL typed by hand may hold a raw `@`, so the last one before the host counts (RFC 3986 §3.2).
 */
export function readMailUrls(entry: Entry): readonly MailUrl[] {
  const { value } = entry;
  if (isMailUrl(value)) return [readUrl(entry, 0, value.length)];
  const group = /^(?:failover|roundrobin)\(/i.exec(value);
  if (!group) return [];
  const urls: MailUrl[] = [];
  for (const match of value.matchAll(/[^\s()]+/g)) {
    if (isMailUrl(match[0])) urls.push(readUrl(entry, match.index, match.index + match[0].length));
  }
  return urls;
}

function readUrl(entry: Entry, start: number, end: number): MailUrl {
  const { value } = entry;
  const schemeEnd = value.indexOf('://', start);
  const from = schemeEnd + 3;
  const queryMark = outsideVariables(value, '?', from, end);
  const before = queryMark === -1 ? end : queryMark;
  const at = value.slice(from, before).lastIndexOf('@');
  const hostStart = at === -1 ? from : from + at + 1;
  const slash = outsideVariables(value, '/', hostStart, before);
  const hostEnd = slash === -1 ? before : slash;
  return {
    entry,
    scheme: value.slice(start, schemeEnd).toLowerCase(),
    schemeSpan: spanInValue(entry, start, schemeEnd),
    ...(at !== -1 && readUserInfo(entry, from, from + at)),
    ...readAuthority(entry, hostStart, hostEnd),
    query: queryMark === -1 ? new Map() : readQuery(entry, queryMark + 1, end),
  };
}

/** The first such character that is not part of `${…}`. */
function outsideVariables(value: string, character: string, from: number, end: number): number {
  const inside = variableReferences(value);
  for (let at = value.indexOf(character, from); at !== -1 && at < end; at = value.indexOf(character, at + 1)) {
    if (!inside.some((reference) => reference.start <= at && at < reference.end)) return at;
  }
  return -1;
}

function readUserInfo(entry: Entry, start: number, end: number): Pick<MailUrl, 'user' | 'password'> {
  const colon = outsideVariables(entry.value, ':', start, end);
  const userEnd = colon === -1 ? end : colon;
  const userPart = locatePart(entry, start, userEnd);
  const user = userPart.value === '' ? undefined : { ...userPart, value: userPart.templated ? userPart.value : decode(userPart.value) };
  const written = colon === -1 ? '' : entry.value.slice(colon + 1, end);
  const password =
    written === '' ? undefined : { source: secretSource(written), entry, span: spanInValue(entry, colon + 1, end), encoding: 'percent' as const };
  return { ...(user && { user }), ...(password && { password }) };
}

function secretSource(written: string): PasswordInfo['source'] {
  if (/\$\{|^\$\w+$|\{\{|<%/.test(written)) return 'variable';
  if (/^\*{3,}$/.test(written)) return 'masked';
  return isPlaceholder(decode(written)) ? 'placeholder' : 'literal';
}

function readAuthority(entry: Entry, start: number, end: number): Pick<MailUrl, 'host' | 'hostDefault' | 'port'> {
  const text = entry.value.slice(start, end);
  const close = text.startsWith('[') ? text.indexOf(']') : -1;
  const colon = outsideVariables(entry.value, ':', start + Math.max(0, close), end);
  const hostEnd = colon === -1 ? end : colon;
  const host = close > 0 ? locatePart(entry, start + 1, start + close) : locatePart(entry, start, hostEnd);
  const portText = colon === -1 ? '' : entry.value.slice(colon + 1, end);
  const [variable] = variableReferences(portText);
  const digits = /^\d{1,5}$/.test(portText) ? portText : variable?.operator.endsWith('-') ? variable.argument : '';
  const port = Number(digits);
  const [reference] = variableReferences(host.value);
  const hostDefault = reference?.operator.endsWith('-') && reference.argument !== '' ? reference.argument : undefined;
  return {
    ...(host.value !== '' && { host }),
    ...(hostDefault !== undefined && { hostDefault }),
    ...(port > 0 && port < 65_536 && { port: { value: port, entry, span: spanInValue(entry, colon + 1, end), templated: variable !== undefined } }),
  };
}

function readQuery(entry: Entry, start: number, end: number): ReadonlyMap<string, Located<string>> {
  const query = new Map<string, Located<string>>();
  let at = start;
  for (const pair of entry.value.slice(start, end).split('&')) {
    const equals = pair.indexOf('=');
    if (equals > 0) {
      const part = locatePart(entry, at + equals + 1, at + pair.length);
      query.set(pair.slice(0, equals), { ...part, value: decode(part.value) });
    }
    at += pair.length + 1;
  }
  return query;
}

/** Percent-decoding that leaves alone what is no code (RFC 3986 §2.1). */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A raw percent sign: the text was never encoded, so it is what it says.
    return text;
  }
}
