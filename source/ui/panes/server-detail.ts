import { bytesText, millisecondsText, shareText } from '../../model/quantity-text.js';
import type { ContainerLimits, Filesystem, Gpu } from '../../model/server-facts.js';
import type { ServerRow } from '../../store/selectors/servers.js';
import type { Glyphs } from '../glyphs.js';
import { severityStyle } from '../state-words.js';
import { widthOf } from '../text/cells.js';
import { type Line, span } from '../text/line.js';
import { wrapWords } from '../text/wrap.js';

/** What is known of a server beside its headline, as lines of at most so many cells; what it lacks is "n/a". */
export function detailLines(server: ServerRow, width: number): readonly Line[] {
  const { detail, facts } = server;
  const parts = [...systemParts(server), ...readingParts(server)];
  if (facts !== null) {
    const fullest = facts.filesystems.toSorted((a, b) => fillOf(b) - fillOf(a))[0];
    if (fullest !== undefined) parts.push(`${fullest.mount} ${shareText(fillOf(fullest))} full`);
    const hottest = facts.temperatures.reduce((most, { celsius }) => Math.max(most, celsius), Number.NEGATIVE_INFINITY);
    if (Number.isFinite(hottest)) parts.push(degrees(hottest));
    for (const gpu of facts.gpus.slice(0, 4)) parts.push(`${gpu.name} ${percent(gpu.busyPercent)}`);
  }
  const cores = detail?.corePercents ?? null;
  if (cores !== null) parts.push(`cores ${cores.map(coreText).join(' ')}`);
  return wrapped(parts, width);
}

/**
 * All that is known of one server: why it is not live in full, every disk, sensor, GPU and core, what it may use where it is
 * a container, and what reads it. What it lacks is "n/a".
 */
export function wholeLines(server: ServerRow, width: number, glyphs: Glyphs): readonly Line[] {
  const { detail, facts, reason } = server;
  const why = reason === null ? [] : wrapWords(reason, width - 2, 6, glyphs.ellipsis);
  const lost = detail?.lossRatio ?? null;
  const about =
    facts === null
      ? []
      : [
          ...(facts.hostName === null ? [] : [`host ${facts.hostName}`]),
          `read by ${facts.sampler}`,
          ...(facts.limits === null ? [] : [limitsText(facts.limits)]),
        ];
  const ping = server.rttMs === null ? [] : [`ssh ping ${millisecondsText(server.rttMs)}`];
  const loss = lost === null ? [] : [`lost ${shareText(lost)} of the last minute`];
  const disks = (facts?.filesystems ?? []).map(
    (disk) => `${disk.mount} ${shareText(fillOf(disk))} of ${bytesText(disk.totalBytes)}`,
  );
  const sensors = (facts?.temperatures ?? []).map(({ name, celsius }) => `${name} ${degrees(celsius)}`);
  const isTold = facts !== null;
  return [
    ...why.map((text): Line => [span(`  ${text}`, severityStyle[server.severity])]),
    ...wrapped([...systemParts(server), ...about], width),
    ...wrapped([...readingParts(server), ...ping, ...loss], width),
    ...wrapped(isTold && disks.length === 0 ? [`disk fill ${missing}`] : disks, width),
    ...wrapped(isTold && sensors.length === 0 ? [`temperatures ${missing}`] : sensors, width),
    ...wrapped((facts?.gpus ?? []).map(gpuText), width),
    ...coreLines(detail?.corePercents ?? null, width, glyphs),
  ];
}

function systemParts({ facts }: ServerRow): string[] {
  if (facts === null) return [];
  const system = [facts.platform, facts.kernel, facts.architecture].filter((text) => text !== null).join(' ');
  return [
    ...(system === '' ? [] : [system]),
    `${facts.processes ?? missing} processes`,
    ...(facts.limits === null ? [] : ['container']),
  ];
}

