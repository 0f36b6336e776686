// A process that records, and kills itself before it has ended its record: argv holds the folder, an id and how many notes.
import { createRecorder } from '../../source/record/session-file.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { head, note } from './helpers.js';

const [, , folder = '', id = '', notes] = process.argv;
const clock = createVirtualClock(Date.parse(head.startedAt));
const recorder = createRecorder(folder, { ...head, id }, clock, (sentence) => {
  throw new Error(sentence);
});
for (let at = 1; at <= Number(notes); at++) recorder.sink(note(at));
clock.advance(1000);
process.kill(process.pid, 'SIGKILL');
