import { isImplicitTlsPort, SUBMISSION_PORT } from '../../../data/ports.ts';
import { isPrivateHost } from '../../../discover/local.ts';
import type { PostfixMain } from '../../../discover/postfixMain.ts';
import type { Entry } from '../../../parse/types.ts';
import { AUTHORITY_BUNDLES } from '../../../rules/support/authorities.ts';
import { clientSignsIn, clientTls, hasValue, isMandatory, leavesByOwnService } from '../../../rules/support/postfixClient.ts';
import { insertLines } from '../../../rules/support/postfixEdit.ts';
import type { Analysis } from '../../types.ts';
import { asMain } from '../sources.ts';
import type { Refactoring } from './types.ts';

type Setting = readonly [name: string, value: string];

/** Parameters that send some mail to other servers, which need not speak TLS as this relay does, or give levels by server. */
const OTHER_ROUTES = [
  'smtp_tls_policy_maps',
  'smtp_tls_per_site',
  'transport_maps',
  'sender_dependent_relayhost_maps',
  'sender_dependent_default_transport_maps',
  'smtp_fallback_relay',
];

/** Settings of master.cf that make one service's TLS another than that of main.cf. */
const OWN_TLS = /^(smtp_tls_|smtp_sasl_|relayhost$)/;

/**
 * Adds what a relay in `relayhost` needs for TLS and main.cf does not set: the level, wrapper mode for port 465, the
 * options that let PLAIN through under TLS, and trusted authorities where certificates are checked. What is set is left
 * as it is: rules speak about that. Not offered for local relays, when some mail goes elsewhere or by a service with TLS
 * settings of its own, or when levels are given by server.
 */
export function relayTlsActions({ file, folder, settings }: Analysis, entry: Entry): Refactoring[] {
  const main = folder?.parameters;
  const [relay, ...more] = settings.filter(({ host }) => host?.entry === entry);
  if (!asMain(file) || !main || !relay?.host || more.length > 0 || entry.key !== 'relayhost' || main.get('relayhost').entry !== entry) return [];
  if (relay.host.templated || relay.isLocal || isPrivateHost(relay.host.value) || OTHER_ROUTES.some((name) => hasValue(main, name))) return [];
  if (leavesByOwnService(main) || folder.master?.entries.some(({ key }) => OWN_TLS.test(key))) return [];
  const settingsToAdd = missing(main, relay.effectivePort);
  const needsAuthorities = checksCertificates(main) && !hasValue(main, 'smtp_tls_CAfile') && !hasValue(main, 'smtp_tls_CApath');
  if (settingsToAdd.length === 0 && !needsAuthorities) return [];
  const bundles = needsAuthorities ? AUTHORITY_BUNDLES : [undefined];
  return bundles.map((bundle) => {
    const all: Setting[] = [...settingsToAdd, ...(bundle ? [['smtp_tls_CAfile', bundle.path] as const] : [])];
    const lines = all.map(([name, value]) => `${name} = ${value}`);
    const title = `Add missing TLS settings for this relay: ${all.map(([name]) => name).join(', ')}${bundle ? ` (${bundle.where})` : ''}`;
    return { title, kind: 'rewrite', edits: [insertLines(file, entry, lines)] };
  });
}

function missing(main: PostfixMain, port: number | undefined): Setting[] {
  const tls = clientTls(main);
  if (!tls) return [];
  const hasLevel = tls.by.length > 0;
  if (hasLevel && !isMandatory(tls.level)) return [];
  const isImplicit = port !== undefined && isImplicitTlsPort(port);
  // On port 25 a relay need not offer TLS, and mail without a password may go there all the same.
  const level = isImplicit || port === SUBMISSION_PORT || clientSignsIn(main) === true ? 'encrypt' : 'may';
  const added: Setting[] = hasLevel ? [] : [['smtp_tls_security_level', level]];
  if (isImplicit && !main.isSet('smtp_tls_wrappermode')) added.push(['smtp_tls_wrappermode', 'yes']);
  const isOptionSet = ['smtp_sasl_security_options', 'smtp_sasl_tls_security_options'].some((name) => main.isSet(name));
  if (clientSignsIn(main) === true && !isOptionSet) added.push(['smtp_sasl_tls_security_options', 'noanonymous']);
  return added;
}

function checksCertificates(main: PostfixMain): boolean {
  const level = clientTls(main)?.level;
  return level === 'verify' || level === 'secure';
}
