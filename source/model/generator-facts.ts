/** The machine that a session was measured from. No name of it: a record may be handed on. */
export type GeneratorFacts = {
  readonly node: string;
  readonly system: string;
  readonly release: string;
  readonly architecture: string;
  readonly cpuModel: string | null;
  readonly cores: number;
  readonly memoryBytes: number;
};
