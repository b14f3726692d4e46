import type { Provider } from '../../data/providers.ts';
import type { ProbeCode } from '../types.ts';

/** Limits by what they are about, with their words. Others of the table are of no use to a person who met one. */
const WORDS: readonly { readonly key: string; readonly codes: readonly ProbeCode[]; readonly words: (count: number) => string }[] = [
  { key: 'messagesPerSecond', codes: ['limit/rate'], words: (count) => `${count} messages a second` },
  { key: 'messagesPerMinute', codes: ['limit/rate'], words: (count) => `${count} messages a minute` },
  { key: 'messagesPerHour', codes: ['limit/rate'], words: (count) => `${count} messages an hour` },
  { key: 'messagesPerDay', codes: ['limit/rate'], words: (count) => `${count} messages a day` },
  { key: 'recipientsPerHour', codes: ['limit/rate'], words: (count) => `${count} recipients an hour` },
  { key: 'recipientsPerDay', codes: ['limit/rate'], words: (count) => `${count} recipients a day` },
  { key: 'concurrentConnections', codes: ['limit/rate'], words: (count) => `${count} connections at a time` },
  { key: 'messagesPerConnection', codes: ['limit/rate'], words: (count) => `${count} messages per connection` },
  { key: 'recipientsPerMessage', codes: ['limit/recipients'], words: (count) => `${count} recipients per message` },
  { key: 'recipientsPerMessageSmtp', codes: ['limit/recipients'], words: (count) => `${count} recipients per message` },
  { key: 'messageSizeMB', codes: ['limit/size'], words: (count) => `messages of ${count} MB` },
];

/** The limits of a provider that a failure may have to do with, as one line; they change without notice, and it says so. */
export function limitEvidence({ name, limits = {} }: Provider, code: ProbeCode): string | undefined {
  const told = WORDS.flatMap(({ key, codes, words }) => {
    const limit = limits[key];
    if (limit === undefined || !codes.includes(code)) return [];
    return typeof limit === 'number' ? [words(limit)] : Object.entries(limit).map(([plan, count]) => `${words(count)} (${plan})`);
  });
  return told.length > 0 ? `limits of ${name}, as last known: ${told.join(', ')}` : undefined;
}
