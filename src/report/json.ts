import type { StageEvent } from '../smtp/types.ts';

/**
 * One event as one line of NDJSON, without the line end. The names are stable: scripts match on `type`,
 * `stage`, `state` and the codes. Secrets have left the events before they get here (smtp/redact.ts).
 *
 * @param relay which of several relays it belongs to
 */
export function eventToJson(event: StageEvent, relay?: { readonly id: string; readonly file: string; readonly line: number }): string {
  return JSON.stringify(relay ? { ...event, relay } : event);
}
