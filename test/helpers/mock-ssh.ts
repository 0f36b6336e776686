import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { type AuthContext, type ServerChannel, default as ssh2 } from 'ssh2';

/** What a mock of an SSH server does; what is absent it does as a good one would. */
export type MockBehaviour = {
  /** Decides about each try to log in; by default everybody is let in. */
  readonly authenticate?: (context: AuthContext) => void;
  /** Takes the place of the shell that every command gets. */
  readonly run?: (channel: ServerChannel) => void;
};

/** A server of SSH on loopback with these faults, which no real sshd has. Gives its port; it goes with the test. */
export async function startMockSsh(
  context: TestContext,
  hostKeyFile: string,
  { authenticate = (attempt) => attempt.accept(), run = runShell }: MockBehaviour,
): Promise<{ readonly port: number; readonly logins: () => number; readonly dropAll: () => void }> {
  let logins = 0;
  const connections = new Set<{ end: () => void }>();
  const server = new ssh2.Server({ hostKeys: [readFileSync(hostKeyFile)] }, (client) => {
    connections.add(client);
    client.on('error', () => {});
    client.on('close', () => connections.delete(client));
    client.on('authentication', authenticate);
    client.on('ready', () => {
      logins += 1;
    });
    client.on('session', (accept) => {
      const session = accept();
      session.on('exec', (acceptExec) => run(acceptExec()));
      session.on('sftp', (_accept, reject) => reject());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dropAll = (): void => {
    for (const connection of connections) connection.end();
  };
  context.after(() => {
    dropAll();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, logins: () => logins, dropAll };
}

function runShell(channel: ServerChannel): void {
  const shell = spawn('/bin/sh', { stdio: ['pipe', 'pipe', 'ignore'] });
  shell.stdin.on('error', () => {});
  channel.on('error', () => {});
  channel.pipe(shell.stdin);
  shell.stdout.pipe(channel);
  channel.on('close', () => shell.kill());
}

/** A shell that takes any script, greets as a sampler, and answers each tick as told. */
export function sampler(answer: (tick: string, channel: ServerChannel) => void): (channel: ServerChannel) => void {
  return (channel) => {
    let input = '';
    let isUp = false;
    channel.on('error', () => {});
    channel.on('data', (chunk: Buffer) => {
      input += chunk.toString();
      if (!isUp && input.endsWith('plimsoll\n')) {
        isUp = true;
        input = '';
        channel.write('@READY linux awk 1000\n');
        return;
      }
      for (const match of isUp ? input.matchAll(/^(\d+)(?: \w+)?\n/gm) : []) answer(match[1]!, channel);
      if (isUp) input = '';
    });
  };
}

/** A whole answer to a tick, of a machine at rest. */
export function frameOf(tick: string): string {
  const seconds = 100 + Number(tick);
  return `@S ${tick}\n@F /proc/stat\ncpu  10 0 0 ${seconds * 100} 0 0 0 0 0 0\ncores 4\n@F /proc/meminfo\nMemTotal: 100 kB\nMemFree: 40 kB\nMemAvailable: 60 kB\n@F /proc/uptime\n${seconds}.00 1\n@END ${tick}\n`;
}
