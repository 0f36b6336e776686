import type { Dispatcher } from 'undici';
import { messageOf } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';
import type { TargetAddress } from '../../model/request.js';
import type { Clock } from '../../time/clock.js';
import { type JobApi, type JobNews, numberAt, readJob, textAt } from '../../workload/dataset-job.js';

/** A target that takes dataset jobs. */
export type JobTarget = {
  /** Its path stands before those of the API. */
  readonly address: TargetAddress;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly tls: { readonly caPem: string | null; readonly verify: boolean };
  readonly api: JobApi;
  /** How long one answer may take. */
  readonly timeoutMs: number;
};

/** What came of asking. `reason` is a clause: what was expected, what came. `isLost`: nobody answered at all. */
export type Asked<Value> =
  | { readonly kind: 'ok'; readonly value: Value }
  | { readonly kind: 'failed'; readonly reason: string; readonly isLost: boolean };

/** Asks a target for the steps of a job. Never throws. */
export type JobClient = {
  /** `rows`: how many the target says that it read; null where it says nothing. */
  readonly upload: (csv: string) => Promise<Asked<{ readonly datasetId: string; readonly rows: number | null }>>;
  readonly train: (datasetId: string) => Promise<Asked<string>>;
  readonly job: (jobId: string) => Promise<Asked<JobNews>>;
  /** Ends every connection. Whatever is under way fails. */
  readonly close: () => Promise<void>;
};

/** More of an answer is no answer to such a question. */
const maxAnswerBytes = 64 * 1024;

export async function openJobClient(target: JobTarget, clock: Clock): Promise<JobClient> {
  const { Agent } = await import('undici');
  const { address, api, tls, timeoutMs } = target;
  // Time is the clock's: undici's own limits are off.
  const agent = new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { rejectUnauthorized: tls.verify, ...(tls.caPem === null ? {} : { ca: tls.caPem }) },
  });
  const origin = `${address.protocol}://${address.host}:${address.port}`;
  const base = address.path.replace(/\?.*$/s, '').replace(/\/+$/, '');
  const ask = async <Value>(
    method: 'GET' | 'POST',
    path: string,
    body: { readonly text: string; readonly type: string } | null,
    wanted: string,
    read: (answer: unknown) => Value | null,
  ): Promise<Asked<Value>> => {
    const what = `${method} ${base}${path}`;
    const giveUp = new AbortController();
    const cancel = clock.after(timeoutMs, () => giveUp.abort());
    const headers = Object.fromEntries(target.headers);
    try {
      const { statusCode, body: answer } = await agent.request({
        origin,
        method,
        path: `${base}${path}`,
        headers: body === null ? headers : { ...headers, 'content-type': body.type },
        body: body?.text ?? null,
        signal: giveUp.signal,
      });
      const text = await readText(answer);
      if (text === null) return failed(`expected an answer of at most 64 KiB to ${what}, got more`);
      if (statusCode < 200 || statusCode > 299) {
        return failed(`expected a status from 200 to 299 for ${what}, got ${statusCode}${shown(text)}`);
      }
      const value = read(parsed(text));
      return value === null
        ? failed(`expected ${wanted} in the answer to ${what}, got${shown(text) || ' nothing'}`)
        : { kind: 'ok', value };
    } catch (error) {
      const why = giveUp.signal.aborted ? `there was none within ${timeoutMs} ms` : clauseOf(error);
      return { kind: 'failed', reason: `expected an answer to ${what}, but ${why}`, isLost: true };
    } finally {
      cancel();
    }
  };
  return {
    upload: (csv) =>
      ask('POST', api.uploadPath, { text: csv, type: 'text/csv' }, `the dataset's id as ${api.datasetId}`, (answer) => {
        const datasetId = textAt(answer, api.datasetId);
        return datasetId === null ? null : { datasetId, rows: numberAt(answer, api.rows) };
      }),
    train: (datasetId) =>
      ask(
        'POST',
        api.trainPath.replaceAll('{dataset}', encodeURIComponent(datasetId)),
        api.trainBody === null ? null : { text: api.trainBody, type: 'application/json' },
        `the job's id as ${api.jobId}`,
        (answer) => textAt(answer, api.jobId),
      ),
    job: (jobId) =>
      ask(
        'GET',
        api.jobPath.replaceAll('{job}', encodeURIComponent(jobId)),
        null,
        `the job's state as ${api.state}`,
        (answer) => readJob(api, answer),
      ),
    close: () => agent.destroy(),
  };
}

function failed(reason: string): Asked<never> {
  return { kind: 'failed', reason, isLost: false };
}

/** The body as text, or null where it is over the bound; the rest of it is not read. */
async function readText(body: Dispatcher.ResponseData['body']): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > maxAnswerBytes) {
      body.destroy();
      return null;
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function shown(text: string): string {
  return text.trim() === '' ? '' : ` ${plainText(text.trim().replace(/\s+/g, ' '), 120)}`;
}

function clauseOf(error: unknown): string {
  return `the connection failed: ${plainText(messageOf(error), 200) || 'no reason was given'}`;
}
