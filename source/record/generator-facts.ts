import { availableParallelism, cpus, release, type as systemName, totalmem } from 'node:os';
import type { GeneratorFacts } from '../model/generator-facts.js';

/** This machine, as the record of a session tells it. */
export function readGeneratorFacts(): GeneratorFacts {
  return {
    node: process.version,
    system: systemName(),
    release: release(),
    architecture: process.arch,
    cpuModel: cpus()[0]?.model.trim() ?? null,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
  };
}
