/** 0.0231 as "2.3 %". */
export function ratioInWords(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(2))} %`;
}

/** 5210 as "5,210". */
export function countInWords(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** Arrivals per second as "1,240/s"; below 100 with up to 2 decimals. */
export function rateInWords(perSecond: number): string {
  return `${perSecond.toLocaleString('en-US', { maximumFractionDigits: perSecond < 100 ? 2 : 0 })}/s`;
}

/** Milliseconds as "12.3 ms". */
export function msInWords(ms: number): string {
  return `${Number(ms.toPrecision(3))} ms`;
}
