import type { Problem } from '../model/problem.js';
import type { RatePoint } from '../model/rate-points.js';
import type { Shape } from '../model/shape.js';
import { type OptionName, optionOf } from './options.js';
import type { Reading } from './reading.js';
import type { Layer, Layers, Settings } from './settings.js';
import { shapeNames } from './shape-options.js';

/** The points of a recorded profile, or all that is wrong with them; null where no profile was read. */
export type ProfileReading = Reading<readonly RatePoint[]> | null;

/** Where an option stands, as a problem names it: the flag where one was given, else the key. */
export type Where = (name: OptionName) => string;

/** The load's shape is one choice: the topmost layer that names any shape decides, whichever it is. */
function shapeLayer({ command, file, flags }: Layers): Layer {
  return [flags, file, command].find((layer) => shapeNames.some((name) => layer[name] !== undefined)) ?? {};
}

/** The path of the profile that the load runs along; null where it has another shape. */
export function profilePath(layers: Layers): string | null {
  return shapeLayer(layers).profile ?? null;
}

/** How long to measure: as long as a profile is, where nobody says otherwise. */
export function measureMs(settings: Settings, layers: Layers, profile: ProfileReading): number {
  const isNamed = [layers.command, layers.file, layers.flags].some((layer) => layer.duration !== undefined);
  if (isNamed || profilePath(layers) === null || profile?.kind !== 'ok') return settings.duration;
  return profile.value.at(-1)?.atMs ?? settings.duration;
}

/** The shape of a load that is measured for `lengthMs`. */
export function loadShape(settings: Settings, layers: Layers, profile: ProfileReading, lengthMs: number): Shape {
  const { ramp, steps, spike, sine } = shapeLayer(layers);
  const played = { fromMs: 0, lengthMs };
  if (profile?.kind === 'ok') return { kind: 'profile', points: profile.value, ...played };
  if (ramp !== undefined) return { kind: 'ramp', ...ramp };
  if (steps !== undefined) return { kind: 'steps', levelsPerSecond: steps };
  if (spike !== undefined) return { kind: 'spike', ...spike, ...played };
  if (sine !== undefined) return { kind: 'sine', ...sine, ...played };
  return { kind: 'constant', perSecond: settings.rate };
}

/** What is wrong with the shape: several at once, a profile that is none, a spike that does not fit in its phase. */
export function shapeProblems(
  layers: Layers,
  profile: ProfileReading,
  lengthMs: number,
  where: Where,
): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [layer, named] of [
    [layers.file, (name: OptionName) => optionOf(name).path?.join('.') ?? name],
    [layers.flags, (name: OptionName) => `--${optionOf(name).flag}`],
  ] as const) {
    const given = shapeNames.filter((name) => layer[name] !== undefined);
    for (const name of given.slice(1)) {
      problems.push({
        path: named(name),
        message: `expected one of ${shapeNames.join(', ').replace(/, ([^,]*)$/, ' and $1')}, got ${given.join(' and ')}`,
        hint: 'keep the one that is meant',
      });
    }
  }
  if (profilePath(layers) !== null && profile?.kind !== 'ok') {
    const faults = profile?.faults ?? [{ path: [], message: 'expected a profile, got none that was read', hint: null }];
    for (const { path, message, hint } of faults) {
      const line = path.length === 0 ? '' : `, line ${path.join('.')}`;
      problems.push({ path: `${where('profile')}${line}`, message, hint });
    }
  }
  const { spike } = shapeLayer(layers);
  if (spike !== undefined && spike.endMs > lengthMs) {
    problems.push({
      path: where('spike'),
      message: `expected a spike that ends within the ${lengthMs / 1000} s of the load, got its end at ${spike.endMs / 1000} s`,
      hint: 'measure longer, or let it begin earlier',
    });
  }
  return problems;
}
