import type { SessionEvent } from '../../model/events.js';
import type { Collector } from './collector.js';

/** A part of what is told: takes in events, and says where things stand when it is asked. */
export type Part = {
  readonly observe: (event: SessionEvent) => void;
  readonly collect: (collector: Collector) => void;
};

/** 1 for yes, 0 for no. */
export function asNumber(isSo: boolean): number {
  return isSo ? 1 : 0;
}
