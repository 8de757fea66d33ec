import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { changePolicy, whileInvitesFrom, withFaults } from '../fixtures/emulator';
import { acceptWithAccount, asGuest } from '../fixtures/guest';
import { adele, signIn } from '../fixtures/people';
import { alive, items, openInvitation, reference, someone, toast } from '../fixtures/sharing';

// What is drawn anew while somebody has it in hand: a row of the progress, and a toast.

test.beforeEach(async ({ page, app }) => signIn(page, app, adele));

/** Keeps back what the page asks for at this address, until the story lets it through. */
async function keepBack(page: Page, address: string): Promise<() => void> {
  let letThrough = () => {};
  const allowed = new Promise<void>((allow) => (letThrough = allow));
  await page.route(address, async (route) => {
    await allowed;
    // It may have been given up by then.
    await route.continue().catch(() => undefined);
  });
  return letThrough;
}

/** What is selected in a field. */
const selection = (field: Locator) =>
  field.evaluate(({ value, selectionStart, selectionEnd }: HTMLInputElement) => value.slice(selectionStart!, selectionEnd!));

test('a row that moves keeps the focus, and no button becomes another one under it', async ({ page, context, app }) => {
  await changePolicy(app, { blockedDomains: ['tailspin.example'] });
  const [fine, refused] = [someone('northwind.example'), someone('tailspin.example')];
  const share = await ShareDialog.open(page, items.noise);
  const [first, row] = [share.progress.getByRole('listitem').first(), share.row(refused)];
  const details = row.getByRole('link', { name: 'See details' });
  await withFaults(app, [{ on: { method: 'POST', path: '/v1.0/invitations' }, effect: { hold: true } }], async () => {
    await share.sendTo(fine, refused);
    await expect(share.progress).toBeFocused();
    await details.focus();
    await expect(first, 'in the order of the form').toContainText(fine);
  });
  await expect(row).toContainText('Your organization doesn’t allow guests from this domain.');
  await expect(first, 'whoever needs somebody comes first').toContainText(refused);
  await expect(details).toBeFocused();
  // From then on nothing is asked that no change gave rise to.
  await share.invited(fine);

  // It is tried again elsewhere. The dialog learns of that only when there is a link to copy where "Try again" was.
  const again = row.getByRole('button', { name: 'Try again' });
  await again.focus();
  const letThrough = await keepBack(page, '**/api/share/progress');
  await changePolicy(app, { blockedDomains: [] });
  const tab = await context.newPage();
  await openInvitation(tab, refused);
  await tab.getByRole('button', { name: 'Try again', exact: true }).click();
  await expect(tab.getByText('Invited, not accepted yet.').first()).toBeVisible();
  await expect(again).toBeFocused();
  letThrough();
  await share.invited(refused);
  await expect(row.getByRole('button', { name: 'Copy link' })).toBeVisible();
  await expect(again).toHaveCount(0);
  expect(await row.evaluate((row) => row.contains(document.activeElement)), 'the focus is on nothing else of it').toBe(false);
});

test('a link that is copied by hand stays, selected as it is, although its button goes', async ({ page, app, browser }) => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('not now', 'NotAllowedError'));
  });
  const share = await ShareDialog.open(page, items.tender);
  const address = someone('northwind.example');
  await share.sendTo(address);
  await share.invited();
  const [row, byHand] = [share.row(/./), share.progress.getByRole('textbox')];
  await row.getByRole('button', { name: 'Copy link' }).click();
  await expect(byHand).toBeFocused();
  const link = await byHand.inputValue();
  expect(await selection(byHand)).toBe(link);
  // The guest comes, and there is no invitation to be linked to any more.
  await asGuest(browser, async (guest) => {
    await acceptWithAccount(guest, link, address);
    await expect(guest).toHaveURL(`${app.url}${items.tender.path}`);
  });
  await expect(row).toContainText('accepted your invitation');
  await expect(row.getByRole('button')).toHaveCount(0);
  await expect(byHand).toBeFocused();
  await expect(byHand).toHaveValue(link);
  expect(await selection(byHand)).toBe(link);
});

test('a toast that was unfolded before the module came stays so, with the focus, also as another one comes', async ({ page, context, app }) => {
  const [first, second] = [someone('northwind.example'), someone('northwind.example')];
  await whileInvitesFrom(app, 'none', async () => {
    const share = await ShareDialog.open(page, items.noise);
    await share.sendTo(first);
    await expect(share.row(first)).toContainText('Your organization doesn’t let your account invite guests.');
    const letThrough = await keepBack(page, '**/share_bg.wasm');
    await page.goto(items.noise.path);
    const told = toast(page, first);
    const line = told.locator('summary');
    await line.press('Enter');
    await expect(reference(told)).toBeVisible();
    await expect(page.locator('html[data-alive]'), 'the module has not come yet').toHaveCount(0);
    letThrough();
    await alive(page);
    await expect(page.locator('html[data-live]'), 'it is told of changes').toBeAttached();
    await expect(reference(told)).toBeVisible();
    const other = await ShareDialog.open(await context.newPage(), items.plan);
    await other.sendTo(second);
    await expect(toast(page, second)).toBeVisible();
    await expect(reference(told)).toBeVisible();
    await expect(line).toBeFocused();
  });
});
