import ssh2, { type BaseAgent, type ParsedKey } from 'ssh2';

/** Keys of an agent that are tried at most: servers hang up after six tries of any kind. */
const mostKeys = 4;

/**
 * The agent behind a socket, showing only the keys worth a try: those of `preferred` (public halves) first, and no other
 * where `isOnly`. `count` learns how many it showed. A class, because ssh2 tells an agent by its class.
 */
export function chosenAgent(
  socket: string,
  preferred: readonly Buffer[],
  isOnly: boolean,
  count: (shown: number) => void,
): BaseAgent {
  return new ChosenAgent(socket, preferred, isOnly, count);
}

class ChosenAgent extends ssh2.BaseAgent<ParsedKey> {
  readonly #agent: BaseAgent;
  readonly #preferred: readonly Buffer[];
  readonly #isOnly: boolean;
  readonly #count: (shown: number) => void;

  constructor(socket: string, preferred: readonly Buffer[], isOnly: boolean, count: (shown: number) => void) {
    super();
    this.#agent = ssh2.createAgent(socket);
    this.#preferred = preferred;
    this.#isOnly = isOnly;
    this.#count = count;
  }

  override getIdentities(call: (error: Error | undefined, keys?: ParsedKey[]) => void): void {
    this.#agent.getIdentities((error: Error | null | undefined, given?: unknown) => {
      if (error || !Array.isArray(given)) {
        call(error ?? new Error('the agent gave no keys'));
        return;
      }
      const keys = given.flatMap((raw): ParsedKey[] => {
        const key: unknown = ssh2.utils.parseKey(raw as Buffer);
        return key instanceof Error ? [] : [key as ParsedKey];
      });
      const rank = (key: ParsedKey): number => {
        const at = this.#preferred.findIndex((half) => half.equals(key.getPublicSSH()));
        return at < 0 ? this.#preferred.length : at;
      };
      const chosen = keys
        .filter((key) => !this.#isOnly || rank(key) < this.#preferred.length)
        .sort((a, b) => rank(a) - rank(b))
        .slice(0, mostKeys);
      this.#count(chosen.length);
      call(undefined, chosen);
    });
  }

  // Overloaded in the base: options may be left out.
  override sign(...given: unknown[]): void {
    (this.#agent.sign as (...args: unknown[]) => void).apply(this.#agent, given);
  }
}
