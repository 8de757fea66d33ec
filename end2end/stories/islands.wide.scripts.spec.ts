import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { adele, signIn } from '../fixtures/people';
import { alive, type Item, items, someone, toast } from '../fixtures/sharing';

// One pattern: Playwright takes a list whose second member is an object for a value with options.
test.use({ expectedErrors: [/JSON|^panicked at|^unreachable$/] });

test.beforeEach(async ({ page, app }) => signIn(page, app, adele));

/** From now on the item's page comes changed. */
async function change(page: Page, item: Item, from: RegExp, to: string): Promise<void> {
  await page.route(`**${item.path}`, async (route) => {
    const answer = await route.fetch();
    const text = await answer.text();
    expect(text).toMatch(from);
    await route.fulfill({ response: answer, body: text.replace(from, to) });
  });
}

/** With start data that the island of this name cannot read. */
const breakIsland = (page: Page, item: Item, island: string) =>
  change(page, item, new RegExp(`(data-island="${island}">)[^<]*`), '$1{');

async function expectPickerWorks(share: ShareDialog): Promise<void> {
  await share.choose('Diego Siciliani', 'diego');
  await expect(share.remove('Diego Siciliani')).toBeVisible();
}

test('the toasts fail: the share dialog lives', async ({ page }) => {
  await breakIsland(page, items.plan, 'toasts');
  const failed = page.waitForEvent('pageerror');
  const share = await ShareDialog.open(page, items.plan);
  await failed;
  await expectPickerWorks(share);
});

test('the toasts panic while they are drawn: what the server drew stays, and the share dialog lives', async ({ page }) => {
  await page.addInitScript(() => {
    const create = Document.prototype.createElement;
    Document.prototype.createElement = function (this: Document, name: string) {
      if (name === 'ol') throw new Error('no list for the toasts');
      return create.call(this, name);
    } as typeof create;
  });
  const failed = page.waitForEvent('pageerror');
  const share = await ShareDialog.open(page, items.plan);
  await failed;
  await expect(page.locator('#toasts')).toHaveCount(1);
  await expectPickerWorks(share);
});

test('the toasts have no place: the share dialog lives', async ({ page }) => {
  await change(page, items.plan, /id="toasts-place"/, '');
  await expectPickerWorks(await ShareDialog.open(page, items.plan));
});

test('the share dialog fails: toasts live, and Share is the link that it was', async ({ page, app }) => {
  const share = await ShareDialog.open(page, items.plan);
  const guest = someone('northwind.example');
  await share.address.fill(guest);
  await share.send.click();
  await share.invited();
  await breakIsland(page, items.plan, 'share');
  const failed = page.waitForEvent('pageerror');
  await page.goto(items.plan.path);
  await failed;
  await alive(page);
  const told = toast(page, `${guest} is invited to “${items.plan.title}”.`);
  await page.evaluate(() => (document.title = 'The same page'));
  await told.getByRole('button', { name: 'Dismiss' }).click();
  await expect(told).toHaveCount(0);
  await expect(page, 'a plain form would have loaded it anew').toHaveTitle('The same page');
  await page.getByRole('link', { name: 'Share', exact: true }).click();
  await expect(page).toHaveURL(`${app.url}${items.plan.path}/share`);
});

test('a toast that holds the focus before the module comes holds it afterwards', async ({ page }) => {
  const share = await ShareDialog.open(page, items.noise);
  const guest = someone('northwind.example');
  await share.address.fill(guest);
  await share.send.click();
  await share.invited();
  let letIn = () => {};
  const allowed = new Promise<void>((allow) => (letIn = allow));
  await page.route('**/share_bg.wasm', async (route) => {
    await allowed;
    await route.continue().catch(() => undefined);
  });
  await page.goto(items.noise.path);
  const dismiss = toast(page, `${guest} is invited to “${items.noise.title}”.`).getByRole('button', { name: 'Dismiss' });
  await dismiss.focus();
  letIn();
  await alive(page);
  await expect(dismiss).toBeFocused();
});

test('a page without islands asks for no module', async ({ page }) => {
  // Nothing has happened to her: toasts are an island.
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  // A module is asked for by a script, and a page is not loaded before its scripts are.
  for (const path of ['/', '/items']) await page.goto(path);
  expect(asked.filter((path) => /\.(wasm|js)$/.test(path))).toEqual([]);
  expect(asked.some((path) => path.endsWith('.css'))).toBe(true);
});
