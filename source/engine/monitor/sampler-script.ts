/** What runs on a server to read it: `awk` reads every file itself, `sh` starts a program for each. */
export type SamplerEngine = 'awk' | 'sh';

/**
 * What changes slowly, as lines of sections. Runs on every system in its own shell, at login and every half minute. A dead
 * network mount hangs df for ever, so that it asks for local ones only and is killed after 3 s where there is a `timeout`.
 */
export const slowScript = `
T=''; command -v timeout >/dev/null 2>&1 && T='timeout -s KILL 3'
echo '@F uname'; uname -snrm
echo '@F os-release'; grep '^PRETTY_NAME=' /etc/os-release
if [ -d /proc/1 ]; then set -- /proc/[0-9]*; echo '@F processes'; echo $#
else echo '@F processes'; ps -axo pid= | wc -l; fi
echo '@F df'; $T df -P -k -l || $T df -P -k
echo '@F temperatures'
for h in /sys/class/hwmon/hwmon*; do
  n=''; [ -r "$h/name" ] && read -r n < "$h/name"
  for t in "$h"/temp*_input; do [ -r "$t" ] && read -r v < "$t" && echo "$v $n"; done
done
for z in /sys/class/thermal/thermal_zone*; do
  [ -r "$z/temp" ] && read -r v < "$z/temp" && n='' && read -r n < "$z/type" && echo "$v $n"
done
echo '@F nvidia'
command -v nvidia-smi >/dev/null 2>&1 && $T nvidia-smi --query-gpu=name,utilization.gpu,memory.used,memory.total,temperature.gpu --format=csv,noheader,nounits
echo '@F amdgpu'
for g in /sys/class/drm/card*/device; do
  [ -r "$g/gpu_busy_percent" ] || continue
  read -r b < "$g/gpu_busy_percent"; u=''; m=''
  [ -r "$g/mem_info_vram_used" ] && read -r u < "$g/mem_info_vram_used" && read -r m < "$g/mem_info_vram_total"
  echo "$b $u $m"
done
`;

/** The files of a Linux machine that each tick reads. One that is missing gives an empty section, which is "n/a". */
export const linuxFiles: readonly string[] = [
  '/proc/stat',
  '/proc/meminfo',
  '/proc/loadavg',
  '/proc/uptime',
  '/proc/diskstats',
  '/proc/net/dev',
  '/proc/pressure/cpu',
  '/proc/pressure/memory',
  '/proc/pressure/io',
];

/** The files that tell the limits of a container, by version of cgroups. Read only where they limit something. */
export const limitFiles = {
  v2: ['memory.max', 'memory.current', 'memory.stat', 'cpu.max', 'cpu.stat'].map((name) => `/sys/fs/cgroup/${name}`),
  v1: [
    'memory/memory.limit_in_bytes',
    'memory/memory.usage_in_bytes',
    'memory/memory.stat',
    'cpu/cpu.cfs_quota_us',
    'cpu/cpu.cfs_period_us',
    'cpuacct/cpuacct.usage',
  ].map((name) => `/sys/fs/cgroup/${name}`),
} as const;

/** One resident awk: every tick is a line in, a frame out, one write. Filters what the client would drop. */
const awkProgram = `
BEGIN { n = split(F, f, " "); m = split(N, w, " "); for (i = 1; i <= m; i++) net[w[i]] = 1
  print "@READY linux awk 1000"; fflush() }
{ t = $1; percore = ($2 ~ /c/); slow = ($2 ~ /s/); print "@S " t
  for (i = 1; i <= n; i++) { p = f[i]; print "@F " p
    while ((getline l < p) > 0) {
      if (i == 1) { if (l !~ /^(cpu|btime)/) continue; if (!percore && l ~ /^cpu[0-9]/) { cores[t]++; continue } }
      else if (i == 2) { if (l !~ /^(MemTotal|MemFree|MemAvailable|Buffers|Cached|SReclaimable|SwapTotal|SwapFree|SwapCached):/) continue }
      else if (i == 5) { if (l ~ / (loop|ram|zram|sr|fd|dm-|md)[0-9]/) continue }
      else if (i == 6) { k = index(l, ":"); if (k == 0) continue; d = substr(l, 1, k - 1); gsub(/ /, "", d)
        if (m > 0 ? !(d in net) : d ~ /^(lo|veth|docker|br-|virbr|cni|cali|flannel|tun|tap|ifb|dummy)/) continue }
      else if (p ~ /memory.stat$/) { if (l !~ /^(total_)?inactive_file /) continue }
      else if (p ~ /cpu.stat$/) { if (l !~ /^usage_usec /) continue }
      print l }
    close(p)
    if (i == 1 && !percore) { print "cores " cores[t]; delete cores[t] } }
  print "@END " t; fflush()
  if (slow) { print "@S " t " slow"; fflush(); system("{ " ENVIRON["PLIMSOLL_SLOW"] " } </dev/null 2>/dev/null"); print "@END " t " slow"; fflush() } }
`;

