import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { firstMail, invitationsFor } from '../fixtures/emulator';
import { adele, diego, signIn } from '../fixtures/people';
import { alive, items, someone } from '../fixtures/sharing';

const item = items.renewal;
const MESSAGE = 'The dates you asked about.';

test.use({ expectedErrors: [/net::ERR_/] });

test.beforeEach(async ({ page, app }) => signIn(page, app, adele));

/** Two recipients, one who is half typed, a role and a message. */
async function fillIn(share: ShareDialog, address: string): Promise<void> {
  await share.choose('Diego Siciliani', 'diego');
  await share.addNew(address);
  await share.role.selectOption('contributor');
  await share.message.fill(MESSAGE);
  await share.type('grad');
}

async function expectKept(share: ShareDialog, address: string): Promise<void> {
  await expect(share.chip('Diego Siciliani')).toBeVisible();
  await expect(share.chip(address)).toBeVisible();
  await expect(share.chips(), 'each of them once').toHaveCount(2);
  await expect(share.role).toHaveValue('contributor');
  await expect(share.message).toHaveValue(MESSAGE);
  await expect(share.address).toHaveValue('grad');
}

test('a reload loses nothing, and what was sent is not there once more', async ({ page, app }) => {
  const address = someone('northwind.example');
  await page.goto(`${item.path}/share`);
  await alive(page);
  const share = new ShareDialog(page);
  await fillIn(share, address);
  await page.reload();
  await alive(page);
  await expectKept(share, address);
  await share.address.fill('');
  await share.send.click();
  await share.invited(address);
  expect((await firstMail(app, address)).text).toContain(MESSAGE);
  await page.goto(`${item.path}/share`);
  await alive(page);
  await expect(share.address).toBeFocused();
  await expect(share.chips()).toHaveCount(0);
  await expect(share.address).toHaveValue('');
});

test('a dialog that was closed opens as it was left, and that of another item is empty', async ({ page }) => {
  const address = someone('northwind.example');
  const share = await ShareDialog.open(page, item);
  await fillIn(share, address);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(share.dialog).toBeHidden();
  const other = await ShareDialog.open(page, items.noise);
  await expect(other.address).toBeFocused();
  await expect(other.chips()).toHaveCount(0);
  await expectKept(await ShareDialog.open(page, item), address);
});

test('what one person typed is not there for the next', async ({ page, app }) => {
  const address = someone('northwind.example');
  const share = await ShareDialog.open(page, item);
  await fillIn(share, address);
  await page.context().clearCookies();
  await signIn(page, app, diego);
  const his = await ShareDialog.open(page, item);
  await expect(his.address).toBeFocused();
  await expect(his.chips()).toHaveCount(0);
  await expect(his.message).not.toHaveValue(MESSAGE);
});

test('a session that has lapsed is made good, and everything is sent after it', async ({ page, app }) => {
  const address = someone('northwind.example');
  const share = await ShareDialog.open(page, item);
  await fillIn(share, address);
  await share.address.fill('');
  await page.context().clearCookies();
  await share.send.click();
  await page.getByRole('main').getByRole('link', { name: 'Sign in again' }).click();
  await page.waitForURL((url) => url.origin === app.emulator);
  expect(await invitationsFor(app, address)).toBe(0);
  await page.getByRole('button', { name: adele }).click();
  await page.waitForURL((url) => url.origin === app.url && url.pathname.startsWith(item.path));
  await alive(page);
  await share.isOpen(item);
  await expect(share.chip(address)).toBeVisible();
  await expect(share.chip('Diego Siciliani')).toBeVisible();
  await expect(share.message).toHaveValue(MESSAGE);
  await share.send.click();
  await share.invited(address);
  expect(await invitationsFor(app, address)).toBe(1);
  await page.reload();
  await alive(page);
  await expect(share.chips(), 'what was sent is not there once more').toHaveCount(0);
});

test('calls that fail lose nobody', async ({ page, app }) => {
  const address = someone('northwind.example');
  const share = await ShareDialog.open(page, item);
  let failed = 0;
  for (const call of ['judge', 'plan', 'send']) {
    await page.route(`**/api/share/${call}`, (route) => {
      failed += 1;
      return route.abort();
    });
  }
  await share.addNew(address);
  await share.message.fill(MESSAGE);
  await expect.poll(() => failed, 'calls that failed').toBeGreaterThan(0);
  await expect(share.chip(address)).toBeVisible();
  await share.send.click();
  await expect(share.dialog.getByRole('alert')).toContainText('Vestibule can’t be reached.');
  await expect(share.chip(address)).toBeVisible();
  await expect(share.message).toHaveValue(MESSAGE);
  for (const call of ['judge', 'plan', 'send']) await page.unroute(`**/api/share/${call}`);
  await share.send.click();
  await share.invited(address);
  expect(await invitationsFor(app, address)).toBe(1);
});

test('what was accepted although nobody heard of it is shared once', async ({ page, app }) => {
  const address = someone('northwind.example');
  const share = await ShareDialog.open(page, item);
  await share.addNew(address);
  const sends = '**/api/share/send';
  const accepted: string[] = [];
  await page.route(sends, async (route) => {
    const answer = await route.fetch();
    accepted.push(((await answer.json()) as { share: string }).share);
    await route.abort();
  });
  // Sent once more as it stands, and then after a reload.
  for (const times of [1, 2]) {
    await share.send.click();
    await expect.poll(() => accepted.length).toBe(times);
    await expect(share.dialog.getByRole('alert')).toContainText('Vestibule can’t be reached.');
  }
  await page.unroute(sends);
  await page.reload();
  await alive(page);
  await page.getByRole('link', { name: 'Share', exact: true }).click();
  await expect(share.chip(address)).toBeVisible();
  const answer = page.waitForResponse(sends);
  await share.send.click();
  const { share: known } = (await (await answer).json()) as { share: string };
  expect(accepted, 'the same share').toEqual([known, known]);
  await share.invited(address);
  expect(await invitationsFor(app, address)).toBe(1);
});
