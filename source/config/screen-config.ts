import type { ScreenConfig } from './config.js';
import type { Settings } from './settings.js';

/** How a screen is to look. */
export function screenOf(settings: Settings): ScreenConfig {
  return {
    theme: settings.theme,
    glyphs: settings.glyphs,
    colours: settings.color,
    preset: settings.preset,
    panes: settings.panes ?? [],
    keys: settings.keys ?? {},
    isMouseOn: settings.mouse === true,
    framesPerSecond: settings.fps,
    isReadOnly: settings.readOnly === true,
    isPlain: settings.plain === true,
  };
}
