import type { Notification } from '../router.js';

/** A notification with what belongs to the session that it comes from. */
export type Message = Notification & {
  /** Wall clock of the session's zero, in milliseconds since 1970: times of alerts count from there. */
  readonly startedAtMs: number;
  readonly session: string;
};

/** A way to tell people. Both fail by throwing an error whose message says why, and end soon after the signal. */
export type Channel = {
  readonly name: string;
  readonly send: (message: Message, signal: AbortSignal) => Promise<void>;
  /** Goes the way as far as that tells nobody anything. Says as a clause how far that was. */
  readonly probe: (signal: AbortSignal) => Promise<string>;
};

/** The message as a sentence: what fires or is over, and for whom. */
export function headlineOf({ status, alerts }: Message): string {
  const [first] = alerts;
  if (first === undefined) return 'no alert';
  const { rule, labels, annotations } = first.alert;
  const series = labels.host ?? labels.stream ?? labels.request;
  const about = annotations.summary ?? (series === undefined ? rule : `${rule} ${series}`);
  const more = alerts.length > 1 ? ` and ${alerts.length - 1} more` : '';
  return `${status === 'firing' ? 'FIRING' : 'RESOLVED'}: ${about}${more}`;
}
