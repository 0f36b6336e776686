/** Time since the session began, or how long something took: `4:12`, `1:04:12`. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => value.toString().padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours === 0 ? `${two(minutes)}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}

/** A time to wait in whole seconds, rounded up so that it reaches 0 only when it is over. */
export function secondsText(ms: number): string {
  return `${Math.max(0, Math.ceil(ms / 1000))} s`;
}
