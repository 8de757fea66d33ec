import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { invitationsFor, withFaults } from '../fixtures/emulator';
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
  await expect(share.match(address)).toContainText(/new|invitation/i);
  await share.address.fill('nobody of this name');
  await expect(share.matches).toHaveCount(0);
  await expect(share.address).toHaveAttribute('aria-expanded', 'false');
  await expect(share.status, 'screen readers hear so').toHaveText(/nobody|0 people|no one/i);
});

test('the directory is out of order: the field says so, and that a whole address will do', async ({ page, app }) => {
  const share = await ShareDialog.open(page, items.report);
  const lookUp = { method: 'GET', path: '/v1.0/users' };
  await withFaults(app, [{ on: lookUp, effect: { status: 503 } }], async () => {
    await share.type('diego');
    await expect(share.says(/The directory can’t be searched right now\./).first()).toBeVisible();
    await expect(share.address).toHaveAccessibleDescription(/You can still type a full email address\./);
  });
  await share.address.press('Backspace');
  await expect(share.match('Diego Siciliani')).toBeVisible();
  await expect(share.says(/The directory can’t be searched right now\./)).toHaveCount(0);
});

test('a match is chosen by the keys', async ({ page, app }) => {
  const share = await ShareDialog.open(page, items.tender);
  await share.type('diego');
  await expect(share.match('Diego Siciliani')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(share.matches.first()).toHaveAttribute('aria-selected', 'true');
  await expect(share.address).toHaveAttribute('aria-activedescendant', /.+/);
  await page.keyboard.press('Enter');
  await expect(share.remove('Diego Siciliani')).toBeVisible();
  await share.send.click();
  await expectShared(share, 'Diego Siciliani', items.tender.title);
  expect(await invitationsFor(app, diego)).toBe(0);
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

test('Escape closes the list, then the dialog, and the focus is back on Share', async ({ page }) => {
  const share = await ShareDialog.open(page, items.report);
  await share.type('diego');
  await expect(share.match('Diego Siciliani')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(share.matches).toHaveCount(0);
  await expect(share.dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(share.dialog).toBeHidden();
  await expect(page.getByRole('link', { name: 'Share', exact: true })).toBeFocused();
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
  await expect(share.says(/not accepted yet|hasn’t accepted/i).first()).toBeVisible();
  await expect(share.says(/gets access at once/)).toHaveCount(0);
});
