import type { LogView } from '../store/selectors/log.js';
import type { StreamsView } from '../store/selectors/streams.js';

/** Whether a filter lets a text through: each of its words is in it, upper or lower case; with `!` before it, is not. */
export function matches(text: string, filter: string): boolean {
  const lower = text.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '!')
    .every((word) => (word.startsWith('!') ? !lower.includes(word.slice(1)) : lower.includes(word)));
}

/** Lines that match by their words, their topic or their severity. */
export function filterLog(view: LogView, filter: string): LogView {
  if (filter === '') return view;
  const lines = view.lines.filter(({ text, topic, severity }) => matches(`${text} ${topic} ${severity}`, filter));
  return { ...view, lines };
}

/** Streams that match by name, state or circuit. */
export function filterStreams(view: StreamsView, filter: string): StreamsView {
  if (filter === '') return view;
  return {
    ...view,
    rows: view.rows.filter(({ name, state, circuit }) => matches(`${name} ${state} ${circuit}`, filter)),
  };
}
