/** No value of plimsoll's is nested so deep. */
const deepest = 64;
/** Shorter texts cannot be nested deep enough to matter. */
const longEnough = 4096;

/**
 * Text as JSON; null for anything else, and for what is nested so deep that reading it would take seconds, and walking
 * through it the stack.
 */
export function parseJson(text: unknown): unknown {
  if (typeof text !== 'string' || (text.length >= longEnough && mayBeDeep(text) && isDeep(text))) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether a text has so many brackets at all: most have few, and these are found much faster than the text is walked through. */
function mayBeDeep(text: string): boolean {
  let brackets = 0;
  for (const bracket of ['[', '{']) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      brackets++;
      if (brackets > deepest) return true;
    }
  }
  return false;
}

function isDeep(text: string): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) isText = !isText;
    else if (isText) at += code === 0x5c ? 1 : 0;
    else if (code === 0x5b || code === 0x7b) {
      depth++;
      if (depth > deepest) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}
