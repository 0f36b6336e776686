/** How wide a text is at 12 units, about: figures and letters of a sans serif. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[\u1100-\u{3ffff}]/u.test(character) ? 12 : /[ilI.,:;|' ]/.test(character) ? 3.6 : 6.9;
  return width;
}

/** A text cut to a width at 12 units, with a mark where something is missing. */
export function fitted(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join('')}…`) > width) characters.pop();
  return `${characters.join('')}…`;
}
