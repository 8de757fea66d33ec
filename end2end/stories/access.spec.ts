import type { Page } from '@playwright/test';
import { changeRole, endAccess, holder, takeBack } from '../fixtures/access';
import { expect, test } from '../fixtures/app';
import { expectAccessible } from '../fixtures/axe';
import { ShareDialog } from '../fixtures/dialog';
import { adele, alex, signIn } from '../fixtures/people';
import { items, scripts } from '../fixtures/sharing';

const NAME = 'Alex Wilber';

test.beforeEach(async ({ page, app }) => {
  await signIn(page, app, adele);
  const share = await ShareDialog.open(page, items.plan);
  await share.sendTo(alex);
  await share.means(NAME);
  if (await share.send.isVisible()) await share.send.click();
  await share.accepted();
  await share.shared(NAME);
  await page.goto(items.plan.path);
  await expect(holder(page, NAME)).toContainText('Reader');
});

/** What the server has stored, whatever the page shows. */
async function expectStored(page: Page, role: string | undefined): Promise<void> {
  await expect(async () => {
    await page.goto(items.plan.path);
    if (role) await expect(holder(page, NAME)).toContainText(role, { timeout: 1_000 });
    else await expect(holder(page, NAME)).toHaveCount(0, { timeout: 1_000 });
  }).toPass();
}

test('a role is changed in place, and the change taken back', async ({ page }) => {
  await changeRole(page, NAME, 'Contributor');
  await expect(holder(page, NAME)).toContainText('Contributor');
  await expectAccessible(page);
  await takeBack(page);
  await expectStored(page, 'Reader');
  await changeRole(page, NAME, 'Contributor');
  await expectStored(page, 'Contributor');
});

test('access is ended by the keyboard alone, it is said that the account stays, and it can be taken back', async ({ page }) => {
  await endAccess(page, NAME);
  await expect(page.getByText(/no longer|ended|can’t open/i).filter({ visible: true }).first()).toBeVisible();
  await expectAccessible(page);
  await takeBack(page);
  await expectStored(page, 'Reader');
  await endAccess(page, NAME);
  await expectStored(page, undefined);
});

test('who has access is in the dialog, too', async ({ page }) => {
  const share = await ShareDialog.open(page, items.plan);
  await share.dialog.getByText('1 person has access').click();
  const entry = share.dialog.getByRole('listitem').filter({ hasText: NAME });
  await expect(entry).toContainText('Reader');
  if (!scripts()) return;
  await share.type('alex');
  await expect(share.match(NAME), 'said while one chooses').toContainText('Reader');
});
