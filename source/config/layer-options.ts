import { commandNames, type Option } from './option.js';

/** These read no config, or write the files that it is made of. */
const withoutLayers: ReadonlySet<string> = new Set(['init', 'trust', 'secret', 'completion']);

const ofAll = {
  default: null,
  repeatable: false,
  path: null,
  commands: commandNames.filter((name) => !withoutLayers.has(name)),
} as const;

/** The options that say which layers of the config are read, part of the table of all. */
export const layerOptions = {
  environment: {
    ...ofAll,
    flag: 'env',
    kind: 'environment',
    help: 'Lay this one of the `environments` of the config files over them, such as staging.',
  },
  noProject: {
    ...ofAll,
    flag: 'no-project',
    kind: 'toggle',
    help: 'Do without the project file: plimsoll.json or plimsoll.jsonc here or in a folder above.',
  },
} as const satisfies Readonly<Record<string, Option>>;
