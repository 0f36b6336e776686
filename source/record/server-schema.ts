import { z } from 'zod';
import type { SecretRef } from '../model/secret-ref.js';
import { amount, count, text } from './schema-parts.js';

const number = amount.nullable();
const counted = count.nullable();

/** Where a secret is, never the secret: what stands in for a variable is left out. */
const secretRef: z.ZodType<SecretRef> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('env'), name: text }),
  z.object({ kind: z.literal('file'), path: text }),
  z.object({ kind: z.literal('credential'), name: text }),
  z.object({ kind: z.literal('command'), argv: z.array(text), timeoutMs: amount }),
  z.object({ kind: z.literal('sealed'), text }),
]);

const authRef = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bearer'), secret: secretRef }),
  z.object({ kind: z.literal('basic'), user: text, secret: secretRef }),
]);

/** What is recorded of servers. */
export const serverSpec = z.object({
  name: text,
  address: text,
  via: z
    .discriminatedUnion('kind', [
      z.object({
        kind: z.literal('ssh'),
        transport: z.enum(['ssh2', 'ssh']),
        host: text,
        port: number,
        user: text.nullable(),
        identityFile: text.nullable(),
        knownHostsFile: text.nullable(),
        sshConfigFile: text.nullable(),
      }),
      z.object({
        kind: z.literal('prometheus'),
        url: text,
        instance: text,
        auth: authRef.optional(),
        ca: text.optional(),
        insecure: z.literal(true).optional(),
      }),
    ])
    .optional(),
  group: text.optional(),
});

export const serverSample = z.object({
  server: text,
  cpuPercent: number,
  cores: number,
  memoryUsedBytes: number,
  memoryTotalBytes: number,
  load1: number,
  rttMs: number,
  detail: z
    .object({
      userPercent: number,
      systemPercent: number,
      stealPercent: number,
      ioWaitPercent: number,
      corePercents: z.array(number).nullable(),
      load5: number,
      load15: number,
      swapUsedBytes: number,
      swapTotalBytes: number,
      diskReadBytesPerSecond: number,
      diskWriteBytesPerSecond: number,
      diskBusyPercent: number,
      networkInBytesPerSecond: number,
      networkOutBytesPerSecond: number,
      pressure: z.object({ cpuPercent: number, memoryPercent: number, ioPercent: number }),
      uptimeSeconds: number,
      lossRatio: number,
    })
    .optional(),
  counted: z
    .object({
      elapsedUs: counted,
      userTicks: counted,
      systemTicks: counted,
      idleTicks: counted,
      ioWaitTicks: counted,
      stealTicks: counted,
      diskReadBytes: counted,
      diskWrittenBytes: counted,
      diskBusyMs: counted,
      networkInBytes: counted,
      networkOutBytes: counted,
      cpuWaitedUs: counted,
      memoryWaitedUs: counted,
      ioWaitedUs: counted,
      containerCpuUs: counted,
      coreTicks: z.array(z.object({ busy: count, total: count }).nullable()).nullable(),
    })
    .optional(),
});

export const serverState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('connecting') }),
  z.object({ kind: z.literal('live') }),
  z.object({ kind: z.literal('stale'), missed: count }),
  z.object({ kind: z.literal('down'), reason: text, retryAtMs: amount.optional() }),
  z.object({ kind: z.literal('refused'), reason: text }),
]);

export const serverFacts = z.object({
  hostName: text.nullable(),
  platform: text.nullable(),
  kernel: text.nullable(),
  architecture: text.nullable(),
  cores: number,
  memoryTotalBytes: number,
  sampler: text,
  processes: number,
  filesystems: z.array(z.object({ mount: text, usedBytes: amount, totalBytes: amount })),
  temperatures: z.array(z.object({ name: text, celsius: amount })),
  gpus: z.array(
    z.object({ name: text, busyPercent: number, memoryUsedBytes: number, memoryTotalBytes: number, celsius: number }),
  ),
  limits: z.object({ cpuCores: number, memoryBytes: number }).nullable(),
});
