import { expect, test } from '../fixtures/app';
import { expectAccessible } from '../fixtures/axe';
import { ShareDialog } from '../fixtures/dialog';
import { firstMail, withFaults } from '../fixtures/emulator';
import { adele, megan, signIn } from '../fixtures/people';
import { items, scripts, someone } from '../fixtures/sharing';

const BLOCKED = {
  on: { method: 'POST', path: '/v1.0/invitations' },
  effect: { status: 403, message: 'Invitations are blocked for this directory due to suspicious activity.' },
};
const TOLD = /^Microsoft paused invitations from your organization on /;
const CHECK = 'Check whether it’s over';

test('while Microsoft blocks invitations whoever shares is told, and an administrator has one find out', async ({
  page,
  app,
  browser,
}) => {
  await signIn(page, app, adele);
  const address = someone('northwind.example');
  await withFaults(app, [BLOCKED], async () => {
    const share = await ShareDialog.open(page, items.noise);
    await share.address.fill(address);
    await share.send.click();
    if (scripts()) await expect(share.row(address)).toContainText('Microsoft has paused all invitations');
    await expect(async () => {
      await page.goto('/invitations');
      await expect(page.getByRole('status').filter({ hasText: TOLD })).toBeVisible({ timeout: 1_000 });
    }).toPass();
  });
  await expect(page.getByText('Only an administrator can settle it with Microsoft.')).toBeVisible();
  await expect(page.getByRole('button', { name: CHECK })).toHaveCount(0);
  await expectAccessible(page);

  const context = await browser.newContext({ baseURL: app.url, javaScriptEnabled: scripts() });
  try {
    const admins = await context.newPage();
    await signIn(admins, app, megan);
    await admins.goto('/items');
    await expect(admins.getByRole('status').filter({ hasText: TOLD })).toBeVisible();
    await expectAccessible(admins);
    await admins.getByRole('button', { name: CHECK }).click();
    await expect(admins).toHaveURL(/\/invitations\/[^/]+$/);
    await expect(admins.getByRole('main')).toContainText('Adele Vance shared this.');
  } finally {
    await context.close();
  }

  await firstMail(app, address);
  await expect(async () => {
    await page.goto('/items');
    await expect(page.getByRole('status').filter({ hasText: TOLD })).toHaveCount(0, { timeout: 1_000 });
  }).toPass();
});
