// A process whose disk is full soon: its shell limits the size of its files. Prints what the recorder told.
import { createRecorder } from '../../source/record/session-file.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { head, note } from './helpers.js';

const clock = createVirtualClock();
const problems: string[] = [];
const recorder = createRecorder(process.argv[2]!, { ...head, id: 'full' }, clock, (sentence) =>
  problems.push(sentence),
);
for (let at = 0; at < 200; at++) {
  recorder.sink(note(at, 'x'.repeat(10_000)));
  clock.advance(1000);
}
recorder.close();
process.stdout.write(JSON.stringify({ problems, file: recorder.file }));
