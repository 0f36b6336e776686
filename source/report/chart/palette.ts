/** Every colour of a report by its name: on light paper, and on a dark screen. */
export const palette = {
  paper: ['#ffffff', '#0f1720'],
  panel: ['#f6f8fa', '#16202b'],
  ink: ['#14202b', '#e6edf3'],
  muted: ['#566573', '#93a4b3'],
  faint: ['#dfe5ea', '#2a3744'],
  accent: ['#0a5f9e', '#5fb2ec'],
  good: ['#14734a', '#4cc38a'],
  warning: ['#a65300', '#f0a84a'],
  critical: ['#b3261e', '#ff7b72'],
  'good-paper': ['#e7f5ee', '#12291f'],
  'warning-paper': ['#fdf1e2', '#2e2312'],
  'critical-paper': ['#fceceb', '#331917'],
  band: ['#cfe4f5', '#173a57'],
  p50: ['#2b9a86', '#58cdb6'],
  p90: ['#3f8ccb', '#6cb6f5'],
  p99: ['#24408e', '#b3c3ff'],
  p999: ['#b04a91', '#ee8fd1'],
  spread: ['#c5dcef', '#1f4566'],
  heat1: ['#e3eef7', '#12283c'],
  heat2: ['#c3dbee', '#15395a'],
  heat3: ['#98c3e2', '#184f7c'],
  heat4: ['#66a5d2', '#1f6da8'],
  heat5: ['#3c85bd', '#3f95cf'],
  heat6: ['#2066a1', '#78bde8'],
  heat7: ['#10487c', '#b5def5'],
  heat8: ['#082c54', '#eaf7ff'],
  series1: ['#0a5f9e', '#5fb2ec'],
  series2: ['#c46210', '#f0a84a'],
  series3: ['#2b9a86', '#58cdb6'],
  series4: ['#8a4fa8', '#cf9be8'],
  series5: ['#8a7500', '#d9c24a'],
  series6: ['#b3423f', '#ff9a93'],
} as const satisfies Readonly<Record<string, readonly [light: string, dark: string]>>;

export type ColourName = keyof typeof palette;

export const colourNames = Object.keys(palette) as readonly ColourName[];

/** How many steps a heatmap has, and how many series can be told apart. */
export const heatSteps = 8;
export const seriesColours = 6;
