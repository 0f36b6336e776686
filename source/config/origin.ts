/** Where a value of the config was said: a file of one of the places, the command line's URL, or a variable. */
export type Origin = {
  readonly kind: 'system' | 'user' | 'project' | 'file' | 'argument' | 'variable';
  /** Path of the file, name of the variable, or the URL. */
  readonly name: string;
  /** Which of the file's `environments` said it; null: the file itself. */
  readonly environment: string | null;
};

const words: { readonly [kind in Origin['kind']]: string } = {
  system: 'system file',
  user: 'user file',
  project: 'project file',
  file: 'file',
  argument: 'argument',
  variable: 'variable',
};

/** An origin in words, as `config show --origin` and problems say it. Its name is from outside and not yet safe to print. */
export function originText({ kind, name, environment }: Origin): string {
  return `${words[kind]} ${name}${environment === null ? '' : `, environment ${environment}`}`;
}
