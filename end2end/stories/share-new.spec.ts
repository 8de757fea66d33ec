import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { firstMail, invitationsFor } from '../fixtures/emulator';
import { acceptWithAccount, acceptWithPasscode, asGuest, expectArrived } from '../fixtures/guest';
import { adele, signIn } from '../fixtures/people';
import { alive, items, scripts, someone, toast } from '../fixtures/sharing';

test.beforeEach(async ({ page, app }) => signIn(page, app, adele));

test('somebody new is invited, accepts, and arrives on the item', async ({ page, app, browser }) => {
  const [address, item] = [someone('northwind.example'), items.tender];
  const share = await ShareDialog.open(page, item);
  await share.address.fill(address);
  await share.message.fill('The dates you asked about are in annex C.');
  await share.send.click();
  if (scripts()) {
    await share.invited();
    await share.close();
  }
  await expect(toast(page, `is invited to “${item.title}”.`)).toBeVisible();
  expect(await invitationsFor(app, address)).toBe(1);

  await page.goto('/invitations');
  await alive(page);
  const row = page.getByRole('row').filter({ hasText: address });
  await expect(row).toContainText('Invited, not accepted yet.');

  const mail = await firstMail(app, address);
  expect(mail.text).toContain(`Adele Vance shared “${item.title}” (Document) with you. Your role: Reader.`);
  expect(mail.text).toContain('The dates you asked about are in annex C.');
  expect(mail.links).toHaveLength(1);
  await asGuest(browser, async (guest) => {
    await acceptWithAccount(guest, mail.links[0]!, address);
    await expectArrived(guest, app, item, 'Adele Vance');
    await expect(guest.getByText('The dates you asked about are in annex C.')).toBeVisible();
    await guest.getByRole('link', { name: 'Everything shared with you' }).click();
    await expect(guest).toHaveURL(`${app.url}/items`);
    await expect(guest.getByText(/^Shared by Adele Vance · /)).toBeVisible();
    await expect(guest.getByRole('link', { name: item.title })).toBeVisible();
    await expect(guest.getByRole('link', { name: 'Invitations' })).toBeHidden();
  });

  if (!scripts()) await page.reload();
  await expect(row).toContainText('Accepted.');
});

test('what was copied from a mail program is understood: the address is invited as it is shown, the name goes along', async ({
  page,
  app,
}) => {
  const address = someone('northwind.example');
  const share = await ShareDialog.open(page, items.tender);
  await share.address.fill(`"Lee, Pat" <${address.toUpperCase()}>;`);
  const shown = address.toUpperCase().replace('NORTHWIND.EXAMPLE', 'northwind.example');
  if (scripts()) {
    // The semicolon ends it.
    await expect(share.chip('Lee, Pat')).toBeVisible();
    await expect(share.address).toHaveValue('');
  }
  await share.send.click();
  if (scripts()) {
    await share.invited('Lee, Pat');
    await share.close();
  }
  await expect(toast(page, `Lee, Pat is invited to “${items.tender.title}”.`)).toBeVisible();
  expect(await invitationsFor(app, shown)).toBe(1);
});

test('somebody without any account accepts with a code from the mail', async ({ page, app, browser }) => {
  const [address, item] = [someone('adatum.example'), items.report];
  const share = await ShareDialog.open(page, item);
  await share.address.fill(address);
  await share.send.click();
  const mail = await firstMail(app, address);
  await asGuest(browser, async (guest) => {
    await acceptWithPasscode(guest, app, mail.links[0]!, address);
    await expectArrived(guest, app, item, 'Adele Vance');
  });
});
