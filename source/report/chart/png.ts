import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { pictureFont } from './chart-style.js';

/** A font of one package that has every glyph of Latin, Greek and Cyrillic, in the two weights that charts use. */
const fontFiles = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'] as const;

/** Pictures of one unit of 1/96 inch are this many dots: 288 a inch, for print. */
const dotsPerUnit = 3;

/** Makes PNGs of SVG files. */
export type PngMaker = (svg: string) => Uint8Array;

/** Gets ready to make PNGs, which takes a third of a second: the renderer is WebAssembly, and its font is read. */
export async function createPngMaker(): Promise<PngMaker> {
  const { resolve } = createRequire(import.meta.url);
  const [wasm, ...fontBuffers] = await Promise.all([
    readFile(resolve('@resvg/resvg-wasm/index_bg.wasm')),
    ...fontFiles.map((file) => readFile(resolve(`@expo-google-fonts/inter/${file}`))),
  ]);
  started ??= initWasm(wasm);
  await started;
  return (svg) => {
    const renderer = new Resvg(svg, {
      fitTo: { mode: 'zoom', value: dotsPerUnit },
      font: { fontBuffers, defaultFontFamily: pictureFont, sansSerifFamily: pictureFont },
    });
    const image = renderer.render();
    try {
      return image.asPng();
    } finally {
      image.free();
      renderer.free();
    }
  };
}

/** The renderer may be started only once in a process. */
let started: Promise<void> | undefined;
