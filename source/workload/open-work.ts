import { PlimsollError } from '../model/error.js';
import type { HttpRequest, Work, WorkEntry, WorkSource, WorkSpec } from '../model/work.js';
import { type ArrivalValues, valuesOf } from './arrival-values.js';
import type { Workload } from './define-workload.js';
import { compileRequest, type RequestMaker } from './request-template.js';
import { compileSteps } from './steps.js';
import { openValues, rowChooser } from './values.js';
import { openWorkload } from './workload-source.js';

/** Makes the work of one entry's arrivals. */
type Maker = {
  readonly make: (values: ArrivalValues) => Work;
  /** The request that an arrival of those values begins with; null where only code knows. */
  readonly first: (values: ArrivalValues) => HttpRequest | null;
};

/**
 * Makes a source of what load is made of. Called in each worker thread, and once where load is checked before it is sent.
 * `workload`: the code of the entry that is made by code, where there is one. Throws PlimsollError `bad-template` or
 * `no-workload` for what a check before it should have refused.
 */
export function openWork(spec: WorkSpec, workload: Workload | null = null): WorkSource {
  const { names, entries } = spec;
  const makers = makersOf(spec, workload);
  const total = entries.reduce((sum, { weight }) => sum + weight, 0);
  const shares = entries.map(({ weight }) => weight / total);
  const rowFor = rowChooser(spec);
  const choose = (chance: number): Maker => {
    let left = chance;
    for (let index = 0; index < shares.length - 1; index++) {
      left -= shares[index]!;
      if (left < 0) return makers[index]!;
    }
    return makers.at(-1)!;
  };
  return {
    names,
    hasFlows: entries.some((entry) => 'steps' in entry || ('workload' in entry && isMadeOfSteps(workload))),
    next(serial, chance, client) {
      return choose(chance).make(valuesOf(serial, client, rowFor(serial, chance)));
    },
  };
}

function isMadeOfSteps(workload: Workload | null): boolean {
  return workload !== null && 'steps' in workload;
}

/** For each entry, the request that its first arrival begins with; null where only code knows. */
export function firstRequests(spec: WorkSpec, workload: Workload | null): readonly (HttpRequest | null)[] {
  const first = valuesOf(0, 0, 0);
  return makersOf(spec, workload).map((maker) => maker.first(first));
}

function makersOf(spec: WorkSpec, workload: Workload | null): readonly Maker[] {
  const known = openValues(spec);
  return spec.entries.map((entry) => makerOf(entry, spec, known, workload));
}

function makerOf(entry: WorkEntry, spec: WorkSpec, known: ReturnType<typeof openValues>, code: Workload | null): Maker {
  if ('request' in entry) {
    const maker = compileRequest(entry.request, (name) => known(name, []));
    return { make: keeping(maker, spec.feeder?.rows.count ?? 1), first: maker.make };
  }
  if ('steps' in entry) {
    const { first, flow } = compileSteps(entry.name, entry.steps, known);
    return { make: flow, first: first.make };
  }
  if (code === null) throw new PlimsollError('no-workload', 'Expected the code of a workload, got none.');
  const make = openWorkload(code, entry.workload, spec);
  const first = (values: ArrivalValues): HttpRequest | null => {
    const work = make(values);
    return work.kind === 'request' ? work : null;
  };
  return { make, first };
}

/** Requests of more rows than this are made anew for each arrival, so that none of them stays in memory. */
const mostKept = 10_000;

/** Hands out the same request again wherever nothing in it changes, so that its bytes are made once. */
function keeping({ changesWith, make }: RequestMaker, rows: number): (values: ArrivalValues) => HttpRequest {
  if (changesWith === 'arrival' || (changesWith === 'row' && rows > mostKept)) return make;
  const kept: HttpRequest[] = [];
  return (values) => {
    const place = changesWith === 'row' ? values.row : 0;
    const known = kept[place];
    if (known !== undefined) return known;
    const made = make(values);
    kept[place] = made;
    return made;
  };
}
