import { IMPLICIT_TLS_PORT } from '../../data/ports.ts';
import { type DestinationProblem, type PostfixDestination, parseDestinations } from '../../discover/postfixDestination.ts';
import { programOf } from '../../discover/postfixService.ts';
import { valueSpanIn } from '../../parse/segments.ts';
import { defineRule } from '../define.ts';
import { mainCf } from '../support/examples.ts';
import { setParameter } from '../support/postfixEdit.ts';
import { type WrittenDestination, writtenDestinations } from '../support/postfixRelayhost.ts';
import { tlsParameters } from '../support/postfixRetarget.ts';
import { overridesHere } from '../support/postfixScopes.ts';
import { oddCharacters, quoteAround } from '../support/postfixText.ts';
import { postconf5 } from '../support/references.ts';
import { merged } from '../support/retarget.ts';
import type { RuleContext } from '../types.ts';

interface State extends WrittenDestination {
  readonly problem: DestinationProblem;
}

/** A next hop that smtp(8) can't read: it stops, and all mail for the relay waits (host_port(3)). */
export const malformedDestination = defineRule<State>({
  meta: {
    id: 'relay/malformed-destination',
    severity: 'error',
    since: '0.1.0',
    kinds: ['postfix-main', 'postfix-master'],
    listens: ['relayhost', 'smtp_fallback_relay'],
    title: 'Relay that Postfix cannot read',
    why: 'A relay is "host", "[host]", "host:port" or "[host]:port". At a URL, a missing bracket or an impossible port each smtp(8) process stops, qmgr(8) starts it again, and mail waits in the queue.',
    bad: mainCf('relayhost = smtp://smtp.example.com:587\n'),
    ok: mainCf('relayhost = [smtp.example.com]:submission, [2001:db8::25]:587\n'),
    references: [postconf5('relayhost')],
    fix: 'unsafe',
  },
  *run(context) {
    for (const written of [...writtenDestinations(context), ...inOptions(context)]) {
      const problem = written.destination.problems[0];
      if (problem) yield { ...written, problem };
    }
  },
  word: ({ entry, problem, place }) => ({
    at: place(problem.span),
    // services(5) of the machine may know the name.
    severity: problem.code === 'unknown-service' ? 'warning' : 'error',
    message: `in "${entry.key}": ${problem.message}`,
  }),
  fixes({ entry, destination, problem, place }, { file, postfix }) {
    const newText = repaired(destination, problem);
    // Which options the service then needs beside it is not said here.
    if (!newText || (!postfix && newText.endsWith(`:${IMPLICIT_TLS_PORT}`))) return [];
    if (!postfix) return [{ title: `Set ${entry.key} to ${newText}`, safety: 'unsafe', edits: [{ span: place(destination.span), newText }] }];
    // Port 465 alone would only lead to the next mistake.
    const parameters = newText.endsWith(`:${IMPLICIT_TLS_PORT}`) ? tlsParameters(postfix, true) : [];
    const edits = [{ span: place(destination.span), newText }, ...parameters.map(([name, value]) => setParameter(file, postfix, name, value, entry))];
    const words = [`${entry.key} to ${newText}`, ...parameters.map(([name, value]) => `${name} to ${value}`)];
    return [{ title: `Set ${words.join(' and ')}`, safety: 'unsafe', edits: merged(edits) }];
  },
});

/** The next hops in options of a master.cf; only smtp(8) reads those that it falls back to, `relayhost` is trivial-rewrite(8)'s. */
function inOptions(context: RuleContext): WrittenDestination[] {
  const reader = (name: string) => (name === 'relayhost' ? 'trivial-rewrite' : /^(smtp_)?fallback_relay$/.test(name) ? 'smtp' : undefined);
  return [...overridesHere(context)].flatMap(({ entry, service }) => {
    if (reader(entry.key) !== programOf(service) || quoteAround(entry) !== undefined || oddCharacters(entry.value).length > 0) return [];
    return parseDestinations(entry.value).map((destination) => ({ entry, destination, place: ({ start, end }) => valueSpanIn(entry, start, end) }));
  });
}

/** The next hop that was probably meant; undefined where its host or port is what we can't read. */
function repaired({ host, service, text }: PostfixDestination, { code }: DestinationProblem): string | undefined {
  const isRepairable = ['scheme', 'missing-bracket', 'port-in-brackets', 'unbracketed-ipv6', 'transport-prefix', 'text-after-bracket'].includes(code);
  if (!host || !isRepairable) return undefined;
  const missedPort = code === 'text-after-bracket' ? /\](\d+)$/.exec(text)?.[1] : undefined;
  if (code === 'text-after-bracket' && !missedPort) return undefined;
  const scheme = code === 'scheme' && /^smtps:/i.test(text) ? String(IMPLICIT_TLS_PORT) : undefined;
  const port = service?.text ?? missedPort ?? scheme;
  return `[${host.text}]${port ? `:${port}` : ''}`;
}
