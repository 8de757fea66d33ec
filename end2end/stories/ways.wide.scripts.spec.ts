import { expect, test } from '../fixtures/app';
import { expectAccessible } from '../fixtures/axe';
import { ShareDialog } from '../fixtures/dialog';
import { changePolicy, firstMail, invitationsFor, mailTo, openForSignUp, untilTriedAgain } from '../fixtures/emulator';
import { asGuest, continueUntil, expectArrived, signInAtHome, signUp } from '../fixtures/guest';
import { adele, signIn } from '../fixtures/people';
import { type Item, items, openInvitation, peopleWithAccess, someone } from '../fixtures/sharing';
import { byAssignedPackage, byMailedPackage, bySignUp, PACKAGE_NAME } from '../fixtures/ways';
import type { Page } from '@playwright/test';

/** Shares, and does not wait for what comes of it. */
async function send(page: Page, item: Item, address: string): Promise<void> {
  const share = await ShareDialog.open(page, item);
  await share.address.fill(address);
  await share.send.click();
  await share.accepted();
}

/** Loads the page again until it says this. */
async function untilShown(page: Page, text: string): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(text).first()).toBeVisible({ timeout: 5_000 });
  }).toPass();
}

test.describe('who signs up', () => {
  test.use({ settings: bySignUp });

  test('a stranger who got hold of the link has nothing before the inviter says so', async ({ page, app, browser }) => {
    await openForSignUp(app);
    await signIn(page, app, adele);
    const [address, stranger, item] = [someone('northwind.example'), someone('fabrikam.example'), items.plan];
    await send(page, item, address);
    const link = (await firstMail(app, address)).links[0]!;
    await asGuest(browser, async (guest) => {
      await signUp(guest, link, stranger, 'Sam Stranger');
      await continueUntil(guest, link, guest.getByText(/^We can’t tell whether this is meant for your account .+, so we asked: Adele Vance decides\./));
      await expectAccessible(guest);
      await guest.goto(`${app.url}${item.path}`);
      await expect(guest.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(guest.getByText(item.title), 'not even what it is called').toHaveCount(0);

      await openInvitation(page, address);
      await expect(page.getByRole('heading', { name: 'Is this the person you mean?' })).toBeVisible();
      await expect(page.getByText(stranger).first()).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'No, it’s somebody else' }).focus();
      await page.keyboard.press('Enter');
      await expect(page.getByText('You said that it’s somebody else.')).toBeVisible();

      await expect(async () => {
        await guest.goto(link);
        await expect(guest.getByText(/^This isn’t meant for your account /)).toBeVisible({ timeout: 2_000 });
      }).toPass();
    });
    await page.goto(item.path);
    await expect(peopleWithAccess(page)).toBeVisible();
    await expect(peopleWithAccess(page).getByText('Sam Stranger')).toHaveCount(0);
  });
});

test.describe('who asks for an access package', () => {
  test.use({ settings: byMailedPackage });

  test('somebody new asks for an access package in My Access, comes back, and lands on the item', async ({ page, app, browser }) => {
    await signIn(page, app, adele);
    const [address, item] = [someone('northwind.example'), items.noise];
    await send(page, item, address);
    const link = (await firstMail(app, address)).links[0]!;
    await asGuest(browser, async (guest) => {
      await guest.goto(link);
      await expect(guest.getByRole('heading', { level: 1 })).toHaveText(`Adele Vance shared “${item.title}” with you.`);
      await expect(guest.getByText(/^First you ask for access on a page of Microsoft’s\./)).toBeVisible();
      await expectAccessible(guest);
      await guest.getByRole('link', { name: 'Ask for access' }).click();
      await signInAtHome(guest, address, 'Email address');
      await expect(guest.getByRole('heading', { name: PACKAGE_NAME })).toBeVisible();
      await guest.getByRole('button', { name: 'Request access' }).click();
      await expect(async () => {
        await guest.getByRole('link', { name: 'Look again' }).click();
        await expect(guest.getByText('You have access.')).toBeVisible({ timeout: 1_000 });
      }).toPass();

      await guest.goto(link);
      await guest.getByRole('link', { name: 'I have access: sign in' }).click();
      await guest.getByRole('button', { name: 'Accept' }).click();
      await expect(guest.getByText(/^You’re signed in as .+\.$/)).toBeVisible();
      await continueUntil(guest, link, guest.getByRole('link', { name: 'Open it' }));
      await guest.getByRole('link', { name: 'Open it' }).click();
      await expectArrived(guest, app, item, 'Adele Vance');
    });
    expect(await invitationsFor(app, address), 'nobody was invited').toBe(0);
    expect(await mailTo(app, address), 'our own mail, and no other').toHaveLength(1);
  });
});

test.describe('who is assigned an access package', () => {
  test.use({ settings: byAssignedPackage });

  test('an access package that Vestibule assigns is followed until it is theirs, and until it has been taken back', async ({ page, app }) => {
    await signIn(page, app, adele);
    const [address, item] = [someone('northwind.example'), items.renewal];
    await send(page, item, address);
    await openInvitation(page, address);
    await expect(page.getByText('Waiting: Microsoft hasn’t finished assigning the access package.').first()).toBeVisible();
    await expectAccessible(page);
    await untilTriedAgain(app);
    await untilShown(page, 'Has access.');
    await expect(page.getByText('The access package is assigned.').first()).toBeVisible();
    expect(await mailTo(app, address), 'nobody has written to them').toHaveLength(0);

    const one = page.url();
    await page.getByRole('link', { name: 'Undo…' }).click();
    await expect(page.getByRole('main').getByText(/loses the access package that was assigned for this share, or for one that was undone before, unless another share needs it\./)).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page).toHaveURL(one);
    // Until Microsoft has ended the assignment, which the page says.
    await untilShown(page, 'Being undone: Microsoft hasn’t finished taking the access package back.');
    await expect(page.getByText('Not undone yet: Assign the access package').first()).toBeVisible();
    await expectAccessible(page);
    await expect(async () => {
      await untilTriedAgain(app);
      await page.reload();
      await expect(page.getByText('Undone, as far as it could be.').first()).toBeVisible({ timeout: 5_000 });
    }).toPass();
    await expect(page.getByText('Can’t be undone: Assign the access package')).toHaveCount(0);
    await page.goto(item.path);
    await expect(peopleWithAccess(page)).toBeVisible();
    await expect(peopleWithAccess(page).getByText(address)).toHaveCount(0);
  });

  test('an access package that Microsoft cannot assign is said in words', async ({ page, app }) => {
    await signIn(page, app, adele);
    const [address, item] = [someone('northwind.example'), items.report];
    await changePolicy(app, { blockedDomains: ['northwind.example'] });
    await send(page, item, address);
    await openInvitation(page, address);
    await expect(page.getByText('Waiting: Microsoft hasn’t finished assigning the access package.').first()).toBeVisible();
    await untilTriedAgain(app);
    const refused = 'Stopped: ask your administrator. Microsoft couldn’t assign all of the access package.';
    await untilShown(page, refused);
    await expect(page.getByText(/^Ask your administrator to look at the request in the Microsoft Entra admin center, then try again\./).first()).toBeVisible();
    await expectAccessible(page);
    await page.goto(item.path);
    const rows = peopleWithAccess(page).getByRole('listitem').filter({ hasText: address });
    await expect(rows, 'it is on its way, and nothing more').toHaveCount(1);
    await expect(rows.filter({ hasText: refused })).toBeVisible();
  });
});
