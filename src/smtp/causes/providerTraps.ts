import type { Provider } from '../../data/providers.ts';
import type { ProbeCode } from '../types.ts';

/** What a port where nothing answers looks like from here. */
const SILENT_PORT: ReadonlySet<ProbeCode> = new Set(['tcp/timeout', 'tcp/refused', 'tcp/host-silent', 'greeting/timeout', 'tls/timeout']);

/** What is known to surprise people at a provider and fits this failure, each as one line; only what its own pages confirm. */
export function trapEvidence({ name, traps = [], ports, notListening = [], verified }: Provider, code: ProbeCode, port: number): string[] {
  const isAbsent = SILENT_PORT.has(code) && notListening.includes(port) && verified.includes('ports');
  const offered = ports.map((row) => row.port).join(', ');
  return [
    ...(isAbsent ? [`known of ${name}: it does not listen on port ${port}, only on ${offered}`] : []),
    ...traps.filter(({ codes }) => codes.includes(code)).map(({ text }) => `known of ${name}: ${text}`),
  ];
}
