import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { firstMail } from '../fixtures/emulator';
import { adele, signIn } from '../fixtures/people';
import { alive, items, someone } from '../fixtures/sharing';
import type { Locator, Page } from '@playwright/test';

/** Presses Tab until this has the focus, as a person does who watches it wander. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  for (let press = 0; press < 40; press += 1) {
    await page.keyboard.press(key);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab never reached ${target}`);
}

test('by the keyboard alone two are shared with, one of them taken out and put back, and the plan read', async ({ page, app }) => {
  await signIn(page, app, adele);
  await page.goto('/items');
  const { title, path } = items.report;
  await tabTo(page, page.getByRole('link', { name: title, exact: true }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${app.url}${path}`);
  await alive(page);
  await tabTo(page, page.getByRole('link', { name: 'Share', exact: true }));
  await page.keyboard.press('Enter');
  const share = new ShareDialog(page);
  await expect(share.address).toBeFocused();

  const address = someone('northwind.example');
  await page.keyboard.type(address);
  await expect(share.match(address)).toBeVisible();
  // Tab takes the best match, as Enter does.
  await page.keyboard.press('Tab');
  await expect(share.chip(address)).toBeVisible();
  await expect(share.address, 'more can be typed').toBeFocused();
  await page.keyboard.type('diego');
  await expect(share.match('Diego Siciliani')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(share.chips()).toHaveCount(2);

  await tabTo(page, share.remove('Diego Siciliani'), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(share.chips()).toHaveCount(1);
  await expect(share.address).toBeFocused();
  await tabTo(page, share.dialog.getByRole('button', { name: 'Undo', exact: true }));
  await page.keyboard.press('Enter');
  await expect(share.chips()).toHaveCount(2);
  await expect(share.address).toBeFocused();

  await tabTo(page, share.role);
  await page.keyboard.press('ArrowDown');
  await expect(share.role).toHaveValue('contributor');
  await tabTo(page, share.message);
  await page.keyboard.type('Typed without a pointer.');
  await tabTo(page, share.says('What will happen'));
  await page.keyboard.press('Enter');
  await expect(share.says('1 person is invited as a guest.')).toBeVisible();
  await expect(share.says('1 person from your directory gets access.')).toBeVisible();
  await tabTo(page, share.send);
  await page.keyboard.press('Enter');

  await share.invited(address);
  await share.shared('Diego Siciliani');
  // The focus stays in the dialog, where the next Tab finds the ways on.
  expect(await share.dialog.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
  const named = { name: 'Close', exact: true };
  await tabTo(page, share.dialog.getByRole('link', named).or(share.dialog.getByRole('button', named)).last());
  await page.keyboard.press('Enter');
  await expect(share.dialog).toBeHidden();
  const mail = await firstMail(app, address);
  expect(mail.text).toContain('Typed without a pointer.');
});
