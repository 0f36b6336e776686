/** Says that an analysis wanted more memory than there is for it. */
export function tooMuchMemory(megabytes: number): string {
  return `expected it to take at most ${megabytes} MB of memory: read events one by one and keep sums`;
}
