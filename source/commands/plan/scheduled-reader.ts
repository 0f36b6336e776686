import type { Settings } from '../../config/settings.js';
import type { Io } from '../io.js';
import { readPlainFile } from '../read-plain-file.js';
import { programSurroundings } from '../surroundings.js';
import type { PlanFile } from './read-plan-file.js';
import type { StepReader } from './step-command.js';
import { stepFlags } from './step-flags.js';

/** What the steps of a plan that is begun by the clock are read with: nobody is there to be asked. */
export function scheduledReader({ file, folder, plan }: PlanFile, settings: Settings, env: Io['env']): StepReader {
  return {
    plan,
    file,
    folder,
    around: programSurroundings(env),
    readFile: readPlainFile,
    flags: stepFlags(settings),
    allowed: new Set(settings.allow ?? []),
  };
}
