import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { type Fault, whileInvitesFrom, withFaults } from '../fixtures/emulator';
import { adele, signIn } from '../fixtures/people';
import { items, someone } from '../fixtures/sharing';

test.beforeEach(async ({ page, app }) => signIn(page, app, adele));

/** Opens the dialog and sends. */
async function send(page: Page, address: string): Promise<ShareDialog> {
  const share = await ShareDialog.open(page, items.tender);
  await share.address.fill(address);
  await share.send.click();
  return share;
}

test('what did not work stays on the list until it is taken off', async ({ page, app }) => {
  const address = someone('northwind.example');
  await whileInvitesFrom(app, 'none', async () => {
    const share = await send(page, address);
    await expect(share.says(/doesn’t let your account invite guests/).first()).toBeVisible();
  });
  await page.goto('/invitations');
  const row = page.getByRole('row').filter({ hasText: address });
  await row.locator('summary').click();
  await row.locator('a[href^="/invitations/"]').click();
  await page.getByRole('button', { name: 'Remove from the list' }).click();
  await expect(page).toHaveURL(`${app.url}/invitations`);
  await expect(page.getByText(address)).toHaveCount(0);
});

test('what is on its way is listed on the item before anybody has access', async ({ page, app }) => {
  const address = someone('northwind.example');
  const fault: Fault = { on: { method: 'POST', path: '/v1.0/invitations' }, effect: { status: 503 } };
  await withFaults(app, [fault], async () => {
    await send(page, address);
    await expect(page.getByText('Waiting: Microsoft’s directory isn’t working properly right now.').filter({ visible: true }).first()).toBeVisible();
    await page.goto(items.tender.path);
    const way = page.getByRole('list', { name: 'On the way' }).getByRole('listitem').filter({ hasText: address });
    await expect(way).toContainText('Waiting: Microsoft’s directory isn’t working properly right now.');
    await way.getByRole('link').click();
    await expect(page).toHaveURL(/\/invitations\/[^/]+$/);
  });
});
