import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { adele, signIn } from '../fixtures/people';
import { alive, items, ShareDialog } from '../fixtures/sharing';

const MOST = 0.01;

declare global {
  interface Window {
    shifted: number;
  }
}

/** Sums every shift of the layout, also those right after a click, which the browser's own score forgives. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.shifted = 0;
    const add = (list: PerformanceObserverEntryList) => {
      for (const entry of list.getEntries()) window.shifted += (entry as PerformanceEntry & { value: number }).value;
    };
    new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
  });
}

async function shifted(page: Page): Promise<number> {
  // Two frames, so that what was just drawn has been counted.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  return page.evaluate(() => window.shifted);
}

test.beforeEach(async ({ page, app }) => {
  await signIn(page, app, adele);
  await watch(page);
});

for (const path of [items.tender.path, `${items.tender.path}/share`, '/invitations']) {
  test(`nothing moves when the module takes over ${path}`, async ({ page }) => {
    await page.goto(path);
    await alive(page);
    await page.waitForTimeout(500);
    expect(await shifted(page)).toBeLessThan(MOST);
  });
}

test('opening the dialog and finding people moves nothing', async ({ page }) => {
  const share = await ShareDialog.open(page, items.tender);
  expect(await shifted(page), 'opening').toBeLessThan(MOST);
  await share.address.pressSequentially('diego');
  await expect(share.match('Diego Siciliani')).toBeVisible();
  expect(await shifted(page), 'finding').toBeLessThan(MOST);
});
