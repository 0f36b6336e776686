// A process that records until it is killed: argv holds the folder. Tells by IPC, once a second, how much it recorded.
import { createRecorder } from '../../source/record/session-file.js';
import { createSystemClock } from '../../source/time/clock.js';
import { head, note } from './helpers.js';

const clock = createSystemClock();
const recorder = createRecorder(process.argv[2]!, { ...head, id: 'killed' }, clock, (sentence) => {
  process.send?.({ problem: sentence });
});
let written = 0;
clock.every(5, () => recorder.sink(note(clock.nowMs(), String(written++))));
clock.every(1000, () => process.send?.({ written, file: recorder.file }));
