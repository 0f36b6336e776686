import { Box, Text, useApp, useInput, usePaste } from 'ink';
import { memo, type ReactNode, useRef, useState } from 'react';
import type { RunCommand } from '../model/run.js';
import type { Store } from '../store/store.js';
import type { Clock } from '../time/clock.js';
import type { Look } from './canvas.js';
import { initialScreen, press, type ScreenState } from './keys/press.js';
import { strokesOf } from './keys/strokes.js';
import { composeScreen, panesOf } from './screen.js';
import { useFrame } from './use-frame.js';
import type { ScreenSize } from './viewer.js';

/** What the screen needs of its session. */
export type AppProps = {
  readonly store: Store;
  /** The session's clock: `nowMs` counts from the session's start, like every event's `atMs`. */
  readonly clock: Clock;
  readonly send: (command: RunCommand) => void;
  /** Asked for once by q (and y), ctrl-c: ends the session and unmounts. */
  readonly quit: () => void;
  /** Whether the session is being recorded right now; asked once a frame. */
  readonly isRecording?: () => boolean;
  /** Stops the program and comes back when it goes on (ctrl-z); without it ctrl-z does nothing. */
  readonly suspend?: () => Promise<void>;
  /** Store changes drawn a second, at most. Keys are drawn at once. */
  readonly framesPerSecond?: number;
};

/** The whole screen of one viewer: exactly `size` cells, never more. */
export function App(props: AppProps & { readonly size: ScreenSize; readonly look: Look }): ReactNode {
  const { store, clock, size, look } = props;
  const [screen, setScreen] = useState<ScreenState>(initialScreen);
  // Strokes that arrive together each see what the one before did, before React has drawn it.
  const latest = useRef(screen);
  const frame = useFrame(store, clock, props.framesPerSecond ?? 4, screen.frozen);
  const { suspendTerminal } = useApp();

  const stroke = (name: string): void => {
    const view = store.getState();
    const pressed = press(latest.current, name, {
      runState: view.run.state,
      hasLoad: view.head?.kind !== 'monitor',
      hasPlan: view.head?.kind === 'run',
      ratePerSecond: view.rate?.perSecond ?? null,
      isHeld: view.rate?.isHeld ?? false,
      panes: panesOf(view),
      answerAtMs: view.answer?.atMs ?? null,
      nowMs: clock.nowMs(),
    });
    latest.current = pressed.screen;
    setScreen(pressed.screen);
    for (const effect of pressed.effects) {
      if (effect.kind === 'send') props.send(effect.command);
      else if (effect.kind === 'quit') props.quit();
      else if (props.suspend !== undefined) void suspendTerminal(props.suspend);
    }
  };
  useInput((input, key) => {
    for (const name of strokesOf(input, key)) stroke(name);
  });
  // Text pasted by mistake must not start or stop load: it comes here and goes no further.
  usePaste(() => {});

  const blocks = composeScreen({
    view: frame.view,
    nowMs: frame.nowMs,
    screen,
    size,
    look,
    isRecording: props.isRecording?.() ?? false,
  });
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      {blocks.map(({ key, columns }) => (
        <Box key={key} flexDirection="row" flexShrink={0}>
          {columns.map((column) => (
            <Box key={column.key} flexDirection="column" width={column.width} flexShrink={0}>
              {column.texts.map(({ key: textKey, text }) => (
                <Block key={textKey} text={text} />
              ))}
            </Box>
          ))}
        </Box>
      ))}
    </Box>
  );
}

/** One painted rectangle: lines of exactly the column's width, drawn as one text. */
const Block = memo(({ text }: { readonly text: string }) => <Text wrap="truncate">{text}</Text>);
