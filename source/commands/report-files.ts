import { statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../config/make-folder.js';
import { messageOf } from '../model/error.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { plainText } from '../model/plain-text.js';
import { type Document, reportFormats } from '../report/report-format.js';
import { endingOf } from './file-ending.js';
import type { Io } from './io.js';
import { writeWhole } from './lost-stream.js';
import { refuse } from './refuse.js';
import { writeFile } from './write-file.js';

/** A document and the name that its file has where the user gives none. */
export type Named = Document & { readonly name: string };

/**
 * Writes documents where they are wanted: `-` is stdout, a folder (one that exists, or a path with a slash at its end) gets a
 * file for each, any other path is the one file. Null: text goes to stdout, pages and pictures become files here. What was
 * written is told on stderr; what could not be is a sentence there, and the exit code of bad usage.
 */
export async function giveDocuments(documents: readonly Named[], file: string | null, io: Io): Promise<ExitCode> {
  const [first] = documents;
  if (first === undefined) return exitCodes.usage;
  if (documents.length > 1 && file !== null && isOneFile(file)) {
    const message = `expected a folder for ${documents.length} files, got ${plainText(file, 4096)}`;
    return refuse([{ path: '--output', message, hint: 'add a slash to its path, or name one chart or table' }], io);
  }
  const isText = typeof first.content === 'string' && !first.name.endsWith('.html');
  if (file === '-' || (file === null && isText && documents.length === 1)) {
    if (documents.length > 1) {
      const some = documents.slice(0, 3).map(({ part }) => part);
      io.stderr.write(
        `plimsoll: --output: expected a folder for ${documents.length} files (${some.join(', ')}, ...), got -: add a slash to a path, or name one of them\n`,
      );
      return exitCodes.usage;
    }
    return toStdout(first, io);
  }
  try {
    const folder = folderOf(documents, file);
    for (const document of documents) {
      const path = folder === null ? (file ?? document.name) : join(folder, document.name);
      writeFile(path, document.content);
      io.stderr.write(`plimsoll: wrote ${plainText(path, 4096)}\n`);
    }
    return exitCodes.met;
  } catch (error) {
    io.stderr.write(
      `plimsoll: --output: expected a place that can be written, got ${plainText(messageOf(error), 400)}\n`,
    );
    return exitCodes.usage;
  }
}

async function toStdout({ content }: Named, io: Io): Promise<ExitCode> {
  const failed =
    typeof content === 'string'
      ? await writeWhole(io.stdout, content)
      : await new Promise<Error | null>((resolve) => {
          io.stdout.write(content, (error) => resolve(error ?? null));
        });
  if (failed === null) return exitCodes.met;
  io.stderr.write(`plimsoll: the report could not be written: ${failed.message}\n`);
  return exitCodes.usage;
}

/** Whether a path is that of a file by its name, and no folder that is there. */
function isOneFile(file: string): boolean {
  const ending = endingOf(file);
  return reportFormats.some((format) => format === ending);
}

/** The folder that documents go into, made when missing; null where there is one file with a path of its own. */
function folderOf(documents: readonly Named[], file: string | null): string | null {
  if (file === null) return documents.length > 1 ? made('plimsoll-report') : null;
  if (/[/\\]$/.test(file) || statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) return made(file);
  return documents.length > 1 ? made(file) : null;
}

function made(folder: string): string {
  makeFolder(folder);
  return folder;
}
