import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { invitationsFor } from '../fixtures/emulator';
import { adele, diego, grady, joni, signIn } from '../fixtures/people';
import { items, peopleWithAccess, someone, toast } from '../fixtures/sharing';

test.beforeEach(async ({ page, app }) => signIn(page, app, adele));

test('whatever part of a person one types, the match tells who it is', async ({ page }) => {
  const share = await ShareDialog.open(page, items.report);
  for (const [typed, name, address, badge] of [
    ['die', 'Diego Siciliani', diego, 'Member'],
    ['sicil', 'Diego Siciliani', diego, 'Member'],
    ['diego@contoso.example', 'Diego Siciliani', diego, 'Member'],
    ['diego.siciliani@relecloud.example', 'Diego Siciliani', diego, 'Member'],
    ['grady', 'Grady Archie', grady, 'Guest'],
    ['archie', 'Grady Archie', grady, 'Guest'],
    ['joni.sherman@n', 'Joni Sherman', joni, 'Invited'],
  ] as const) {
    await test.step(typed, async () => {
      await share.type(typed);
      await expect(share.match(name)).toBeVisible();
      await expect(share.match(name)).toContainText(address);
      await expect(share.match(name)).toContainText(badge);
    });
  }
});

test('a new address is a row of the list, and nobody at all is no list', async ({ page }) => {
  const share = await ShareDialog.open(page, items.report);
  await share.type('diego');
  await expect(share.match('Diego Siciliani')).toBeVisible();
  const address = someone('northwind.example');
  await share.address.fill(address);
  await expect(share.matches).toHaveCount(1);
  await expect(share.match(address)).toContainText('New');
  await expect(share.match(address)).toContainText('gets an invitation');
  await share.address.fill('nobody of this name');
  await expect(share.matches).toHaveCount(0);
  await expect(share.address).toHaveAttribute('aria-expanded', 'false');
  const nobody = 'Nobody found. Type a full email address to invite someone new.';
  await expect(share.status, 'screen readers hear so').toHaveText(nobody);
  await expect(share.dialog.locator('#share-hint')).toContainText(nobody);
});

test('a match is chosen by the pointer, taken out, and chosen again', async ({ page, app }) => {
  const share = await ShareDialog.open(page, items.report);
  await share.choose('Grady Archie', 'grady');
  await share.remove('Grady Archie').click();
  await expect(share.chips()).toHaveCount(0);
  await expect(share.address).toBeFocused();
  await share.choose('Grady Archie', 'grady.arch');
  await share.send.click();
  await expectShared(share, 'Grady Archie', items.report.title);
  expect(await invitationsFor(app, grady)).toBe(0);
});

async function expectShared(share: ShareDialog, name: string, title: string): Promise<void> {
  await share.shared(name);
  await share.close();
  await expect(toast(share.page, `${name} now has access to “${title}”.`)).toBeVisible();
  await expect(peopleWithAccess(share.page)).toContainText(name);
}

test('who was invited and has not come is said to be so before anything is sent', async ({ page }) => {
  const share = await ShareDialog.open(page, items.plan);
  await share.choose('Joni Sherman', 'joni');
  await expect(share.troubles).toContainText('Invited earlier, but hasn’t accepted yet: can open the item after accepting.');
  await expect(share.says(/gets access at once/)).toHaveCount(0);
});
