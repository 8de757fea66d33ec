import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { adele, megan, signIn } from '../fixtures/people';
import { comesToRest } from '../fixtures/rest';
import { alive, items, ShareDialog } from '../fixtures/sharing';

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
  await share.address.pressSequentially('diego');
  await expect(share.match('Diego Siciliani')).toBeVisible();
  await expectStill(page, 'finding');
});
