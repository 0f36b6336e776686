import type { ArrivalValues, ChangesWith, Value } from './arrival-values.js';
import type { Encode } from './encode.js';
import type { TemplatePart } from './template-text.js';

/** A template ready for the hot path: it only joins strings. */
export type Template = { readonly changesWith: ChangesWith; readonly render: (values: ArrivalValues) => string };

/** Makes a template of its parts. `lookUp` knows every name; `encodeAt` says how the part of that index is encoded. */
export function compileTemplate(
  parts: readonly TemplatePart[],
  lookUp: (name: string) => Value,
  encodeAt: (index: number) => Encode,
): Template {
  // Text before each slot; what is constant is text already.
  const before: string[] = [];
  const slots: (Value & { readonly encode: Encode })[] = [];
  let held = '';
  for (const [index, { kind, text }] of parts.entries()) {
    if (kind === 'text') {
      held += text;
      continue;
    }
    const value = lookUp(text);
    const encode = encodeAt(index);
    if (value.changesWith === 'nothing') {
      held += encode(value.of(noValues));
      continue;
    }
    before.push(held);
    slots.push({ ...value, encode });
    held = '';
  }
  const after = held;
  return {
    changesWith: mostOf(slots),
    render(values) {
      let text = '';
      for (let index = 0; index < slots.length; index++) {
        const slot = slots[index]!;
        text += before[index]! + slot.encode(slot.of(values));
      }
      return text + after;
    },
  };
}

/** With what a whole changes that is made of these. */
export function mostOf(parts: readonly { readonly changesWith: ChangesWith }[]): ChangesWith {
  if (parts.some(({ changesWith }) => changesWith === 'arrival')) return 'arrival';
  return parts.some(({ changesWith }) => changesWith === 'row') ? 'row' : 'nothing';
}

const noValues: ArrivalValues = { serial: 0, client: 0, row: 0, captured: [] };
