import { IMPLICIT_TLS_PORT, SMTP_PORT, SUBMISSION_PORT } from '../data/ports.ts';
import { type Span, span } from '../text/span.ts';
import { hostNameFault, isIpv6 } from './postfixHostName.ts';
import { splitPostfixList } from './postfixList.ts';
import { maskTemplates, TEMPLATE_MARK } from './postfixTemplate.ts';

/** Why smtp(8) can't use a destination as it is written: it stops there, and mail stays in the queue. */
export type DestinationProblemCode =
  | 'quotes'
  | 'credentials'
  | 'scheme'
  | 'transport-prefix'
  | 'missing-bracket'
  | 'text-after-bracket'
  | 'port-in-brackets'
  | 'unbracketed-ipv6'
  | 'empty-host'
  | 'numeric-host'
  | 'bad-host'
  | 'bad-port'
  | 'unknown-service';

/** Spans count from the beginning of the value. */
export interface DestinationProblem {
  readonly code: DestinationProblemCode;
  readonly span: Span;
  readonly message: string;
}

export interface DestinationPart {
  readonly text: string;
  readonly span: Span;
  /** Holds a template or an unexpanded macro, so it was not checked. */
  readonly isTemplated: boolean;
}

/** One next hop. Where it is broken, the parts say what was probably meant. */
export interface PostfixDestination {
  readonly text: string;
  readonly span: Span;
  /** Name or address without brackets, `IPv6:`, scheme and port. */
  readonly host?: DestinationPart;
  readonly isBracketed: boolean;
  /** What stands after the colon, a number or a name. */
  readonly service?: DestinationPart;
  /** The port that the service means; absent when there is none or it can't be told. */
  readonly port?: number;
  readonly problems: readonly DestinationProblem[];
}

/** Service names that Postfix knows by itself (`known_tcp_ports`, 3.6); others are up to the machine's services(5). */
const SERVICES: Readonly<Record<string, number>> = {
  smtp: SMTP_PORT,
  submission: SUBMISSION_PORT,
  submissions: IMPLICIT_TLS_PORT,
  smtps: IMPLICIT_TLS_PORT,
  lmtp: 24,
};

/**
 * Reads the value of `relayhost`, `smtp_fallback_relay` or a transport's next hop as smtp(8) does (smtp_connect.c,
 * host_port(3)): destinations apart by commas and blanks, each `host`, `host:service`, `[host]` or `[host]:service`.
 * A `#` at the beginning of one ends the list, for there it begins what was meant as a comment.
 */
export function parseDestinations(value: string): PostfixDestination[] {
  const masked = maskTemplates(value);
  const items = splitPostfixList(masked);
  const comment = items.findIndex(({ text }) => text.startsWith('#'));
  return (comment === -1 ? items : items.slice(0, comment)).map(({ start, end }) => readDestination(value, masked, start, end));
}

class Reading {
  readonly problems: DestinationProblem[] = [];
  readonly value: string;
  readonly masked: string;

  constructor(value: string, masked: string) {
    this.value = value;
    this.masked = masked;
  }

  part(start: number, end: number): DestinationPart {
    return { text: this.value.slice(start, end), span: span(start, end), isTemplated: this.masked.slice(start, end).includes(TEMPLATE_MARK) };
  }

  report(code: DestinationProblemCode, start: number, end: number, message: string): void {
    this.problems.push({ code, span: span(start, end), message });
  }
}

interface Parts {
  readonly host: DestinationPart;
  readonly isBracketed: boolean;
  readonly service?: DestinationPart;
}

function readDestination(value: string, masked: string, start: number, end: number): PostfixDestination {
  const reading = new Reading(value, masked);
  const [from, to] = withoutDecoration(reading, start, end);
  const { host, isBracketed, service } = masked[from] === '[' ? readBracketed(reading, from, to) : readPlain(reading, from, to);
  checkHost(reading, host);
  const port = service ? readService(reading, service) : undefined;
  return {
    text: value.slice(start, end),
    span: span(start, end),
    ...(host.text === '' ? {} : { host }),
    isBracketed,
    ...(service ? { service } : {}),
    ...(port === undefined ? {} : { port }),
    problems: reading.problems,
  };
}

