import { normaliseCode } from './errors.ts';
import { TransportError } from './transport.ts';

/** Bytes held before the socket is asked to wait; a reply is far smaller. */
const HIGH_WATER = 64 * 1024;

/** The bytes that come in over a socket, one piece at a time. */
export interface ByteStream {
  read(): Promise<Uint8Array | undefined>;
  /** Stops reading, hands the socket on and says how many bytes had come unread. */
  release(): number;
}

/** Listens to a socket from now on. Its failures are told as those of a `stream`. */
export function createByteStream(socket: NodeJS.ReadableStream): ByteStream {
  const chunks: Buffer[] = [];
  let held = 0;
  let failure: TransportError | undefined;
  let isEnded = false;
  let waiting: { resolve(bytes: Uint8Array | undefined): void; reject(error: Error): void } | undefined;

  const settle = () => {
    if (!waiting) return;
    const chunk = chunks.shift();
    const { resolve, reject } = waiting;
    if (chunk) {
      held -= chunk.length;
      socket.resume();
      resolve(chunk);
    } else if (failure) reject(failure);
    else if (isEnded) resolve(undefined);
    else return;
    waiting = undefined;
  };
  const onData = (chunk: Buffer) => {
    chunks.push(chunk);
    held += chunk.length;
    if (held > HIGH_WATER) socket.pause();
    settle();
  };
  const onEnd = () => {
    isEnded = true;
    settle();
  };
  const onError = (error: Error) => {
    failure ??= new TransportError('stream', normaliseCode(error));
    settle();
  };
  socket.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onError);

  return {
    read: () =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        settle();
      }),
    release() {
      socket.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onError);
      // The TLS layer reports the socket's failures from here on; without a listener they would end the process.
      socket.on('error', ignoreAfterRelease);
      socket.pause();
      let count = held;
      for (let rest = socket.read() as Buffer | null; rest !== null; rest = socket.read() as Buffer | null) count += rest.length;
      return count;
    },
  };
}

/** Somebody else reads the socket now and hears of its failures. */
function ignoreAfterRelease(): void {}
