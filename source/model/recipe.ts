/** How a session can be made again, as it is recorded: secrets left out. */
export type Recipe = {
  /** Name of the command. */
  readonly command: string;
  /** What a config file cannot hold, as words of the command line. */
  readonly flags: readonly string[];
  /**
   * What files, variables and flags said together, as one config file would that lies where plimsoll was started; null for a
   * command that takes none.
   */
  readonly config: object | null;
};