/**
 * The sampler, as a script for /bin/sh on its standard input. All of it is defined before the last line runs it: shells
 * that read a script line by line must not find more of it where the ticks come. It says `@READY` and then answers each
 * tick, a line `NUMBER [FLAGS]`, with a frame; flag `c` wants every core, `s` wants a slow frame as well. It ends when
 * its input ends, and leaves nothing behind.
 */
export function samplerScript(engine: SamplerEngine): string {
  return `LC_ALL=C; PATH="$PATH:/usr/bin:/bin:/usr/sbin:/sbin"; export LC_ALL PATH
PLIMSOLL_ENGINE=${engine}
PLIMSOLL_SLOW='${quoted(slowScript)}'
export PLIMSOLL_SLOW
AWK='${quoted(awkProgram)}'
slow() { case "$2" in *s*) echo "@S $1 slow"; (eval "$PLIMSOLL_SLOW") </dev/null 2>/dev/null; echo "@END $1 slow";; esac; }
section() { echo "@F $1"; shift; "$@" 2>/dev/null; }
linux() {
  F='${linuxFiles.join(' ')}'
  l=''; q=''
  if [ -r ${limitFiles.v2[0]} ]; then
    read -r l < ${limitFiles.v2[0]}; read -r q < ${limitFiles.v2[3]}
    case "$l $q" in 'max max'*) ;; *) F="$F ${limitFiles.v2.join(' ')}";; esac
  elif [ -r ${limitFiles.v1[0]} ]; then
    read -r l < ${limitFiles.v1[0]}; [ -r ${limitFiles.v1[3]} ] && read -r q < ${limitFiles.v1[3]}
    if [ \${#l} -lt 19 ] || [ "\${q:--1}" != -1 ]; then F="$F ${limitFiles.v1.join(' ')}"; fi
  fi
  N=''
  for d in /sys/class/net/*/device; do [ -e "$d" ] && d=\${d%/device} && N="$N \${d##*/}"; done
  a=''
  if [ "$PLIMSOLL_ENGINE" = awk ]; then
    case "$(awk -W version </dev/null 2>&1)" in
      mawk*) a='awk -W interactive' ;;
      *) command -v awk >/dev/null 2>&1 && a='awk' ;;
    esac
  fi
  [ -n "$a" ] && exec $a -v "F=$F" -v "N=$N" "$AWK"
  echo '@READY linux sh 1000'
  while read -r t x; do
    echo "@S $t"
    for p in $F; do
      case "$p" in
        /proc/stat) section "$p" grep -E '^(cpu|btime)' "$p" ;;
        *) section "$p" cat "$p" ;;
      esac
    done
    echo "@END $t"
    slow "$t" "$x"
  done
}
darwin() {
  echo '@READY darwin sh 2000'
  while read -r t x; do
    echo "@S $t"
    section clock zsh -c 'zmodload zsh/datetime && echo $EPOCHREALTIME'
    section sysctl sysctl hw.memsize hw.pagesize hw.ncpu vm.swapusage vm.loadavg kern.boottime
    section vm_stat vm_stat
    section netstat netstat -ibn
    section iostat iostat -n 0 -c 2 -w 1
    echo "@END $t"
    slow "$t" "$x"
  done
}
freebsd() {
  echo '@READY freebsd sh 1000'
  while read -r t x; do
    echo "@S $t"
    section sysctl sysctl kern.cp_time kern.cp_times kern.clockrate kern.boottime hw.physmem hw.pagesize hw.ncpu vm.loadavg vm.stats.vm.v_free_count vm.stats.vm.v_inactive_count vm.stats.vm.v_cache_count
    section swapinfo swapinfo -k
    section netstat netstat -ibn
    section iostat iostat -xI
    echo "@END $t"
    slow "$t" "$x"
  done
}
plimsoll() {
  case "$(uname -s)" in
    Linux) linux ;;
    Darwin) darwin ;;
    FreeBSD) freebsd ;;
    *) echo "@NO $(uname -s)" ;;
  esac
}
plimsoll
`;
}

/** A text within single quotes of a shell. */
function quoted(text: string): string {
  return text.replaceAll("'", `'\\''`);
}
