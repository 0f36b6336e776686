import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { commandDefault } from './command-defaults.js';
import { exitMeanings } from './exit-meanings.js';
import { type CommandName, commandNames } from './option.js';
import { type OptionName, optionNames, optionOf } from './options.js';
import { placeholders } from './placeholders.js';

/** docs/reference.md but its keys: every option as flag and config key, and the exit codes, from the tables that the program runs on. */
export function referenceMarkdown(): string {
  return [
    '# Reference',
    '',
    'This file is made from the tables of options and keys by `npm run generate`; a test compares them.',
    '',
    'A flag and a config key of the same name mean the same, and take the same values. Flags win over the config file; a list',
    'replaces the list below it. A config file is JSON in which comments and trailing commas are allowed; its schema is',
    '[config/plimsoll.schema.json](../config/plimsoll.schema.json). Unknown flags and keys are refused.',
    '',
    '## Values',
    '',
    '| Value | Forms |',
    '| --- | --- |',
    '| rate | `20` and `5/s` are per second; `1200/min`; `3600/h` |',
    '| duration | `500ms`, `30s`, `5m`, `1h` |',
    '| objective | `p50`, `p90`, `p99`, `p999` or `mean` `< N ms`; `errors < N%`; `cpu < N%` (any server); of one request of a mix `p99(NAME) < N ms`, `errors(NAME) < N%` |',
    '| spike | `100..1000@10s+5s`: 100/s, but 1000/s from 10 s on for 5 s; in a file also `{"base": 100, "peak": 1000, "at": "10s", "length": "5s"}` |',
    '| sine | `200~100/60s`: 200/s, 100/s more and less within every 60 s, rising first; in a file also `{"mean": 200, "amplitude": 100, "period": "60s"}` |',
    '| profile | path of a CSV file, `seconds,rate` a line, from 0 seconds on; the rate is linear between two lines, and two lines at one second are a jump. A path in a config file begins where that file lies |',
    '| health | `/path` of the target, asked with its header fields, or a URL |',
    '| stop rule | `errors > N% [for TIME]`, and `p50`, `p90`, `p99`, `p999` or `mean` `> N ms [for TIME]`: of all that ended in the last TIME (1 s without one) together; `cpu > N% [for TIME]` (any server) and `in-flight > N [for TIME]`: all through TIME, at once without one; `count >= N` measured arrivals and `duration >= TIME` since load began, pauses and holds included |',
    `| secret | \`\${NAME}\`: a variable of the environment, or \`file:PATH\`, read right before load. A secret itself is refused, and none gets into sessions, answers or messages |`,
    '| level | a whole number: how heavy the work of one request is. `fibonacci` asks for `/fibonacci/LEVEL`, `bubble-sort` for `/bubble-sort?n=SIZE` with a size of 2^level, both behind the path of the target |',
    '| key | a character such as `f` or `!`, `ctrl-` and a letter, `f1` to `f12`, or `space`, `tab`, `shift-tab`, `enter`, `escape`, `backspace`, `home`, `end`, `page-up`, `page-down`, `left`, `right`, `up`, `down` and these four with `shift-`. One or a list of them for the name of an action, as under Keys; `[]` leaves an action to the palette |',
    '| rate typed after `=` | `900`, `1200/min`; `+50` and `-50` a second more and less; `+10%` and `-10%` of the whole plan |',
    '',
    'A run that `count` or `duration` ends has what it was made for, and is judged like any other. Any other stop rule and every',
    'trip-wire ends it as `tripped`: sending stops at once, the reason stands in the log and in `endedBecause`, and the exit code',
    'is 1. A search has trip-wires of its own.',
    '',
    'A rate typed without a percent sign, and `H`, hold the rate where the plan would move it: the plan stands still, and `H` lets',
    'it go on from there. A plan of one constant rate just goes on at the new one.',
    '',
    ...commandNames.flatMap((command) => [
      `## plimsoll ${command}`,
      '',
      '| Flag | Config key | Default | Meaning |',
      '| --- | --- | --- | --- |',
      ...optionNames.filter((name) => optionOf(name).commands.includes(command)).map((name) => row(command, name)),
      '',
    ]),
    '## Lists of the config file',
    '',
    '| Key | Entry |',
    '| --- | --- |',
    '| `servers` | `{"name": "here", "address": "local"}`, `{"name": "api-1", "address": "ssh://deploy@api-1.example.org:22"}`, `{"name": "db", "address": "db-[1-4]"}` (names of your SSH config, as the group `db`), `{"name": "web-1", "address": "prometheus+http://127.0.0.1:9090", "instance": "web-1:9100"}`; for SSH also `identityFile`, `knownHostsFile`, `sshConfigFile`, and `transport`: `ssh2` or `ssh`; for a Prometheus also `auth` as of `target.auth`, `ca` and `insecure`; [servers](servers.md) says more |',
    '| `streams` | `{"name": "api-1 metrics", "url": "ws://127.0.0.1:9001/metrics", "server": "here"}`; `server` may be left out, and [streams](streams.md) says what may be added |',
    '| `jobs.api` | `{"trainPath": "/v1/models/{dataset}/fit", "state": "status.phase", "done": "Succeeded"}`: what differs from the built-in target; [jobs](jobs.md) names every key |',
    '| `requests` | `{"name": "order", "weight": 3, "method": "POST", "path": "/orders/{{id}}", "headers": {...}, "body": "...", "host": "api", "ok": "200..299"}`; all may be left out. With `steps` in place of these: `{"name": "buy", "steps": [{"name": "login", "path": "/login", "capture": {"token": "json:/token"}}, ...]}` |',
    '| `hosts` | `{"name": "api", "url": "https://api.example.org/v1", "connections": 20, "allow": "api.example.org", "headers": {...}, "auth": {...}, "ca": "ca.pem", "insecure": false}`; all but name and URL may be left out |',
    `| \`target.auth\` | \`{"bearer": "\${API_TOKEN}"}\` or \`{"basic": {"user": "me", "password": "\${API_PASSWORD}"}}\` |`,
    '| `feeder` | `"users.csv"`, or `{"file": "users.csv", "order": "in-turn"}`; `random` takes any row for each arrival |',
    '',
    '## Values in requests',
    '',
    '`{{name}}` in a path, a header value or a body stands for a value of the arrival: a column of the feeder, `{{level}}`,',
    '`{{size}}` (2^level), `{{arrival}}` (a number counted over the whole load), `{{client}}`, or what an earlier step captured. A',
    'value can never be more than a value: in a path it is percent-encoded, in a JSON body it is the inside of a string, or a',
    'whole value where it stands without quotes, in a form it is one field, and a header value loses its control characters. A',
    'path that is one name alone, such as `{{location}}`, is a path of its own. Two braces that are text are written `{{{{`.',
    '',
    'A feeder is CSV with the names of its columns in the first line, or a JSON list of flat objects; at most 100 MiB and 1,000,000',
    'rows. Rows are dealt to arrivals in turn, over all threads. Paths of files in a config file begin where that file lies.',
    '',
    '## Workloads of your own',
    '',
    'A module whose default export is a workload makes the requests by code: `plimsoll run URL --workload ./checkout.mjs --level 3`.',
    'It has a `name`, a `smallestLevel` (the least that makes sense, 0 where levels mean nothing), perhaps a `largestLevel`, and',
    'one of two functions:',
    '`request(level, context)` gives one request for each arrival, or `steps({ level, row, arrival, client, ask })` sends as',
    'many as it likes by `await ask(step, { method, path, headers, body, host, ok })`; it ends badly when it returns false or',
    'throws. The names of its steps stand in `stepNames`. Rates and `offered` count arrivals, however many requests each sends; the counts by name tell those. Paths are behind the path of the URL. `plimsoll/workload` exports `defineWorkload`, which gives a workload its type; a',
    'plain object does as well. A part of the config may be its own: [extensions](configuration.md#extensions). An example is',
    '[config/workloads/checkout.mjs](../config/workloads/checkout.mjs).',
    '',
    '## Exit codes',
    '',
    '| Code | Meaning |',
    '| --- | --- |',
    ...exitNames().map((name): string => `| ${exitCodes[name] satisfies ExitCode} | ${exitMeanings[name]} |`),
    '',
  ].join('\n');
}

function row(command: CommandName, name: OptionName): string {
  const option = optionOf(name);
  const standard = commandDefault(command, name) ?? option.default;
  const flag =
    option.flag === null
      ? ''
      : code(`--${option.flag}${placeholders[option.kind] === null ? '' : ` ${placeholders[option.kind]}`}`);
  const key = option.path === null ? '' : code(option.path.join('.'));
  const help = `${option.help}${option.repeatable ? ' The flag may be given several times.' : ''}`;
  return `| ${flag} | ${key} | ${standard === null ? '' : code(standard)} | ${help} |`;
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function exitNames(): readonly (keyof typeof exitCodes)[] {
  return Object.keys(exitMeanings) as (keyof typeof exitCodes)[];
}
