import type { exitCodes } from '../model/exit-code.js';

/** What each exit code means, for the reference and the manual page. */
export const exitMeanings: { readonly [name in keyof typeof exitCodes]: string } = {
  met: 'The objectives were met; for `discover` and `bench`, every load line that was looked for was found; for `jobs`, every job was done; for `monitor`, something was seen.',
  missed: 'An objective was missed; for `discover`, even at the lowest rate.',
  usage:
    'Bad usage or config, or a target that may not be loaded: nothing was sent. Or an answer, or the record of the session, could not be written whole.',
  unmeasured: 'It could not be measured: unreachable, limited by the generator, or not valid.',
  interrupted: 'Interrupted before the end.',
};
