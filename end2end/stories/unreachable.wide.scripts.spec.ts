import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { invitationsFor } from '../fixtures/emulator';
import { adele, signIn } from '../fixtures/people';
import { items, someone } from '../fixtures/sharing';

test.use({ expectedErrors: [/net::ERR_/] });

test('the answer gets lost and the form is changed: it says so, and goes out when sent once more', async ({ page, app }) => {
  await signIn(page, app, adele);
  const [first, second] = [someone('northwind.example'), someone('northwind.example')];
  const share = await ShareDialog.open(page, items.report);
  await page.route('**/api/share/send', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await share.address.fill(first);
  await share.send.click();
  await expect(share.dialog.getByRole('alert')).toContainText('Vestibule can’t be reached.');
  await page.unroute('**/api/share/send');
  await share.remove(first).click();
  await share.address.fill(second);
  await share.send.click();
  await expect(share.dialog.getByRole('alert')).toContainText('This form was already sent once with different contents.');
  await share.send.click();
  await share.invited();
  expect([await invitationsFor(app, first), await invitationsFor(app, second)]).toEqual([1, 1]);
});

test('the answer about the progress is trouble: what was known of it stands', async ({ page, app }) => {
  await signIn(page, app, adele);
  const address = someone('northwind.example');
  const share = await ShareDialog.open(page, items.report);
  const sentence = 'Something went wrong on our side.';
  const trouble = { code: 'internal', sentence, advice: '', fields: [], reference: '' };
  await page.route('**/api/share/progress', (route) => route.fulfill({ status: 500, json: { trouble } }));
  await share.address.fill(address);
  await share.send.click();
  await expect(share.says(sentence).first()).toBeVisible();
  await page.unroute('**/api/share/progress');
  await share.invited();
  await expect(share.says(sentence)).toHaveCount(0);
});
