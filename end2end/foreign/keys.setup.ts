import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../fixtures/ports';
import { built, Program } from '../fixtures/program';

/** Lets an emulator make the keys of this run; the workers, which start after it, trust its authority. */
export default async function make(): Promise<() => Promise<void>> {
  const keys = await mkdtemp(join(tmpdir(), 'vestibule-keys-'));
  const [port, tls] = await freePorts(2);
  const options = [
    `--addr=127.0.0.1:${port}`,
    `--tls-addr=127.0.0.1:${tls}`,
    '--smtp-addr=127.0.0.1:0',
    `--data-dir=${keys}`,
  ];
  const emulator = await Program.start(built('VESTIBULE_EMULATOR_BIN'), options, {}, /\n/);
  await emulator.end();
  process.env.FOREIGN_KEYS = keys;
  process.env.NODE_EXTRA_CA_CERTS = join(keys, 'emulator-ca.pem');
  return () => rm(keys, { recursive: true, force: true });
}
