import { removeEntry } from '../../parse/edit.ts';
import type { Entry } from '../../parse/types.ts';
import { span } from '../../text/span.ts';
import { defineRule } from '../define.ts';

/** Keywords that dma takes alone (dma(8), "CONFIGURATION"). */
const FLAGS: ReadonlySet<string> = new Set(['STARTTLS', 'OPPORTUNISTIC_TLS', 'SECURETRANSFER', 'DEFER', 'INSECURE', 'FULLBOUNCE', 'NULLCLIENT']);
const OFF = /^(no|off|false|0|disabled?)\b/i;

/** A flag of dma.conf with a value behind it. */
export const malformedDmaFlag = defineRule<Entry>({
  meta: {
    id: 'syntax/malformed-dma-flag',
    severity: 'error',
    since: '0.1.0',
    kinds: ['dma'],
    listens: ['security'],
    title: 'Flag with a value',
    why: 'A flag of dma.conf stands alone on its line: there it is set, without the line it is not. With anything behind it dma reports a syntax error and delivers nothing.',
    bad: { kind: 'dma', path: 'dma.conf', text: 'SMARTHOST mail.acme.io\nPORT 587\nSECURETRANSFER\nSTARTTLS yes\n' },
    ok: { kind: 'dma', path: 'dma.conf', text: '# STARTTLS yes\nSMARTHOST mail.acme.io\nPORT 587\nSECURETRANSFER\nSTARTTLS\n' },
    references: [{ title: 'dma(8)', url: 'https://man.dragonflybsd.org/?command=dma&section=8' }],
    fix: 'unsafe',
  },
  run: ({ file }) => file.entries.filter(({ key, path, form }) => path.length === 1 && FLAGS.has(key) && form === 'pair'),
  word: ({ key, valueSpan, value }) => ({
    at: valueSpan,
    message: `"${key}" is a flag and takes no value: dma stops with a syntax error. ${OFF.test(value) ? 'remove the line to switch it off' : 'remove the value'}`,
  }),
  fixes: (entry, { file }) => [
    OFF.test(entry.value)
      ? { title: `Remove ${entry.key}`, safety: 'unsafe', isPreferred: true, edits: [removeEntry(file, entry)] }
      : {
          title: `Leave ${entry.key} alone on its line`,
          safety: 'unsafe',
          isPreferred: true,
          edits: [{ span: span(entry.keySpan.end, entry.valueSpan.end), newText: '' }],
        },
  ],
});
