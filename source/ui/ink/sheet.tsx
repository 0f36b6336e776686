import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import type { Look } from '../canvas.js';
import { type Line, renderLine, span } from '../text/line.js';

/** One column of a sheet: a title of its own, and lines. */
export type SheetColumn = { readonly title: string; readonly width: number; readonly lines: readonly Line[] };

/** Something that lies over the panes: help, palette, a question of an engine. Sizes in cells, border included. */
export type SheetView = {
  readonly row: number;
  readonly column: number;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** At the right of the title: what closes it. */
  readonly note: string;
  /** Above the columns, over the whole width. */
  readonly head: readonly Line[];
  readonly columns: readonly SheetColumn[];
  /** Lines that there is no room for: they are scrolled to. */
  readonly hidden?: number;
  readonly look: Look;
};

/** A bordered box with a title, a head and columns side by side, laid out by Ink. */
export function Sheet({ view }: { readonly view: SheetView }): ReactElement {
  const { look, width, height } = view;
  const { border } = look.glyphs;
  const inner = Math.max(0, width - 4);
  const painted = (line: Line, cells: number): string => renderLine(line, cells, look.theme);
  // Ink's own colours are those of the process, not those of this viewer.
  const edge = (glyph: string): string => look.theme.paint('focus', glyph);
  const rule = edge(border.horizontal.repeat(inner));
  return (
    <Box
      width={width}
      height={height}
      overflow="hidden"
      flexDirection="column"
      paddingX={1}
      borderStyle={{
        topLeft: edge(border.topLeft),
        top: edge(border.horizontal),
        topRight: edge(border.topRight),
        left: edge(border.vertical),
        right: edge(border.vertical),
        bottomLeft: edge(border.bottomLeft),
        bottom: edge(border.horizontal),
        bottomRight: edge(border.bottomRight),
      }}
    >
      <Box justifyContent="space-between" flexShrink={0} height={1}>
        <Text>{look.theme.paint('focus', view.title)}</Text>
        <Text>{look.theme.paint('muted', view.note)}</Text>
      </Box>
      {view.head.map((line, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no names of their own.
        <Text key={row} wrap="truncate">
          {painted(line, inner)}
        </Text>
      ))}
      <Text wrap="truncate">{rule}</Text>
      <Box gap={2} overflow="hidden" flexGrow={1}>
        {view.columns.map((column) => (
          <Box key={column.title} flexDirection="column" width={column.width} flexShrink={0}>
            {column.title !== '' && (
              <Text wrap="truncate">{painted([span(column.title, 'strong')], column.width)}</Text>
            )}
            <Text wrap="truncate">{column.lines.map((line) => painted(line, column.width)).join('\n')}</Text>
          </Box>
        ))}
      </Box>
    </Box>
  );
}
