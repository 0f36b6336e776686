/** A moment as the clocks of a zone show it, as ISO 8601 with their offset: `2026-11-22T02:30:00+01:00`. Wall clock, ms since 1970. */
export function zonedIso(wallMs: number, zone: string): string {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const { value = 'GMT' } = format.formatToParts(wallMs).find(({ type }) => type === 'timeZoneName') ?? {};
  const [, sign = '+', hours = '00', minutes = '00'] = /^GMT([+-])(\d\d):(\d\d)/.exec(value) ?? [];
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  return `${new Date(wallMs + offsetMs).toISOString().slice(0, 19)}${sign}${hours}:${minutes}`;
}
