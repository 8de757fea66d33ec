import type { Page, Request } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { adele, megan, signIn } from '../fixtures/people';
import { alive } from '../fixtures/sharing';

const WITH_ISLANDS = 88_000;
const WITHOUT_ISLANDS = 25_000;

interface Answer {
  path: string;
  bytes: number;
  coding: string;
}

/** Loads a page as whoever is signed in on `page`, with an empty cache, and holds all answers against its budget. */
async function hold(page: Page, name: string, path: string): Promise<Answer[]> {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser');
  const context = await browser.newContext({ storageState: await page.context().storageState() });
  try {
    const fresh = await context.newPage();
    const weighed: Promise<Answer>[] = [];
    fresh.on('requestfinished', (request) => weighed.push(weigh(request)));
    await fresh.goto(path);
    const islands = await fresh.locator('script[data-island]').count();
    if (islands > 0) await alive(fresh);
    // What comes last counts too, and no answer is weighed any more when the context closes.
    await fresh.waitForLoadState('networkidle');
    const answers = await Promise.all(weighed);
    show(name, answers, islands);
    return answers;
  } finally {
    await context.close();
  }
}

async function weigh(request: Request): Promise<Answer> {
  const [response, sizes] = await Promise.all([request.response(), request.sizes()]);
  const coding = response?.headers()['content-encoding'] ?? '-';
  return { path: new URL(request.url()).pathname, bytes: sizes.responseBodySize, coding };
}

function show(name: string, answers: Answer[], islands: number): void {
  const budget = islands > 0 ? WITH_ISLANDS : WITHOUT_ISLANDS;
  const sum = answers.reduce((bytes, answer) => bytes + answer.bytes, 0);
  console.log(`\n  ${name}, ${islands} islands: ${kilobytes(sum)} of ${kilobytes(budget)}`);
  for (const { path, bytes, coding } of answers) {
    console.log(`    ${path.padEnd(52)} ${coding.padEnd(5)} ${kilobytes(bytes).padStart(10)}`);
  }
  const bare = answers.filter(({ bytes, coding }) => bytes > 1_000 && coding !== 'br');
  // Soft, so that every page is shown before the first that is too heavy ends it.
  expect.soft(bare, `answers without brotli on ${name}`).toEqual([]);
  expect.soft(sum, `bytes of ${name}`).toBeLessThanOrEqual(budget);
  expect.soft(modules(answers), `modules on ${name}`).toHaveLength(islands > 0 ? 1 : 0);
}

const modules = (answers: Answer[]) => answers.filter(({ path }) => path.endsWith('.wasm'));
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

test('the first page has no island and is light', async ({ page }) => {
  const answers = await hold(page, 'first page, signed out', '/');
  expect(modules(answers)).toEqual([]);
});

test('the pages of a member keep their budgets', async ({ page, app }) => {
  await signIn(page, app, adele);
  await hold(page, 'items', '/items');
  await page.goto('/items');
  const link = await page.locator('a[href^="/items/"]').first().getAttribute('href', { timeout: 5_000 });
  const item = link!.split(/[/?]/).slice(0, 3).join('/');
  await hold(page, 'item', item);
  const answers = await hold(page, 'item with the share dialog', `${item}/share`);
  expect(modules(answers), 'the share dialog is an island').toHaveLength(1);
  await hold(page, 'invitations', '/invitations');
});

test('the settings pages of an administrator have a module of their own', async ({ page, app }) => {
  await signIn(page, app, megan);
  const answers = await hold(page, 'settings of our own mail', '/settings/mail');
  expect(modules(answers).map(({ path }) => path.split('/').at(-1))).toEqual(['admin_bg.wasm']);
});
