import { readTables } from '../../discover/postfixTable.ts';
import { mainCfAmong } from '../support/examples.ts';
import { mainRule } from '../support/mainRule.ts';
import { postconf5 } from '../support/references.ts';
import { isDomain, isJudgedForItself, isLostSender, renameRow, rowPlace } from '../support/tableRows.ts';

const MAIN = 'sender_dependent_relayhost_maps = hash:/etc/postfix/sender_relay\n';

/** A key of a table by sender that is neither an address nor a domain with "@". */
export const malformedSenderKey = mainRule(
  {
    id: 'relay/malformed-sender-key',
    severity: 'warning',
    listens: ['sender_dependent_relayhost_maps', 'sender_dependent_default_transport_maps'],
    title: 'Sender that is never found',
    why: 'Tables by sender are asked for the whole address and for "@domain". A domain without "@" is not asked for, so mail of its senders takes the common relayhost.',
    bad: mainCfAmong(MAIN, { sender_relay: 'example.org [smtp.example.com]:587\n' }),
    ok: mainCfAmong(MAIN, { sender_relay: '@example.org [smtp.example.com]:587\n<> [smtp.example.com]:587\n' }),
    references: [postconf5('sender_dependent_relayhost_maps')],
    fix: 'unsafe',
  },
  function* (context) {
    const { folder, postfix } = context;
    for (const name of ['sender_dependent_relayhost_maps', 'sender_dependent_default_transport_maps']) {
      const tables = folder && readTables(folder, postfix, name);
      for (const row of tables?.rows ?? []) {
        if (!isLostSender(row.key) || isJudgedForItself(context, row, 'relayhosts')) continue;
        yield {
          at: tables!.entry.valueSpan,
          message: `"${row.key}" in ${row.path} is no sender: Postfix asks for whole addresses and for "@domain"`,
          related: [rowPlace(row, 'the key')],
          fixes: isDomain(row.key) ? [renameRow(row, `@${row.key}`)] : [],
        };
      }
    }
  },
);
