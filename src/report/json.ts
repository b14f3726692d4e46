import type { StageEvent } from '../smtp/types.ts';

/**
 * One event as one line of NDJSON, without the line end. The names are stable: scripts match on `type`,
 * `stage`, `state` and the codes. Secrets have left the events before they get here (smtp/redact.ts).
 */
export function eventToJson(event: StageEvent): string {
  return JSON.stringify(event);
}
