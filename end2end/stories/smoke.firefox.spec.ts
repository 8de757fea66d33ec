import { expect, test } from '../fixtures/app';
import { firstMail, invitationsFor } from '../fixtures/emulator';
import { adele, signIn } from '../fixtures/people';
import { items, peopleWithAccess, ShareDialog, someone, toast } from '../fixtures/sharing';

test.beforeEach(async ({ page, app }) => signIn(page, app, adele));

test('somebody new is invited, and everybody is told', async ({ page, app }) => {
  const [address, item] = [someone('northwind.example'), items.tender];
  const share = await ShareDialog.open(page, item);
  await share.address.pressSequentially(address);
  await share.unfold();
  await share.message.fill('The dates you asked about are in annex C.');
  await share.send.click();
  await expect(share.says(/is on its way\.$/)).toBeVisible();
  await share.close();
  await expect(page).toHaveURL(`${app.url}${item.path}`);
  await expect(peopleWithAccess(page)).toContainText(address);
  await expect(toast(page, `is invited to “${item.title}”.`)).toBeVisible();
  expect(await invitationsFor(app, address)).toBe(1);
  expect((await firstMail(app, address)).text).toContain('The dates you asked about are in annex C.');
});

test('a reload after somebody was chosen forgets who it was, and a new address is invited', async ({ page, app }) => {
  const item = items.plan;
  await page.goto(`${item.path}/share`);
  const share = new ShareDialog(page);
  await share.address.pressSequentially('diego');
  await share.match('Diego Siciliani').click();
  await expect(share.dialog.getByRole('button', { name: 'Remove Diego Siciliani' })).toBeVisible();
  // Firefox fills the fields of a page that is loaded again with what they held before, those too that nobody sees.
  await page.reload();
  const address = someone('northwind.example');
  await share.address.fill(address);
  await share.send.click();
  await expect(share.says(/is on its way\.$/)).toBeVisible();
  expect(await invitationsFor(app, address)).toBe(1);
});
