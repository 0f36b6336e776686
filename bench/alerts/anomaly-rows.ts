import { anomalyScore, heldAnomaly } from '../../source/engine/alert/anomaly.js';
import { createRandom, type Random } from '../../source/time/random.js';

const daySeconds = 86_400;
const windowMs = 300_000;
const allowedAlarms = 0.5;
const wantedShare = 0.95;
const shiftPoints = 20;
const withinSeconds = 15;

/** CPU use of a synthetic server, second by second: autoregressive noise around a level, and short spikes. */
type Family = {
  readonly name: string;
  readonly level: number;
  /** Standard deviation of the noise, in points, and how much of it is left after a second. */
  readonly spread: number;
  readonly memory: number;
  /** Spikes a day, 1 to 5 s long and 20 to 50 points high. */
  readonly spikes: number;
  /** Points of a wave with a period of an hour. */
  readonly wave: number;
};

const families: readonly Family[] = [
  { name: 'AR(1) noise, short spikes', level: 35, spread: 3, memory: 0.5, spikes: 200, wave: 0 },
  { name: 'AR(1) noise with more memory', level: 35, spread: 3, memory: 0.8, spikes: 200, wave: 0 },
  { name: 'wide noise', level: 40, spread: 4, memory: 0.5, spikes: 200, wave: 0 },
  { name: 'nearly idle', level: 2, spread: 0.3, memory: 0.5, spikes: 200, wave: 0 },
  { name: 'an hourly wave of 10 points', level: 40, spread: 3, memory: 0.5, spikes: 200, wave: 10 },
];

/** False alarms a server and day, and how many shifts of 20 points are found in 15 s, for each family. */
export function anomalyRows(days: number, shifts: number, seed: number): readonly string[] {
  const rows = families.map((family, index) => {
    const random = createRandom(seed + index);
    const perDay = falseAlarms(family, Math.round(days * daySeconds), random) / days;
    const found = shiftsFound(family, shifts, random);
    const isMet = perDay <= allowedAlarms && found.share >= wantedShare;
    return `  ${family.name.padEnd(30)} ${perDay.toFixed(2).padStart(8)} ${`${(100 * found.share).toFixed(1)} %`.padStart(9)} ${`${found.medianSeconds} s`.padStart(7)}  ${isMet ? 'met' : 'MISSED'}`;
  });
  return [
    `anomaly(): ${days} server-days and ${shifts} shifts of ${shiftPoints} points a family`,
    `  asked: at most ${allowedAlarms} false alarms a server and day, ${100 * wantedShare} % found in ${withinSeconds} s`,
    `  ${'family'.padEnd(30)} ${'alarms'.padStart(8)} ${'found'.padStart(9)} ${'delay'.padStart(7)}`,
    ...rows,
  ];
}

/** A detector of one series: given a reading a second, it says whether an anomaly is under way. */
function detector(): (value: number) => boolean {
  let value = Number.NaN;
  const score = anomalyScore(() => value, windowMs, 1);
  const held = heldAnomaly((row) => score.column.values[row]!);
  return (given) => {
    value = given;
    score.update(0, 1);
    held.update(0, 1);
    return held.column.values[0] === 1;
  };
}

function falseAlarms(family: Family, seconds: number, random: Random): number {
  const next = seriesOf(family, random);
  const detect = detector();
  let alarms = 0;
  let was = false;
  for (let second = 0; second < seconds; second++) {
    const is = detect(next(second));
    if (is && !was) alarms += 1;
    was = is;
  }
  return alarms;
}

function shiftsFound(
  family: Family,
  shifts: number,
  random: Random,
): { readonly share: number; readonly medianSeconds: number } {
  const delays: number[] = [];
  for (let shift = 0; shift < shifts; shift++) {
    const next = seriesOf(family, random);
    const detect = detector();
    const from = Math.floor(random() * 3600);
    let wasBefore = false;
    for (let second = 0; second < 400; second++) wasBefore = detect(next(from + second));
    if (wasBefore) continue;
    let delay = Number.POSITIVE_INFINITY;
    for (let second = 0; second < 60 && delay === Number.POSITIVE_INFINITY; second++) {
      if (detect(next(from + 400 + second) + shiftPoints)) delay = second;
    }
    delays.push(delay);
  }
  delays.sort((a, b) => a - b);
  const inTime = delays.filter((delay) => delay <= withinSeconds).length;
  return { share: inTime / delays.length, medianSeconds: delays[delays.length >> 1] ?? Number.NaN };
}

function seriesOf(family: Family, random: Random): (second: number) => number {
  const { level, spread, memory, spikes, wave } = family;
  let noise = 0;
  let spikeLeft = 0;
  let spikeHeight = 0;
  return (second) => {
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    noise = memory * noise + spread * Math.sqrt(1 - memory * memory) * normal;
    if (spikeLeft > 0) spikeLeft -= 1;
    else if (random() < spikes / daySeconds) {
      spikeLeft = 1 + Math.floor(5 * random());
      spikeHeight = 20 + 30 * random();
    }
    const base = level + wave * Math.sin((2 * Math.PI * second) / 3600);
    return Math.min(100, Math.max(0, base + noise + (spikeLeft > 0 ? spikeHeight : 0)));
  };
}
