import type { Page, Request } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { adele, megan, signIn } from '../fixtures/people';
import { alive } from '../fixtures/sharing';

const WITHOUT_ISLANDS = 25_000;
/** The page of an item has the share dialog, open or not. */
const ITEM = 115_000;
const PEOPLE = 85_000;
const ADMIN = 85_000;

/** What a page may load: the one set of islands that is for it, or none. */
interface Kind {
  set?: 'client' | 'share' | 'admin';
  budget: number;
}

const plain: Kind = { budget: WITHOUT_ISLANDS };
const people: Kind = { set: 'client', budget: PEOPLE };
const item: Kind = { set: 'share', budget: ITEM };
const admin: Kind = { set: 'admin', budget: ADMIN };

interface Answer {
  path: string;
  bytes: number;
  coding: string;
}

/** Loads a page as whoever is signed in on `page`, with an empty cache, and holds all answers against what it may load. */
async function hold(page: Page, name: string, path: string, kind: Kind): Promise<void> {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser');
  const context = await browser.newContext({ storageState: await page.context().storageState() });
  try {
    const fresh = await context.newPage();
    const weighed: Promise<Answer>[] = [];
    fresh.on('requestfinished', (request) => weighed.push(weigh(request)));
    await fresh.goto(path);
    if (kind.set) await alive(fresh);
    // What comes last counts too, and no answer is weighed any more when the context closes.
    await fresh.waitForLoadState('networkidle');
    const answers = await Promise.all(weighed);
    show(name, answers, kind);
  } finally {
    await context.close();
  }
}

async function weigh(request: Request): Promise<Answer> {
  const [response, sizes] = await Promise.all([request.response(), request.sizes()]);
  const coding = response?.headers()['content-encoding'] ?? '-';
  return { path: new URL(request.url()).pathname, bytes: sizes.responseBodySize, coding };
}

function show(name: string, answers: Answer[], { set, budget }: Kind): void {
  const sum = answers.reduce((bytes, answer) => bytes + answer.bytes, 0);
  console.log(`\n  ${name}, ${set ?? 'without'} islands: ${kilobytes(sum)} of ${kilobytes(budget)}`);
  for (const { path, bytes, coding } of answers) {
    console.log(`    ${path.padEnd(52)} ${coding.padEnd(5)} ${kilobytes(bytes).padStart(10)}`);
  }
  const bare = answers.filter(({ bytes, coding }) => bytes > 1_000 && coding !== 'br');
  // Soft, so that every page is shown before the first that is too heavy ends it.
  expect.soft(bare, `answers without brotli on ${name}`).toEqual([]);
  expect.soft(sum, `bytes of ${name}`).toBeLessThanOrEqual(budget);
  const ofSets = answers.map(({ path }) => path.split('/').at(-1) ?? '').filter((file) => /^(client|share|admin)\.js$|\.wasm$/.test(file));
  const own = set ? [`${set}.js`, `${set}_bg.wasm`] : [];
  expect.soft([...new Set(ofSets)].sort(), `files of islands on ${name}`).toEqual(own);
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

test('the first page has no island and is light', async ({ page }) => {
  await hold(page, 'first page, signed out', '/', plain);
});

test('the pages of a member keep their budgets, and load nothing of an administrator’s', async ({ page, app }) => {
  await signIn(page, app, adele);
  await hold(page, 'items', '/items', plain);
  await page.goto('/items');
  const link = await page.locator('a[href^="/items/"]').first().getAttribute('href', { timeout: 5_000 });
  const path = link!.split(/[/?]/).slice(0, 3).join('/');
  await hold(page, 'item', path, item);
  await hold(page, 'item with the share dialog', `${path}/share`, item);
  await hold(page, 'invitations', '/invitations', people);
});

test('the settings pages of an administrator have a module of their own, beside a form only', async ({ page, app }) => {
  await signIn(page, app, megan);
  await hold(page, 'settings', '/settings', plain);
  await hold(page, 'history of the settings', '/settings/history', plain);
  await page.goto('/settings');
  const links = page.locator('.settings-summary h2 a');
  const sections = await links.evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''));
  expect(sections, 'a section of many').toContain('/settings/mail');
  for (const path of sections) await hold(page, path, path, admin);
});
