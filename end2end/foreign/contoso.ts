import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';

/** A registered application, as `/_emulator/clients` tells. */
export interface Registered {
  name: string;
  clientId: string;
  clientSecret: string;
  tenantId: string;
}

export const adele = 'adele.vance@contoso.example';
export const grady = 'grady.archie@fabrikam.example';

/** The emulator's TLS origin. */
export const origin = process.env.FOREIGN_ORIGIN ?? '';
/** `https://graph.microsoft.com/.default` */
export const everything = 'https://graph.microsoft.com/.default';

/** Certificate and private key that the emulator lets confidential applications sign with, PEM. */
export const certificate = () => readFileSync(join(process.env.FOREIGN_DATA ?? '', 'emulator-client.pem'), 'utf8');

/** Asks one of the emulator's control addresses. */
export async function control<T>(path: string, body?: unknown, method = body ? 'POST' : 'GET'): Promise<T> {
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  const answer = await fetch(`${origin}/_emulator/${path}`, { method, headers, body: JSON.stringify(body) });
  const text = await answer.text();
  expect(answer.ok, `${method} ${path}: ${answer.status} ${text}`).toBe(true);
  return (text ? JSON.parse(text) : undefined) as T;
}

export async function registered(name: string): Promise<Registered> {
  const clients = await control<Registered[]>('clients');
  const client = clients.find((one) => one.name === name);
  if (!client) throw new Error(`the emulator has no application ${name}`);
  return client;
}

/** Opens the address of a sign-in and picks a person; where the browser ends up is the caller's. */
export async function pick(page: Page, address: string, person: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: person }).click();
}

/** The same, up to the answer that goes to a redirect address at which nobody listens. */
export async function answerTo(page: Page, address: string, person: string, redirect: string): Promise<URL> {
  const back = page.waitForRequest((request) => request.isNavigationRequest() && request.url().startsWith(redirect));
  await page.route(`${redirect}**`, (route) => route.fulfill({ body: 'back' }));
  await pick(page, address, person);
  const answer = new URL((await back).url());
  // Until it stands there: what is opened next would otherwise cut this navigation off.
  await page.waitForURL(answer.href);
  return answer;
}
