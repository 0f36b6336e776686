/** One thing wrong with a value, at a path inside it: `[]` for the value itself. */
export type Fault = {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint: string | null;
};

/** What came of reading one value that the user gave. */
export type Reading<Value> =
  | { readonly kind: 'ok'; readonly value: Value }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

export function good<Value>(value: Value): Reading<Value> {
  return { kind: 'ok', value };
}

/** A reading with one fault. `path` leads to the part of the value that is meant. */
export function faulty(
  message: string,
  hint: string | null = null,
  path: readonly (string | number)[] = [],
): Reading<never> {
  return { kind: 'faulty', faults: [{ path, message, hint }] };
}

/** Reads every entry with `read`; the faults of all of them, each under its index. */
export function readEach<Value>(
  entries: readonly unknown[],
  read: (entry: unknown) => Reading<Value>,
): Reading<readonly Value[]> {
  const values: Value[] = [];
  const faults: Fault[] = [];
  for (const [index, entry] of entries.entries()) {
    const reading = read(entry);
    if (reading.kind === 'ok') values.push(reading.value);
    else for (const fault of reading.faults) faults.push({ ...fault, path: [index, ...fault.path] });
  }
  return faults.length === 0 ? good(values) : { kind: 'faulty', faults };
}
