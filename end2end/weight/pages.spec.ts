import type { Page, Request } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { adele, signIn } from '../fixtures/people';

const WITH_ISLANDS = 110_000;
const WITHOUT_ISLANDS = 25_000;

interface Answer {
  path: string;
  bytes: number;
  coding: string;
}

/** Loads a page with an empty cache and gives every answer as it came over the wire. */
async function load(page: Page, path: string): Promise<Answer[]> {
  const answers: Promise<Answer>[] = [];
  const session = await page.context().newCDPSession(page);
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  page.on('requestfinished', (request) => answers.push(weigh(request)));
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  page.removeAllListeners('requestfinished');
  await session.detach();
  return Promise.all(answers);
}

async function weigh(request: Request): Promise<Answer> {
  const [response, sizes] = await Promise.all([request.response(), request.sizes()]);
  const coding = response?.headers()['content-encoding'] ?? '-';
  return { path: new URL(request.url()).pathname, bytes: sizes.responseBodySize, coding };
}

/** Shows the page's answers and holds them against the budget that its kind has. */
async function hold(page: Page, name: string, answers: Answer[]): Promise<void> {
  const islands = await page.locator('leptos-island').count();
  const budget = islands > 0 ? WITH_ISLANDS : WITHOUT_ISLANDS;
  const sum = answers.reduce((bytes, answer) => bytes + answer.bytes, 0);
  console.log(`\n  ${name}, ${islands} islands: ${kilobytes(sum)} of ${kilobytes(budget)}`);
  for (const { path, bytes, coding } of answers) {
    console.log(`    ${path.padEnd(52)} ${coding.padEnd(5)} ${kilobytes(bytes).padStart(10)}`);
  }
  const bare = answers.filter(({ bytes, coding }) => bytes > 1_000 && coding !== 'br');
  expect(bare, 'answers without brotli').toEqual([]);
  expect(sum, `bytes of ${name}`).toBeLessThanOrEqual(budget);
  if (islands === 0) expect(answers.filter(({ path }) => path.endsWith('.wasm')), 'no island, no wasm').toEqual([]);
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

test('the first page has no island and is light', async ({ page }) => {
  const answers = await load(page, '/');
  expect(await page.locator('leptos-island').count()).toBe(0);
  await hold(page, 'first page, signed out', answers);
});

test('the pages of a member keep their budgets', async ({ page, app }) => {
  await signIn(page, app, adele);
  await hold(page, 'items', await load(page, '/'));
  const item = await page.locator('a[href^="/items/"]').first().getAttribute('href');
  expect(item, 'a link to an item').not.toBeNull();
  const answers = await load(page, item!);
  expect(answers.filter(({ path }) => path.endsWith('.wasm')), 'the share dialog is an island').toHaveLength(1);
  await hold(page, 'item with the share dialog', answers);
  await hold(page, 'invitations', await load(page, '/invitations'));
});
