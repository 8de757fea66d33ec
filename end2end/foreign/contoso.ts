import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, type Page, test as base } from '@playwright/test';
import { freePorts } from '../fixtures/ports';
import { built, Program } from '../fixtures/program';

/** A registered application, as `/_emulator/clients` tells. */
export interface Registered {
  name: string;
  clientId: string;
  clientSecret: string;
  tenantId: string;
}

export const adele = 'adele.vance@contoso.example';
export const grady = 'grady.archie@fabrikam.example';

/** `https://graph.microsoft.com/.default` */
export const everything = 'https://graph.microsoft.com/.default';

/** An emulator of one test's own, and the application that people come back to from it. */
export class Contoso {
  /** Where the application's people come back to; nothing is there but an answer. */
  readonly redirect: string;

  constructor(
    /** The emulator's TLS origin. */
    readonly origin: string,
    /** The application's origin. */
    readonly application: string,
    private readonly data: string,
  ) {
    this.redirect = `${application}/sign-in/callback`;
  }

  /** Certificate and private key that the emulator lets confidential applications sign with, PEM. */
  certificate(): Promise<string> {
    return readFile(join(this.data, 'emulator-client.pem'), 'utf8');
  }

  /** Asks one of the emulator's control addresses. */
  async control<T>(path: string, body?: unknown, method = body ? 'POST' : 'GET'): Promise<T> {
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    const answer = await fetch(`${this.origin}/_emulator/${path}`, { method, headers, body: JSON.stringify(body) });
    const text = await answer.text();
    expect(answer.ok, `${method} ${path}: ${answer.status} ${text}`).toBe(true);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  async registered(name: string): Promise<Registered> {
    const clients = await this.control<Registered[]>('clients');
    const client = clients.find((one) => one.name === name);
    if (!client) throw new Error(`the emulator has no application ${name}`);
    return client;
  }

  /** Opens the address of a sign-in, picks a person, and waits for the answer that goes to the application. */
  async answerTo(page: Page, address: string, person: string): Promise<URL> {
    await pick(page, address, person);
    await page.waitForURL((url) => url.href.startsWith(this.redirect));
    return new URL(page.url());
  }
}

/** Opens the address of a sign-in and picks a person; where the browser ends up is the caller's. */
export async function pick(page: Page, address: string, person: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: person }).click();
}

// What an emulator remembers of its world; beside it in the folder are its keys.
const WORLD = ['journal.jsonl', 'clock'];

export const test = base.extend<{ contoso: Contoso }>({
  contoso: async ({}, use) => {
    const [port, tls, application] = await freePorts(3);
    // Somebody is there, and it is us.
    const home = createServer((_, response) => response.end('back')).listen(application, '127.0.0.1');
    await once(home, 'listening');
    const data = await mkdtemp(join(tmpdir(), 'vestibule-foreign-'));
    // The keys of the run: its programs trust one authority, and trust is given before they start.
    const keys = process.env.FOREIGN_KEYS ?? '';
    await cp(keys, data, { recursive: true, filter: (file) => !WORLD.includes(basename(file)) });
    const origin = `http://localhost:${application}`;
    const options = [
      `--addr=127.0.0.1:${port}`,
      `--tls-addr=127.0.0.1:${tls}`,
      '--smtp-addr=127.0.0.1:0',
      `--data-dir=${data}`,
      `--app=${origin}`,
    ];
    let emulator: Program | undefined;
    try {
      emulator = await Program.start(built('VESTIBULE_EMULATOR_BIN'), options, {}, /\n/);
      await use(new Contoso(`https://localhost:${tls}`, origin, data));
    } finally {
      await emulator?.end();
      home.closeAllConnections();
      home.close();
      await rm(data, { recursive: true, force: true });
    }
  },
});

export { expect };
