import { z } from 'zod';
import { hasUnprintable } from '../model/plain-text.js';
import { text } from './leaf.js';

const path = (wanted: string) =>
  text(wanted, (given) => given.startsWith('/') && given.length <= 500 && !hasUnprintable(given) && !/\s/.test(given));
const place = text('a dotted path such as data.id', (given) => {
  return given.length <= 200 && given.split('.').every((key) => key !== '' && !hasUnprintable(key));
});
const word = text('a word of 1 to 40 characters', (given) => given !== '' && given.length <= 40);

const withId = (name: 'dataset' | 'job') =>
  text(
    `a path with {${name}} in it, such as /${name}s/{${name}}`,
    (given) => given.startsWith('/') && given.includes(`{${name}}`) && given.length <= 500 && !/\s/.test(given),
  );

/** How a target takes dataset jobs, as files say it: what differs from the built-in target's. */
export const jobApi = z.strictObject({
  uploadPath: path('a path such as /datasets').optional().describe('POST of the CSV text. Default: `/datasets`.'),
  trainPath: withId('dataset').optional().describe('POST that begins a job. Default: `/datasets/{dataset}/train`.'),
  trainBody: text('text of at most 64 KiB', (given) => given.length <= 65_536)
    .optional()
    .describe('Body of that, as JSON. Default: none.'),
  jobPath: withId('job').optional().describe('GET of a job. Default: `/jobs/{job}`.'),
  datasetId: place.optional().describe("Where the dataset's id is in the answer to an upload. Default: `id`."),
  rows: place.optional().describe('Where the number of rows read is in it. Default: `rows`.'),
  jobId: place.optional().describe("Where the job's id is in the answer to the order to train. Default: `jobId`."),
  id: place.optional().describe("Where a job's id is in the job. Default: `id`."),
  state: place.optional().describe('Where its state is. Default: `state`.'),
  progress: place.optional().describe('Where its progress is, 0 to 1. Default: `progress`.'),
  accuracy: place.optional().describe('Where its accuracy is. Default: `accuracy`.'),
  reason: place.optional().describe('Where it says why it failed. Default: `error`.'),
  done: word.optional().describe('The state that means done. Default: `done`.'),
  failed: word.optional().describe('The state that means failed. Default: `failed`.'),
  streamJob: place.optional().describe('Where the job is in a message of a stream. Default: `job`.'),
  streamPath: z
    .union([z.literal('none'), path('a path such as /metrics')])
    .optional()
    .describe(
      'WebSocket path of the target, followed where no streams are named; `none` for none. Default: `/metrics`.',
    ),
});

export type JobApiEntry = z.output<typeof jobApi>;
