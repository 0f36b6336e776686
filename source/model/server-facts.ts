/** What changes slowly or never: read at each login and every half minute, told when it changed. */
export type ServerFacts = {
  readonly hostName: string | null;
  /** As the system names itself: `Debian GNU/Linux 12 (bookworm)`, `Darwin`, `FreeBSD`. */
  readonly platform: string | null;
  readonly kernel: string | null;
  readonly architecture: string | null;
  readonly cores: number | null;
  readonly memoryTotalBytes: number | null;
  /** What runs on the server to read it: `awk`, `sh`, `systeminformation`, `prometheus`. */
  readonly sampler: string;
  readonly processes: number | null;
  readonly filesystems: readonly Filesystem[];
  readonly temperatures: readonly { readonly name: string; readonly celsius: number }[];
  readonly gpus: readonly Gpu[];
  /** Limits of the container that the server is; null outside of one. CPU and memory are told against them. */
  readonly limits: ContainerLimits | null;
};

export type Filesystem = { readonly mount: string; readonly usedBytes: number; readonly totalBytes: number };

export type Gpu = {
  readonly name: string;
  readonly busyPercent: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly celsius: number | null;
};

export type ContainerLimits = { readonly cpuCores: number | null; readonly memoryBytes: number | null };
