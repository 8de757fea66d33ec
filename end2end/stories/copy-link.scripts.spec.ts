import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { firstMail } from '../fixtures/emulator';
import { adele, signIn } from '../fixtures/people';
import { items, someone } from '../fixtures/sharing';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('the link of an invitation, and the address of an item, go to the clipboard', async ({ page, app }) => {
  await signIn(page, app, adele);
  const share = await ShareDialog.open(page, items.plan);
  const copy = share.dialog.getByRole('button', { name: 'Copy link' }).filter({ visible: true }).first();
  const copied = share.dialog.getByRole('button', { name: 'Copied' }).filter({ visible: true });
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

  await copy.click();
  await expect(copied).toBeVisible();
  expect(await clipboard()).toBe(`${app.url}${items.plan.path}`);

  const address = someone('northwind.example');
  await share.address.fill(address);
  await share.send.click();
  await share.invited();
  await copy.click();
  await expect(copied).toBeVisible();
  expect((await firstMail(app, address)).links).toContain(await clipboard());
});

test('where the browser keeps the clipboard to itself, the link is there to be copied by hand', async ({ page, app }) => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('not now', 'NotAllowedError'));
  });
  await signIn(page, app, adele);
  const share = await ShareDialog.open(page, items.plan);
  const address = someone('northwind.example');
  await share.address.fill(address);
  await share.send.click();
  await share.invited();
  await share.row(/./).getByRole('button', { name: 'Copy link' }).click();
  const sentence = 'Copying didn’t work. Select the text and copy it yourself.';
  const byHand = share.dialog.getByRole('textbox', { name: sentence });
  await expect(byHand).toBeFocused();
  await expect(share.says(sentence).first()).toBeVisible();
  expect((await firstMail(app, address)).links).toContain(await byHand.inputValue());
  const selected = await byHand.evaluate((field: HTMLInputElement) => field.selectionEnd! - field.selectionStart!);
  expect(selected).toBe((await byHand.inputValue()).length);
  expect(await page.content(), 'nowhere in the markup').not.toContain(await byHand.inputValue());
  await share.close();
  await expect(page.getByRole('textbox', { name: sentence })).toHaveCount(0);
});

test('why there is no link is said by the server', async ({ page, app }) => {
  await signIn(page, app, adele);
  const share = await ShareDialog.open(page, items.plan);
  await share.address.fill(someone('northwind.example'));
  await share.send.click();
  await share.invited();
  const sentence = 'There’s no link to copy for this invitation.';
  await page.route('**/api/invitations/link', (route) =>
    route.fulfill({ status: 404, json: { trouble: { code: 'no-link', sentence } } }),
  );
  await share.row(/./).getByRole('button', { name: 'Copy link' }).click();
  await expect(share.says(sentence).first()).toBeVisible();
});
