import { processPorts } from './cli/processPorts.ts';
import { runCli } from './cli/run.ts';

// The code is set, not forced: a long list on its way into a pipe is still written to the end.
runCli(process.argv.slice(2), processPorts()).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(`relay-doctor: internal error: ${error instanceof Error ? error.stack : String(error)}`);
    process.exitCode = 3;
  },
);
