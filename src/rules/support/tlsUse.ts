import type { PostfixMain } from '../../discover/postfixMain.ts';
import { clientTls, isMandatory, isYes } from './postfixClient.ts';

/**
 * Says whether a program uses the list in `name` for its TLS connections: the mandatory one where it insists on TLS, else
 * the other one (tls_client.c, smtpd.c). False also where these files do not tell.
 */
export function isTlsListInUse(name: string, main: PostfixMain): boolean {
  const isForMandatory = /_mandatory_(protocols|ciphers)$/.test(name);
  if (name.startsWith('smtp_')) {
    const level = clientTls(main)?.level;
    return level !== undefined && level !== 'none' && isMandatory(level) === isForMandatory;
  }
  if (!name.startsWith('smtpd_')) return false;
  const { value, isKnown } = main.get('smtpd_tls_security_level');
  const level = value.toLowerCase();
  if (!isKnown || level === 'none') return false;
  if (level === '') return isYes(main.get(isForMandatory ? 'smtpd_enforce_tls' : 'smtpd_use_tls').value);
  return (level !== 'may') === isForMandatory;
}
