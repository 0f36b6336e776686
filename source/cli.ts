#!/usr/bin/env node
// The front door. It imports nothing of the house before Node's age is known and NODE_ENV is set: React picks its build
// when it is first loaded, and the development build costs twice the CPU and keeps a timeline entry for every render.
const needed = [22, 19] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  process.stderr.write(
    `plimsoll needs Node ${needed.join('.')} or newer, but this is Node ${process.versions.node}. ` +
      'In a checkout, `npm start` uses the Node 24 that `npm ci` brought; elsewhere, install a newer Node.\n',
  );
  process.exit(2);
}

process.env.NODE_ENV = 'production';
// Node 22 says that its SQLite is experimental, and would say so in the middle of a screen.
process.removeAllListeners('warning');
process.on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') process.stderr.write(`${warning.name}: ${warning.message}\n`);
});
const { enableCompileCache, registerHooks } = await import('node:module');
// In the cache folder of the user, since Node's own choice lies where others may write. Where that cannot be, everything is
// compiled at each start.
const cache = process.env.XDG_CACHE_HOME ?? (process.env.HOME === undefined ? null : `${process.env.HOME}/.cache`);
if (cache?.startsWith('/')) enableCompileCache(`${cache}/plimsoll`);
// Each module costs a third of a millisecond, most of it Node's search for where it is and what. An import by a path, of ours
// or of a package, names a file as it lies there. And Ink takes one function out of a package of four hundred modules, more
// than all others before the first frame together; of zod's fifty languages none but its own is ever asked for.
const own = new URL('.', import.meta.url).href;
const throttleAlone = new URL('./ui/throttle-alone.js', import.meta.url).href;
registerHooks({
  resolve(specifier, context, next) {
    const { conditions, parentURL = '' } = context;
    if (specifier.startsWith('.') && conditions.includes('import')) {
      const path =
        specifier === '../locales/index.js' && parentURL.includes('/zod/v4/') ? '../locales/en.js' : specifier;
      const url = new URL(path, parentURL).href;
      if (parentURL.startsWith(own)) return { url, format: 'module', shortCircuit: true };
      if (parentURL.includes('/node_modules/')) return { url, shortCircuit: true };
    }
    return specifier === 'es-toolkit/compat' && parentURL.endsWith('/ink/build/ink.js')
      ? { url: throttleAlone, shortCircuit: true }
      : next(specifier, context);
  },
});
const { main } = await import('./commands/main.js');
const code = await main(process.argv.slice(2));
// A pipe takes 64 KiB at once: what it has not taken would be lost.
const streams = [process.stdout, process.stderr];
await Promise.all(streams.map((stream) => new Promise((resolve) => stream.write('', resolve))));
process.exit(code);

export {};
