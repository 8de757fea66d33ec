import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { firstMail, invitationsFor } from '../fixtures/emulator';
import { adele, signIn } from '../fixtures/people';
import { alive, items, peopleWithAccess, someone } from '../fixtures/sharing';

/** Lets the module in, once the story has done what it does without. */
let letIn = () => {};

test.beforeEach(async ({ page, app }) => {
  await signIn(page, app, adele);
  const allowed = new Promise<void>((allow) => (letIn = allow));
  await page.route('**/share_bg.wasm', async (route) => {
    await allowed;
    // The page may be gone by then.
    await route.continue().catch(() => undefined);
  });
});

test.afterEach(() => letIn());

const isAlive = (page: Page) => page.locator('html[data-alive]').count();

test('what was typed before the module came stands, and goes on from there', async ({ page, app }) => {
  await page.goto(`${items.plan.path}/share`);
  const share = new ShareDialog(page);
  const address = someone('northwind.example');
  await share.address.pressSequentially(address);
  await share.role.selectOption('contributor');
  await share.message.pressSequentially('Written early.');
  expect(await isAlive(page), 'the module has not come yet').toBe(0);

  letIn();
  await alive(page);
  await share.keeps(address);
  await expect(share.role).toHaveValue('contributor');
  await expect(share.message).toHaveValue('Written early.');
  await expect(share.message).toBeFocused();
  await share.send.click();
  await share.invited();
  expect((await firstMail(app, address)).text).toContain('Written early.');
  expect(await invitationsFor(app, address)).toBe(1);
});

test('a form that is sent before the module came is a plain form', async ({ page, app }) => {
  await page.goto(`${items.plan.path}/share`);
  const share = new ShareDialog(page);
  const address = someone('northwind.example');
  await share.address.fill(address);
  expect(await isAlive(page), 'the module has not come yet').toBe(0);
  await share.send.click();
  await expect(page).toHaveURL(`${app.url}${items.plan.path}`);
  await expect(peopleWithAccess(page)).toContainText(address);
  expect(await invitationsFor(app, address)).toBe(1);
});
