import { bytesText, shareText } from '../../model/quantity-text.js';
import type { ServerRow } from '../../store/selectors/servers.js';
import { widthOf } from '../text/cells.js';
import { type Line, span } from '../text/line.js';

/** All that is known of a server beside its headline, as lines of at most so many cells; what it lacks is "n/a". */
export function detailLines(server: ServerRow, width: number): readonly Line[] {
  const { detail, facts } = server;
  const parts: string[] = [];
  const add = (label: string, text: string): void => {
    parts.push(`${label} ${text}`);
  };
  if (facts !== null) {
    const system = [facts.platform, facts.kernel, facts.architecture].filter((text) => text !== null).join(' ');
    if (system !== '') parts.push(system);
    if (facts.processes !== null) parts.push(`${facts.processes} processes`);
    if (facts.limits !== null) parts.push('container');
  }
  if (detail !== null) {
    add('up', spanText(detail.uptimeSeconds));
    add('user', percent(detail.userPercent));
    add('system', percent(detail.systemPercent));
    add('steal', percent(detail.stealPercent));
    add('wait', percent(detail.ioWaitPercent));
    add('load', loadText(server));
    add('swap', ofText(detail.swapUsedBytes, detail.swapTotalBytes));
    add('read', rate(detail.diskReadBytesPerSecond));
    add('write', rate(detail.diskWriteBytesPerSecond));
    add('busy', percent(detail.diskBusyPercent));
    add('in', rate(detail.networkInBytesPerSecond));
    add('out', rate(detail.networkOutBytesPerSecond));
    const { cpuPercent, memoryPercent, ioPercent } = detail.pressure;
    parts.push(`pressure cpu ${percent(cpuPercent)} ram ${percent(memoryPercent)} io ${percent(ioPercent)}`);
  }
  if (facts !== null) {
    const fullest = [...facts.filesystems].sort((a, b) => b.usedBytes / b.totalBytes - a.usedBytes / a.totalBytes)[0];
    if (fullest !== undefined) add(fullest.mount, `${shareText(fullest.usedBytes / fullest.totalBytes)} full`);
    const hottest = facts.temperatures.reduce((most, { celsius }) => Math.max(most, celsius), Number.NEGATIVE_INFINITY);
    if (Number.isFinite(hottest)) parts.push(`${Math.round(hottest)} °C`);
    for (const gpu of facts.gpus.slice(0, 4)) add(gpu.name, percent(gpu.busyPercent));
  }
  const cores = detail?.corePercents ?? null;
  if (cores !== null) add('cores', cores.map((core) => (core === null ? '-' : String(Math.round(core)))).join(' '));
  return wrapped(parts, width);
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
