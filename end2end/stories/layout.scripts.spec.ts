import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { adele, megan, signIn } from '../fixtures/people';
import { comesToRest } from '../fixtures/rest';
import { alive, items, someone } from '../fixtures/sharing';

const MOST = 0.01;

interface Shift extends PerformanceEntry {
  value: number;
  sources: { node: Node | null }[];
}

interface Shifted {
  value: number;
  what: string[];
}

declare global {
  interface Window {
    shifted: Shifted[];
  }
}

/** Notes every shift of the layout, also those right after a click, which the browser's own score forgives. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.shifted = [];
    const add = (list: PerformanceObserverEntryList) => {
      for (const entry of list.getEntries() as Shift[]) {
        const what = entry.sources.map(({ node }) => (node instanceof Element ? node.outerHTML.slice(0, 120) : String(node?.nodeValue)));
        window.shifted.push({ value: entry.value, what });
      }
    };
    new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
  });
}

/** How much has moved; says what, if it was too much. */
async function expectStill(page: Page, when: string): Promise<void> {
  await comesToRest(page);
  const shifted = await page.evaluate(() => window.shifted);
  const sum = shifted.reduce((all, one) => all + one.value, 0);
  expect(sum, `${when}: ${JSON.stringify(shifted)}`).toBeLessThan(MOST);
}

test.beforeEach(({ page }) => watch(page));

for (const path of [items.tender.path, `${items.tender.path}/share`, '/invitations']) {
  test(`nothing moves when the module takes over ${path}`, async ({ page, app }) => {
    await signIn(page, app, adele);
    await page.goto(path);
    await alive(page);
    await expectStill(page, 'taking over');
  });
}

test('opening the dialog and finding people moves nothing', async ({ page, app }) => {
  // Somebody who has nothing under way: news may come at any time, and take its place above what was there.
  await signIn(page, app, megan);
  const share = await ShareDialog.open(page, items.tender);
  await expectStill(page, 'opening');
  await share.type('diego');
  await expect(share.match('Diego Siciliani')).toBeVisible();
  await expectStill(page, 'finding');
});

/** All of it is on the screen. */
async function expectOnScreen(page: Page, what: Locator): Promise<void> {
  const [box, screen] = [(await what.boundingBox())!, page.viewportSize()!];
  expect(box.y, 'above').toBeGreaterThanOrEqual(0);
  expect(box.x, 'left').toBeGreaterThanOrEqual(0);
  expect(box.x + box.width, 'right').toBeLessThanOrEqual(screen.width);
  expect(box.y + box.height, 'below').toBeLessThanOrEqual(screen.height);
}

test('the list lies above the dialog, whole and on the screen, also where there is room for little more than the field', async ({ page, app }) => {
  await signIn(page, app, adele);
  const share = await ShareDialog.open(page, items.report);
  for (const height of [page.viewportSize()!.height, 420]) {
    await page.setViewportSize({ width: page.viewportSize()!.width, height });
    await share.type('a');
    await expect(share.match('Alex Wilber')).toBeVisible();
    await expectOnScreen(page, page.locator('#share-matches-popup'));
    for (const match of await share.matches.all()) await match.click({ trial: true });
  }
});

test('Share stands on every row of items, wherever the pointer is', async ({ page, app }) => {
  await signIn(page, app, adele);
  await page.mouse.move(0, 0);
  const shares = page.getByRole('main').getByRole('link', { name: /^Share / });
  const count = await shares.count();
  expect(count).toBeGreaterThan(10);
  for (let row = 0; row < count; row += 1) {
    await expect(shares.nth(row)).toHaveCSS('opacity', '1');
    await expect(shares.nth(row)).toHaveCSS('visibility', 'visible');
  }
});

test('between phone and wide, invitations are a table of fewer columns, and a whole row opens one', async ({ page, app }) => {
  await page.setViewportSize({ width: 768, height: 900 });
  await signIn(page, app, adele);
  const share = await ShareDialog.open(page, items.plan);
  const address = someone('northwind.example');
  await share.address.fill(address);
  await share.send.click();
  await share.invited();
  await page.goto('/invitations');
  await expect(page.getByRole('columnheader').filter({ visible: true })).toHaveText(['Person', 'Item', 'State']);
  const row = page.getByRole('row').filter({ hasText: address });
  const box = (await row.boundingBox())!;
  expect(box.height, 'a row, no card').toBeLessThan(90);
  await page.mouse.click(box.x + box.width - 4, box.y + box.height - 4);
  await expect(page).toHaveURL(/\/invitations\/[^/]+$/);
});
