import { parentPort } from 'node:worker_threads';
import { type ScanBatch, scanFromEnd } from './scanBatch.ts';

// The whole of a helping thread: it looks ahead until it is stopped.
parentPort?.on('message', (batch: ScanBatch) => scanFromEnd(batch));
