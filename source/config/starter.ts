/** What a first config is made of, each as a user would write it and checked already. */
export type StarterParts = {
  readonly target: string | null;
  /** Host of the target where it must be named before load is sent to it; null on loopback. */
  readonly allow: string | null;
  readonly servers: readonly string[];
  readonly streams: readonly string[];
  readonly objectives: readonly string[];
  /** Highest rate ever sent, such as `500/s`; null: none is named. */
  readonly maxRate: string | null;
};

/**
 * The text of a first config: JSON with comments, two blanks deep. Values stand in it as JSON and never in a comment, so that
 * nothing in them can end one.
 */
export function starterText({ target, allow, servers, streams, objectives, maxRate }: StarterParts): string {
  const json = (value: unknown): string => JSON.stringify(value);
  const fields = (entry: Readonly<Record<string, string>>): string =>
    Object.entries(entry)
      .map(([name, value]) => `${json(name)}: ${json(value)}`)
      .join(', ');
  const list = (entries: readonly Readonly<Record<string, string>>[]): string =>
    entries.map((entry) => `    { ${fields(entry)} },\n`).join('');
  const named = (address: string, index: number) => ({
    name: address === 'local' ? 'here' : `server-${index + 1}`,
    address,
  });
  const parts = [
    '{\n  // Written by plimsoll init; plimsoll check tries all that is named here, without load.\n',
    target === null
      ? '  // What load is sent to: "target": { "url": "http://127.0.0.1:8080/" },\n'
      : `  // What load is sent to.\n  "target": {\n    "url": ${json(target)},\n${
          allow === null
            ? ''
            : `    // Load goes to no host but loopback that is not named here.\n    "allow": ${json([allow])},\n`
        }  },\n`,
    '  // What is watched meanwhile: local, ssh://user@host:22, or a name of your SSH config, with nothing installed there.\n',
    servers.length === 0 ? '  "servers": [],\n' : `  "servers": [\n${list(servers.map(named))}  ],\n`,
    '  // WebSocket streams of numbers, such as { "name": "api metrics", "url": "ws://127.0.0.1:9001/metrics" }.\n',
    streams.length === 0
      ? '  "streams": [],\n'
      : `  "streams": [\n${list(streams.map((url, index) => ({ name: `stream-${index + 1}`, url })))}  ],\n`,
    '  // What must hold: percentiles of the response time, errors, and CPU of any server.\n',
    `  "objectives": [${objectives.map(json).join(', ')}],\n`,
    '  // How plimsoll run sends load: also "ramp", "steps", "spike", "sine" or a recorded "profile" in place of "rate".\n',
    '  "load": {\n    "rate": "20/s",\n    "duration": "30s",\n  },\n',
    maxRate === null
      ? '  // No rate above this is ever sent: "discovery": { "max-rate": "1000/s" },\n'
      : `  // No rate above this is ever sent.\n  "discovery": {\n    "max-rate": ${json(maxRate)},\n  },\n`,
    '  // What differs elsewhere, chosen by --env staging.\n',
    '  "environments": {\n    "staging": {},\n  },\n}\n',
  ];
  return parts.join('');
}
