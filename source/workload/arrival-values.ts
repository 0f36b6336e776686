/** What the values of one arrival are taken from. */
export type ArrivalValues = {
  readonly serial: number;
  readonly client: number;
  /** Which of the feeder's rows is its own. */
  readonly row: number;
  /** What earlier steps captured, in the order of the flow's captures. */
  readonly captured: readonly string[];
};

/** With what a value or a text changes: never, with the feeder's row alone, or with more of the arrival. */
export type ChangesWith = 'nothing' | 'row' | 'arrival';

/** Where a name's value comes from. */
export type Value = { readonly changesWith: ChangesWith; readonly of: (values: ArrivalValues) => string };

/** The values of an arrival; the row is that of the feeder. */
export function valuesOf(serial: number, client: number, row: number, captured: readonly string[] = []): ArrivalValues {
  return { serial, client, row, captured };
}
