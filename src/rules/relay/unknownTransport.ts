import { splitTransport } from '../../discover/postfixNextHops.ts';
import { readTables } from '../../discover/postfixTable.ts';
import { valueSpanIn } from '../../parse/segments.ts';
import { didYouMean } from '../support/didYouMean.ts';
import { mainCfAmong } from '../support/examples.ts';
import { folderRule } from '../support/masterRule.ts';
import { scopedValues } from '../support/postfixScopes.ts';
import { postconf5 } from '../support/references.ts';
import { rowPlace } from '../support/tableRows.ts';

/** Parameters whose value is `transport` or `transport:nexthop`. */
const NAMES = /^(default|relay|local|virtual|mailbox|fallback|error|retry)_transport$|^content_filter$/;
const TABLES = ['transport_maps', 'sender_dependent_default_transport_maps'];

const STOCK = 'smtp unix - - y - - smtp\nrelay unix - - y - - smtp\nlocal unix - n n - - local\nerror unix - - y - - error\n';

/** A transport that master.cf has no service for. */
export const unknownTransport = folderRule(
  {
    id: 'relay/unknown-transport',
    severity: 'error',
    listens: ['default_transport', 'relay_transport', 'virtual_transport', 'transport_maps', 'content_filter'],
    title: 'Transport without a service',
    why: 'A transport is the name of a service of type "unix" in master.cf. Where there is none the queue manager finds no socket and defers all mail for it with "mail transport unavailable".',
    bad: mainCfAmong('default_transport = smtps:[smtp.example.com]:465\n', { 'master.cf': STOCK }),
    ok: mainCfAmong('default_transport = smtp:[smtp.example.com]:587\nrelay_transport = relay\n', { 'master.cf': STOCK }),
    references: [postconf5('default_transport'), { title: 'Postfix transport(5)', url: 'https://www.postfix.org/transport.5.html' }],
    fix: 'unsafe',
  },
  function* (context) {
    const { folder, postfix } = context;
    const services = (folder?.master?.services ?? []).filter(({ fields }) => fields.type.text === 'unix').map(({ fields }) => fields.service.text);
    if (!folder || services.length === 0) return;
    const isUnknown = (name: string) => name !== '' && /^[\w.-]+$/.test(name) && !services.includes(name);
    for (const { entry, value } of scopedValues(context, (name) => NAMES.test(name))) {
      const { transport } = splitTransport(value.trim());
      if (!isUnknown(transport)) continue;
      const meant = didYouMean(transport, services);
      const at = entry.value.startsWith(transport) ? valueSpanIn(entry, 0, transport.length) : entry.valueSpan;
      yield {
        at,
        message: `transport "${transport}" in "${entry.key}" has no service of type unix in master.cf: mail for it is deferred`,
        fixes: meant && entry.value.startsWith(transport) ? [{ title: `Replace it by ${meant}`, safety: 'unsafe', edits: [{ span: at, newText: meant }] }] : [],
      };
    }
    for (const name of postfix ? TABLES : []) {
      const tables = readTables(folder, postfix!, name);
      for (const row of tables?.rows ?? []) {
        const { transport } = splitTransport(row.value);
        if (!row.value.includes(':') || !isUnknown(transport)) continue;
        yield {
          at: tables!.entry.valueSpan,
          message: `transport "${transport}" for "${row.key}" in ${row.path} has no service of type unix in master.cf: mail for it is deferred`,
          related: [rowPlace(row, 'the entry')],
        };
      }
    }
  },
);