function readingParts(server: ServerRow): string[] {
  const { detail } = server;
  if (detail === null) return [];
  const { cpuPercent, memoryPercent, ioPercent } = detail.pressure;
  return [
    `up ${spanText(detail.uptimeSeconds)}`,
    `user ${percent(detail.userPercent)}`,
    `system ${percent(detail.systemPercent)}`,
    `steal ${percent(detail.stealPercent)}`,
    `wait ${percent(detail.ioWaitPercent)}`,
    `load ${loadText(server)}`,
    `swap ${ofText(detail.swapUsedBytes, detail.swapTotalBytes)}`,
    `read ${rate(detail.diskReadBytesPerSecond)}`,
    `write ${rate(detail.diskWriteBytesPerSecond)}`,
    `busy ${percent(detail.diskBusyPercent)}`,
    `in ${rate(detail.networkInBytesPerSecond)}`,
    `out ${rate(detail.networkOutBytesPerSecond)}`,
    `pressure cpu ${percent(cpuPercent)} ram ${percent(memoryPercent)} io ${percent(ioPercent)}`,
  ];
}

/** Cores of which each has room for a number. Of more of them each is a bar of one cell, in the order of the kernel. */
const mostNumbers = 16;

function coreLines(cores: readonly (number | null)[] | null, width: number, glyphs: Glyphs): readonly Line[] {
  if (cores === null) return [];
  if (cores.length <= mostNumbers) return wrapped([`cores ${cores.map(coreText).join(' ')}`], width);
  const room = Math.max(8, width - 12);
  const lines: Line[] = [];
  for (let from = 0; from < cores.length; from += room) {
    const bars = cores.slice(from, from + room).map((core) => levelOf(core, glyphs));
    lines.push([span(`  ${`cores ${from}`.padEnd(10)}`, 'muted'), span(bars.join(''), 'accent')]);
  }
  return lines;
}

/** A core at rest has no bar, and one that is not known a dash. */
function levelOf(percentBusy: number | null, { levels }: Glyphs): string {
  if (percentBusy === null) return '-';
  return levels[Math.min(levels.length, Math.ceil((percentBusy / 100) * levels.length)) - 1] ?? ' ';
}

function coreText(percentBusy: number | null): string {
  return percentBusy === null ? '-' : String(Math.round(percentBusy));
}

function fillOf({ usedBytes, totalBytes }: Filesystem): number {
  return usedBytes / totalBytes;
}

function limitsText({ cpuCores, memoryBytes }: ContainerLimits): string {
  const cores = cpuCores === null ? 'no limit of cores' : `${Math.round(cpuCores * 100) / 100} cores`;
  return `may use ${cores}, ${memoryBytes === null ? 'no limit of memory' : bytesText(memoryBytes)}`;
}

function gpuText({ name, busyPercent, memoryUsedBytes, memoryTotalBytes, celsius }: Gpu): string {
  const memory = ofText(memoryUsedBytes, memoryTotalBytes);
  return `${name} ${percent(busyPercent)} memory ${memory} ${celsius === null ? missing : degrees(celsius)}`;
}

function degrees(celsius: number): string {
  return `${Math.round(celsius)} °C`;
}

/** Parts in lines, two cells between them and two before; a part that is wider than a line is cut where it is drawn. */
function wrapped(parts: readonly string[], width: number): readonly Line[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + 2 + widthOf(part) <= width) lines[lines.length - 1] = `${last}  ${part}`;
    else lines.push(`  ${part}`);
  }
  return lines.map((text) => [span(text, 'muted')]);
}

const missing = 'n/a';

function percent(value: number | null): string {
  return value === null ? missing : `${Math.round(value)}%`;
}

function rate(bytesPerSecond: number | null): string {
  return bytesPerSecond === null ? missing : `${bytesText(bytesPerSecond)}/s`;
}

function ofText(used: number | null, total: number | null): string {
  if (used === null || total === null) return missing;
  return total === 0 ? 'none' : `${bytesText(used)} of ${bytesText(total)}`;
}

function loadText({ load1, detail }: ServerRow): string {
  const text = (value: number | null | undefined): string => (value == null ? missing : value.toFixed(1));
  return `${text(load1)} ${text(detail?.load5)} ${text(detail?.load15)}`;
}

function spanText(seconds: number | null): string {
  if (seconds === null) return missing;
  const days = Math.floor(seconds / 86_400);
  if (days > 0) return `${days} d`;
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `${hours} h` : `${Math.floor(seconds / 60)} min`;
}
