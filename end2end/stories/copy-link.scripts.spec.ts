import { expect, test } from '../fixtures/app';
import { firstMail } from '../fixtures/emulator';
import { adele, signIn } from '../fixtures/people';
import { items, ShareDialog, someone } from '../fixtures/sharing';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('the link of an invitation, and the address of an item, go to the clipboard', async ({ page, app }) => {
  await signIn(page, app, adele);
  const share = await ShareDialog.open(page, items.plan);
  const copy = share.dialog.getByRole('button', { name: 'Copy link' });
  const copied = share.dialog.getByRole('button', { name: 'Copied' });
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

  await copy.click();
  await expect(copied).toBeVisible();
  expect(await clipboard()).toBe(`${app.url}${items.plan.path}`);

  const address = someone('northwind.example');
  await share.address.fill(address);
  await share.send.click();
  await expect(share.says(/is on its way\.$/)).toBeVisible({ timeout: 10_000 });
  await copy.click();
  await expect(copied).toBeVisible();
  expect((await firstMail(app, address)).links).toContain(await clipboard());
});
