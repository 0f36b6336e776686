import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type exportFormats, exportTables } from '../../../source/config/record-kinds.js';
import type { SessionEvent } from '../../../source/model/events.js';
import { readSession } from '../../../source/record/read-session.js';
import { type DataFormat, exportData, exportNeeds } from '../../../source/report/export/export-session.js';
import { writeFirstVersion } from '../../record/first-version.js';
import { withFolder } from '../../record/helpers.js';
import { record } from '../../replay/helpers/recorded.js';
import { scriptedHead } from '../../store/helpers/scripted-session.js';
import { bytesOf, exportedEvents } from './helpers.js';

const formats: { readonly [Format in (typeof exportFormats)[number] as Exclude<Format, 'asciicast'>]: true } = {
  ndjson: true,
  csv: true,
  parquet: true,
  hlog: true,
  openmetrics: true,
};

test('what an export reads of a session is all that it is made of, in every format and table', () =>
  withFolder((folder) => {
    const [file, first] = [record(folder, scriptedHead, exportedEvents()), `${folder}/first.sqlite`];
    writeFirstVersion(first, scriptedHead, exportedEvents());
    for (const path of [file, first]) {
      const session = readSession(path);
      if (session.kind !== 'ok') assert.fail(session.reason);
      for (const format of Object.keys(formats) as readonly DataFormat[]) {
        for (const table of exportTables) {
          const needs = exportNeeds(format, table);
          if (needs === null) continue;
          const some: readonly SessionEvent[] = [...session.eventsOfKinds(needs.kinds, needs.without)];
          assert.ok(some.length < [...session.events()].length);
          assert.deepEqual(
            bytesOf(exportData(format, table, some, session.summary, 'test')),
            bytesOf(exportData(format, table, session.events(), session.summary, 'test')),
            `${format} ${table}`,
          );
        }
      }
      session.close();
    }
  }));
