import type { Ask, HttpAnswer, HttpRequest, RequestTemplate, Rows, WorkSpec } from '../../source/model/work.js';
import { createRowPacker } from '../../source/workload/rows.js';

/** A GET of a path, as templates have it; `over` changes parts of it. */
export function template(path: string, over: Partial<RequestTemplate> = {}): RequestTemplate {
  const okStatus = { from: 200, to: 399 };
  return { method: 'GET', headers: [], body: null, okStatus, name: 0, host: 0, path, ...over };
}

/** A spec of these entries, without anything else; `over` changes parts of it. */
export function spec(entries: WorkSpec['entries'], over: Partial<WorkSpec> = {}): WorkSpec {
  return { names: ['all'], entries, clients: null, ...over };
}

/** Rows as a feeder gives them. */
export function rowsOf(columns: readonly string[], cells: readonly (readonly string[])[]): Rows {
  const packer = createRowPacker(columns);
  for (const row of cells) packer.add(row);
  return packer.finish();
}

/** Answers each request of a flow by the script, and keeps what was asked. */
export function fakeAsk(script: (request: HttpRequest, index: number) => Partial<HttpAnswer>): {
  readonly ask: Ask;
  readonly asked: readonly HttpRequest[];
} {
  const asked: HttpRequest[] = [];
  return {
    asked,
    async ask(request) {
      asked.push(request);
      return { status: 200, headers: new Map(), text: '', ...script(request, asked.length - 1) };
    },
  };
}