/** Cuts what other programs would take: quotes, a URL's scheme, user and path, a transport's name. */
function withoutDecoration(reading: Reading, start: number, end: number): [number, number] {
  let [from, to] = [start, end];
  const { masked } = reading;
  const first = masked[from]!;
  if (to - from > 1 && (first === '"' || first === "'") && masked[to - 1] === first) {
    reading.report('quotes', from, to, 'Postfix takes the quotes for a part of the name. remove them');
    from += 1;
    to -= 1;
  }
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(masked.slice(from, to))?.[0];
  if (scheme) {
    reading.report('scheme', from, from + scheme.length, `a next hop is no URL. remove "${scheme}"`);
    const rest = masked.slice(from + scheme.length, to);
    const slash = rest.indexOf('/');
    from += scheme.length;
    to = slash === -1 ? to : from + slash;
  }
  const at = masked.slice(from, to).lastIndexOf('@');
  if (at !== -1) {
    reading.report('credentials', from, from + at + 1, 'a next hop has no user or password. they belong in smtp_sasl_password_maps');
    from += at + 1;
  }
  const prefix = /^(smtps?|submissions?|relay|lmtp|inet6?|unix):(?=[^\d]|\d+[^\d])/.exec(masked.slice(from, to))?.[0];
  if (prefix && !Object.hasOwn(SERVICES, masked.slice(from + prefix.length, to))) {
    reading.report('transport-prefix', from, from + prefix.length, `a next hop has no transport. remove "${prefix}"`);
    from += prefix.length;
  }
  return [from, to];
}

function readBracketed(reading: Reading, start: number, end: number): Parts {
  const { masked } = reading;
  const close = masked.indexOf(']', start);
  if (close === -1 || close >= end) {
    reading.report('missing-bracket', start, end, 'missing "]"');
    const colon = masked.slice(start, end).search(/:[a-z0-9]*$/i);
    const hostEnd = colon === -1 || isIpv6(masked.slice(start + 1, end)) ? end : start + colon;
    return { host: reading.part(start + 1, hostEnd), isBracketed: true, ...serviceAfter(reading, hostEnd, end) };
  }
  const prefix = /^ipv6:/i.exec(masked.slice(start + 1, close))?.[0].length ?? 0;
  const inner = reading.part(start + 1 + prefix, close);
  if (prefix > 0 && !inner.isTemplated && !isIpv6(inner.text)) {
    reading.report('bad-host', inner.span.start, close, 'no IPv6 address follows "IPv6:"');
    return { host: inner, isBracketed: true, ...serviceAfter(reading, close + 1, end) };
  }
  const inside = /^([^:]*):(\w*)$/.exec(masked.slice(inner.span.start, close));
  if (inside) {
    const colon = inner.span.start + inside[1]!.length;
    reading.report('port-in-brackets', colon, close, `the port belongs after "]"`);
    return { host: reading.part(inner.span.start, colon), isBracketed: true, ...serviceAfter(reading, colon, close) };
  }
  if (close + 1 < end && masked[close + 1] !== ':') {
    reading.report('text-after-bracket', close + 1, end, `unexpected text after "]". expected ":" and a port`);
    return { host: inner, isBracketed: true };
  }
  return { host: inner, isBracketed: true, ...serviceAfter(reading, close + 1, end) };
}

function readPlain(reading: Reading, start: number, end: number): Parts {
  const text = reading.masked.slice(start, end);
  if (isIpv6(text)) {
    reading.report('unbracketed-ipv6', start, end, `an IPv6 address needs brackets: "[${text}]"`);
    return { host: reading.part(start, end), isBracketed: false };
  }
  const colon = text.lastIndexOf(':');
  const hostEnd = colon === -1 ? end : start + colon;
  return { host: reading.part(start, hostEnd), isBracketed: false, ...serviceAfter(reading, hostEnd, end) };
}

/** The service behind the colon at `colon`; nothing there means the default port. */
function serviceAfter(reading: Reading, colon: number, end: number): { service?: DestinationPart } {
  return colon + 1 < end ? { service: reading.part(colon + 1, end) } : {};
}

function checkHost(reading: Reading, host: DestinationPart): void {
  const { start, end } = host.span;
  const isBroken = reading.problems.some(({ code }) => code === 'unbracketed-ipv6' || code === 'missing-bracket' || code === 'bad-host');
  if (host.isTemplated || isBroken) return;
  if (host.text === '') reading.report('empty-host', start, end, 'the host name is missing');
  else if (/^\d+$/.test(host.text)) reading.report('numeric-host', start, end, `"${host.text}" is no host name. a port follows the host as ":${host.text}"`);
  else {
    const fault = hostNameFault(host.text);
    if (fault) reading.report('bad-host', start, end, `"${host.text}" is not a valid host name or address: ${fault}`);
  }
}

function readService(reading: Reading, { text, span: { start, end }, isTemplated }: DestinationPart): number | undefined {
  if (isTemplated) return undefined;
  if (/^\d/.test(text)) {
    const port = /^\d{1,10}$/.test(text) ? Number(text) : 0;
    if (port > 0 && port < 65536) return port;
    reading.report('bad-port', start, end, `"${text}" is not a port. expected a number from 1 to 65535`);
    return undefined;
  }
  if (Object.hasOwn(SERVICES, text)) return SERVICES[text];
  reading.report('unknown-service', start, end, `"${text}" is a port only if this machine's services(5) knows it. write the number`);
  return undefined;
}
