/** What Ink takes of es-toolkit/compat, and nothing else of it: `cli.ts` puts this in that package's place. */
export { default as throttle } from 'es-toolkit/compat/throttle';
