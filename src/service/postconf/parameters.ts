import { debianDefault } from '../../data/postfixBuilds.ts';
import { allPostfixParameters, existsIn, POSTFIX_SERVICE_SUFFIXES, type PostfixParameter, postfixParameter } from '../../data/postfixParameters.ts';
import { once } from '../../text/once.ts';
import { defaultDomain, defaultHostName, defaultNetworks } from './hostDefaults.ts';
import type { ParameterNode, Session } from './session.ts';

/** Defaults whose working out can fail, in the order in which postconf(1) comes to them when its hash is not seeded. */
const FALLIBLE = ['myhostname', 'mynetworks', 'mydomain'];

/** Enters every name that the release knows by itself (postconf_builtin.c). */
export function registerBuiltIns(session: Session): void {
  const isFallible = ({ name }: PostfixParameter) => FALLIBLE.includes(name);
  const all = allPostfixParameters();
  for (const parameter of [...FALLIBLE.map((name) => postfixParameter(name)!), ...all.filter((one) => !isFallible(one))]) {
    if (existsIn(parameter, session.call.version)) session.parameters.set(parameter.name, nodeOf(parameter, session));
  }
}

function nodeOf({ name, kind, type }: PostfixParameter, session: Session): ParameterNode {
  const isLegacy = kind === 'legacy-name';
  return {
    ...(isLegacy ? { isLegacy } : { parameterClass: 'builtin' as const }),
    ...(type === 'raw' ? { isRaw: true } : {}),
    ...(kind === 'read-only' ? { isReadOnly: true } : {}),
    defaultValue: defaultOf(name, session) ?? (() => (isLegacy ? '' : (debianDefault(name, session.call.version) ?? ''))),
  };
}

/** The defaults that the machine or the process decides. */
function defaultOf(name: string, session: Session): (() => string) | undefined {
  if (name === 'myhostname') return once(() => defaultHostName(session));
  if (name === 'mydomain') return once(() => defaultDomain(session));
  if (name === 'mynetworks')
    return withoutItself(
      session,
      once(() => defaultNetworks(session)),
    );
  if (name === 'process_name') return () => 'postconf';
  if (name === 'process_id') return () => String(session.call.host.processId);
  return undefined;
}

/** A comparison in `compatibility_level` may ask for the networks, whose style follows from that level: postconf(1) never comes back. */
function withoutItself({ output }: Session, find: () => string): () => string {
  let isRunning = false;
  return () => {
    if (isRunning) output.overflowStack();
    isRunning = true;
    const found = find();
    isRunning = false;
    return found;
  };
}

/** Enters the per-transport parameters of the services in master.cf (postconf_service.c): the command has to be named without a path. */
export function registerServiceNames({ services, parameters }: Session): void {
  for (const { words } of services) {
    const [service = ''] = words;
    const command = words[7]!;
    for (const { suffix, defaultParameter, commands } of POSTFIX_SERVICE_SUFFIXES) {
      if (!commands.includes(command)) continue;
      const known = parameters.get(service + suffix);
      if (known) known.parameterClass = 'service';
      else parameters.set(service + suffix, { parameterClass: 'service', defaultValue: () => `$${defaultParameter}` });
    }
  }
}
