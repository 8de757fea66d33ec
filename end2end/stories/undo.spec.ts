import { expect, test } from '../fixtures/app';
import { expectAccessible } from '../fixtures/axe';
import { ShareDialog } from '../fixtures/dialog';
import { firstMail } from '../fixtures/emulator';
import { adele, megan, signIn } from '../fixtures/people';
import { alive, items, openInvitation, peopleWithAccess, scripts, someone, toast } from '../fixtures/sharing';

test('what was shared by mistake is undone, and what that comes to is said before', async ({ page, app }) => {
  await signIn(page, app, adele);
  const [address, item] = [someone('northwind.example'), items.noise];
  const share = await ShareDialog.open(page, item);
  await share.address.fill(address);
  await share.send.click();
  await share.invited();
  await firstMail(app, address);

  await openInvitation(page, address);
  await expect(page).toHaveURL(/\/invitations\/[^/]+$/);
  const one = page.url();
  await page.getByRole('link', { name: 'Undo…' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Undo sharing “${item.title}” with ${address}?`);
  const lines = page.getByRole('main').getByRole('listitem');
  await expect(lines.nth(0)).toHaveText(`${address} can’t open “${item.title}” through this share any more.`);
  await expect(lines.nth(1)).toHaveText('The email has gone out and can’t be called back.');
  await expect(lines.nth(2)).toContainText(`The guest account of ${address} is deleted`);
  await expectAccessible(page);

  // Looking changes nothing, and neither does changing one's mind.
  await page.getByRole('link', { name: 'Keep it' }).click();
  await expect(page).toHaveURL(one);
  await expect(page.getByText('Invited, not accepted yet.').first()).toBeVisible();
  await page.getByRole('link', { name: 'Undo…' }).click();
  await page.getByRole('button', { name: 'Undo' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(one);
  await alive(page);
  await expect(async () => {
    if (!scripts()) await page.reload();
    await expect(page.getByText('Undone, as far as it could be.').first()).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(page.getByRole('link', { name: 'Undo…' })).toHaveCount(0);
  await expectAccessible(page);
  await page.goto(item.path);
  await expect(peopleWithAccess(page)).toBeVisible();
  await expect(peopleWithAccess(page).getByText(address)).toHaveCount(0);
});

test('an administrator undoes what somebody else shared, who is told by whom', async ({ page, app, browser }) => {
  await signIn(page, app, adele);
  const [address, item] = [someone('northwind.example'), items.tender];
  const share = await ShareDialog.open(page, item);
  await share.address.fill(address);
  await share.send.click();
  await share.invited();
  await firstMail(app, address);

  const context = await browser.newContext({ baseURL: app.url, javaScriptEnabled: scripts() });
  try {
    const admins = await context.newPage();
    await signIn(admins, app, megan);
    await admins.goto('/invitations');
    await expect(admins.getByText(address), 'it is not hers').toHaveCount(0);
    await admins.getByRole('link', { name: 'Everyone’s' }).click();
    const row = admins.getByRole('row').filter({ hasText: address });
    await expect(row).toContainText('Shared by Adele Vance');
    await expectAccessible(admins);
    await row.locator('a[href^="/invitations/"]').click();
    await expect(admins.getByRole('main')).toContainText('Adele Vance shared this.');
    await expect(admins.getByRole('button', { name: 'Copy link' }), 'the link is Adele’s').toHaveCount(0);
    await admins.getByRole('link', { name: 'Undo…' }).click();
    await expect(admins.getByRole('main')).toContainText('Adele Vance is told that you undid it.');
    await admins.getByRole('button', { name: 'Undo' }).click();
    await expect(async () => {
      await admins.reload();
      await expect(admins.getByText('Undone, as far as it could be.').first()).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await expect(admins.getByRole('main')).toContainText('Megan Bowen asked for this to be undone.');
    await expectAccessible(admins);
  } finally {
    await context.close();
  }

  await page.goto('/invitations');
  await expect(toast(page, `Megan Bowen undid your sharing of “${item.title}” with ${address}.`)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Everyone’s' }), 'only for administrators').toHaveCount(0);
});
