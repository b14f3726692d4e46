import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';

export interface FakeDns {
  /** `127.0.0.1:port`, as resolvers want it. */
  readonly address: string;
  close(): Promise<void>;
}

/** RFC 1035 §4.1.1, RCODE, by the first label of the name that is asked for. */
const ANSWERS: Readonly<Record<string, number>> = { lab: 0, nx: 3, nodata: 0, servfail: 2, refused: 5, formerr: 1, notimp: 4 };

/** A DNS server on loopback that answers every question with the code its first label names, and never with data. */
export async function startFakeDns(): Promise<FakeDns> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const label = query.subarray(13, 13 + query[12]!).toString('latin1');
    const code = ANSWERS[label];
    if (code === undefined) return;
    const answer = Buffer.from(query.subarray(0, endOfQuestion(query)));
    // QR, RD and RA set; one question, no records.
    answer.writeUInt16BE(0x8180 | code, 2);
    answer.writeUInt16BE(1, 4);
    answer.fill(0, 6, 12);
    socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function endOfQuestion(query: Buffer): number {
  let at = 12;
  while (query[at] !== 0) at += query[at]! + 1;
  return at + 5;
}
