import { expect, test } from '../fixtures/app';
import { expectAccessible } from '../fixtures/axe';
import { ShareDialog } from '../fixtures/dialog';
import { firstMail, invitationsFor, openForSignUp } from '../fixtures/emulator';
import { asGuest, continueUntil, expectArrived, signUp } from '../fixtures/guest';
import { adele, signIn } from '../fixtures/people';
import { items, peopleWithAccess, someone } from '../fixtures/sharing';
import { bySignUp } from '../fixtures/ways';

test.use({ settings: bySignUp });

test('somebody new signs up by the link of the mail, and lands on the item', async ({ page, app, browser }) => {
  await openForSignUp(app);
  await signIn(page, app, adele);
  const [address, item] = [someone('northwind.example'), items.tender];
  const share = await ShareDialog.open(page, item);
  await share.address.fill(address);
  await share.send.click();
  const mail = await firstMail(app, address);
  expect(mail.subject).toBe(`Adele Vance shared “${item.title}” with you`);
  const link = mail.links[0]!;
  await asGuest(browser, async (guest) => {
    await guest.goto(link);
    await expect(guest.getByRole('heading', { level: 1 })).toHaveText(`Adele Vance shared “${item.title}” with you.`);
    await expect(guest.getByText('The first time, you sign up as a guest.')).toBeVisible();
    await expectAccessible(guest);
    await signUp(guest, link, address, 'Nora New');
    await expectAccessible(guest);
    await continueUntil(guest, link, guest.getByRole('link', { name: 'Open it' }));
    await guest.getByRole('link', { name: 'Open it' }).click();
    await expectArrived(guest, app, item, 'Adele Vance');
  });
  expect(await invitationsFor(app, address), 'nobody was invited').toBe(0);
  await page.goto(item.path);
  await expect(peopleWithAccess(page).getByText('Nora New').first()).toBeVisible();
});
