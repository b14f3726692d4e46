import type { RecordFacts } from './recordFacts.ts';
import type { RecordedRelay } from './runRecord.ts';

/** Names that no other network can look up (RFC 2606 §2, RFC 6761, RFC 6762 §3, RFC 8375, and what people invent). */
const PRIVATE_DOMAIN = /(^|\.)(localhost|localdomain|local|lan|internal|intranet|home|corp|test|example|invalid|home\.arpa)$/i;

/** What speaks against the name that the client gives itself, or undefined. RFC 5321 §2.3.5 asks for a fully qualified name. */
export function heloDoubt({ heloName }: RecordedRelay): string | undefined {
  if (heloName.startsWith('[')) return undefined;
  const name = heloName.replace(/\.$/, '');
  if (!name.includes('.')) return `"${heloName}" is not a fully qualified name, which stricter servers refuse`;
  return PRIVATE_DOMAIN.test(name) ? `"${heloName}" exists in this network only, which stricter servers refuse` : undefined;
}

/** What speaks against the sender address, or undefined. One that the test has made up is not judged. */
export function senderDoubt({ mailFrom, heloName }: RecordedRelay): string | undefined {
  if (mailFrom === '' || mailFrom === `postmaster@${heloName}`) return undefined;
  const domain = mailFrom.slice(mailFrom.lastIndexOf('@') + 1).replace(/\.$/, '');
  if (domain.startsWith('[')) return `the sender <${mailFrom}> has an address instead of a domain, so answers and bounces get lost`;
  return !domain.includes('.') || PRIVATE_DOMAIN.test(domain) ? `the domain of the sender <${mailFrom}> is not a public one, so bounces get lost` : undefined;
}

/** By which names the server goes, as it said itself. */
export function serverNames({ greeting, stage, tls }: RecordFacts): string[] {
  const banner = firstName(greeting?.lines[0]);
  const hello = firstName((stage('ehlo-tls')?.facts ?? stage('ehlo')?.facts)?.reply?.lines[0]);
  const names = tls?.chain[0]?.names ?? [];
  return [
    ...(banner ? [`the server calls itself ${banner}`] : []),
    ...(hello && hello.toLowerCase() !== banner?.toLowerCase() ? [`in its reply to EHLO it calls itself ${hello}`] : []),
    ...(names.length > 0 ? [`its certificate is for ${names.slice(0, 10).join(', ')}${names.length > 10 ? ' and more' : ''}`] : []),
  ];
}

/** The domain at the start of a greeting (RFC 5321 §4.2, `Greeting` and `ehlo-ok-rsp`). */
function firstName(line: string | undefined): string | undefined {
  const [word = ''] = (line ?? '').trim().split(/\s+/);
  return /^[a-z0-9_-]+(\.[a-z0-9_-]+)+\.?$/i.test(word) ? word : undefined;
}
