import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emulatorProgram, end, freePorts, untilReady, withoutOurSettings } from '../fixtures/server';

/** Starts `vestibule-emulator`; the workers, which start after it, trust its authority. */
export default async function start(): Promise<() => Promise<void>> {
  const data = await mkdtemp(join(tmpdir(), 'vestibule-foreign-'));
  const [port, tls] = await freePorts(2);
  const options = ['--addr', `127.0.0.1:${port}`, '--tls-addr', `127.0.0.1:${tls}`, '--data-dir', data];
  const emulator = spawn(emulatorProgram(), options, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: withoutOurSettings(),
  });
  const stop = async () => {
    await end(emulator);
    await rm(data, { recursive: true, force: true });
  };
  try {
    await untilReady(`http://127.0.0.1:${port}/_emulator/clock`, emulator);
  } catch (error) {
    await stop();
    throw error;
  }
  process.env.FOREIGN_ORIGIN = `https://localhost:${tls}`;
  process.env.FOREIGN_DATA = data;
  process.env.NODE_EXTRA_CA_CERTS = join(data, 'emulator-ca.pem');
  return stop;
}
