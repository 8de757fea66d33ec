import { expect, test } from '../fixtures/app';
import { expectAccessible } from '../fixtures/axe';
import { firstMail } from '../fixtures/emulator';
import { adele, signIn } from '../fixtures/people';
import { alive, items, peopleWithAccess, scripts, ShareDialog, someone } from '../fixtures/sharing';

test('what was shared by mistake is undone, and what that comes to is said before', async ({ page, app }) => {
  await signIn(page, app, adele);
  const [address, item] = [someone('northwind.example'), items.noise];
  const share = await ShareDialog.open(page, item);
  await share.address.fill(address);
  await share.send.click();
  if (scripts()) await expect(share.says(/is on its way\.$/)).toBeVisible();
  await firstMail(app, address);

  await page.goto('/invitations');
  await page.getByRole('row').filter({ hasText: address }).locator('a[href^="/invitations/"]').click();
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
  await expect(peopleWithAccess(page).getByText(address)).toHaveCount(0);
});
