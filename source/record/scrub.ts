import { notKept } from '../config/without-secrets.js';

/**
 * A shorter text, or a plain word, may be anybody's, and a part of what an event says of itself: it is taken out only where it was
 * written as a secret.
 */
const shortest = 6;
const plainWord = /^[A-Z]?[a-z/ _-]*$/;

/** Takes the texts of secrets out of JSON, wherever somebody repeated one: a reason, a URL, an answer. */
export function createScrub(secrets: readonly string[]): (json: string) => string {
  const written = secrets
    .filter((secret) => secret.length >= shortest && !plainWord.test(secret))
    // As they stand inside of a JSON text. The longest first: one may hold another.
    .map((secret) => JSON.stringify(secret).slice(1, -1))
    .sort((a, b) => b.length - a.length);
  return (json) => written.reduce((text, secret) => text.replaceAll(secret, notKept), json);
}
