/** Characters that a terminal would obey, or that turn or hide text: JSON lets most of them stand. */
const unprintable = /[\p{Control}\p{Format}\p{Line_Separator}\p{Paragraph_Separator}\p{Private_Use}]/gu;

/** A value as JSON in one line, every unprintable character escaped: the same value, safe to look at. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(unprintable, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
