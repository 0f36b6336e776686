/** What only a person can answer. Texts that a server chose are already safe to print. */
export type Question =
  | { readonly kind: 'host-key'; readonly host: string; readonly keyType: string; readonly fingerprint: string }
  | { readonly kind: 'passphrase'; readonly file: string; readonly isRepeated: boolean }
  | { readonly kind: 'prompt'; readonly host: string; readonly text: string; readonly isSecret: boolean };

/**
 * Asks a person. Null is no answer; `yes` is the one that takes a host key. A question whose `signal` is aborted is taken
 * back: nobody waits for its answer any more.
 */
export type Ask = (question: Question, signal?: AbortSignal) => Promise<string | null>;

/** The same, one question at a time: the next one waits until this one is answered. */
export function oneAtATime(ask: Ask): Ask {
  let last: Promise<unknown> = Promise.resolve();
  return (question, signal) => {
    const answer = last.then(() => (signal?.aborted === true ? null : ask(question, signal)));
    last = answer.catch(() => null);
    return answer;
  };
}
