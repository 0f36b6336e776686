import type { Severity } from './events.js';
import type { Cause } from './run.js';

/** Where a series stands with a rule. `resolved` is an end, and is told once. */
export type AlertPhase = 'inactive' | 'pending' | 'firing' | 'resolved';

/** What a rule does to the load when it begins to fire. */
export type AlertAction = 'stop' | 'pause' | 'cool-down';

/** One series of one rule that is pending, firing or over. */
export type Alert = {
  /** The same for the same rule and labels: 16 hexadecimal digits. */
  readonly id: string;
  readonly rule: string;
  /** Of the series, and those that the rule adds. */
  readonly labels: { readonly [label: string]: string };
  /** With their `{{names}}` filled in. */
  readonly annotations: { readonly [name: string]: string };
  readonly severity: Severity;
  readonly phase: AlertPhase;
  /** What the rule compares, at the change; null where there is no reading. */
  readonly value: number | null;
  /** When the condition began to hold, on the session's clock. */
  readonly activeAtMs: number;
  /** Whether anybody is to be told outside of the screen. */
  readonly notifies: boolean;
};

/** Why nobody is told of an alert that fires. */
export type AlertMute =
  | { readonly kind: 'acknowledged'; readonly note: string; readonly cause: Cause }
  | { readonly kind: 'silenced'; readonly untilMs: number; readonly note: string }
  | { readonly kind: 'inhibited'; readonly by: string };

/** What happens to alerts. */
export type AlertEvent =
  /** One alert in another phase than before; `because` says why in a clause. */
  | { readonly kind: 'state'; readonly alert: Alert; readonly from: AlertPhase; readonly because: string }
  /** An alert is muted, or (null) not any more. */
  | { readonly kind: 'mute'; readonly id: string; readonly mute: AlertMute | null }
  /** Somebody was told, or could not be; `text` says of what or why not. */
  | {
      readonly kind: 'notified';
      readonly channel: string;
      readonly isDelivered: boolean;
      readonly alerts: number;
      readonly text: string;
    }
  /** A rule does something to the load. */
  | { readonly kind: 'action'; readonly rule: string; readonly action: AlertAction; readonly reason: string };

/** What a person may do about alerts; without an id: the most urgent one that nobody has acknowledged. */
export type AlertCommand =
  | { readonly kind: 'acknowledge'; readonly id: string | null; readonly note: string }
  | { readonly kind: 'silence'; readonly id: string | null; readonly forMs: number; readonly note: string };
