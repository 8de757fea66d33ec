import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { firstMail, invitationsFor, mailTo, untilTriedAgain } from '../fixtures/emulator';
import { adele, diego, joni, signIn } from '../fixtures/people';
import { items, openInvitation, scripts, someone, toast } from '../fixtures/sharing';

const AGAIN = 'Send the invitation again, in my name';

/** Sees who is meant, asks for another mail, and sends. */
async function sendAgain(share: ShareDialog, address: string, name: string): Promise<void> {
  await share.addKnown(address, name);
  if (scripts()) {
    const again = share.dialog.getByRole('button', { name: AGAIN });
    await expect(again, 'nothing is asked for anybody').toHaveAttribute('aria-pressed', 'false');
    await again.click();
    await expect(share.troubles).toContainText('Gets a new invitation: the link of the earlier one stops working.');
  } else {
    const again = share.dialog.getByRole('checkbox', { name: AGAIN });
    await expect(again, 'nothing is ticked for anybody').not.toBeChecked();
    await expect(again).toHaveAccessibleDescription(/The link in the earlier one stops working, and a colleague who sent it is told\./);
    await again.check();
  }
  await share.send.click();
  if (!scripts()) return;
  await share.invited();
  await share.close();
}

test('a guest whom somebody invited long ago, and who never came, is sent a new invitation', async ({ page, app }) => {
  await signIn(page, app, diego);
  const share = await ShareDialog.open(page, items.noise);
  await expect(share.says(AGAIN), 'of nobody yet').toHaveCount(0);
  await sendAgain(share, joni, 'Joni Sherman');
  await expect(toast(page, `Joni Sherman is invited to “${items.noise.title}”.`)).toBeVisible();
  expect((await firstMail(app, joni)).text).toContain(items.noise.title);
  expect(await mailTo(app, joni)).toHaveLength(1);
});

test('one’s own invitation is sent again from its page, and a colleague’s new one is told', async ({
  page,
  app,
  browser,
}) => {
  const address = someone('northwind.example');
  await signIn(page, app, adele);
  const share = await ShareDialog.open(page, items.plan);
  await share.address.fill(address);
  await share.send.click();
  const first = await firstMail(app, address);
  await openInvitation(page, address);
  await expect(page.getByText(/^If you send it again, there is a new invitation for .+, and the earlier link stops working\.$/)).toBeVisible();
  await page.getByRole('button', { name: 'Send the invitation again' }).click();
  await expect.poll(() => invitationsFor(app, address)).toBe(2);
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('status').getByText('Invited, not accepted yet.')).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.goto('/invitations');
  await expect(page.getByRole('row').filter({ hasText: address }), 'one person and item are one row').toHaveCount(1);
  const [second] = await mailTo(app, address);
  expect(second!.links, 'the earlier link is dead').not.toEqual(first.links);

  await untilTriedAgain(app);
  const context = await browser.newContext({ baseURL: app.url, javaScriptEnabled: scripts() });
  try {
    const diegos = await context.newPage();
    await signIn(diegos, app, diego);
    const his = await ShareDialog.open(diegos, items.renewal);
    // By the name that the directory has by now.
    await sendAgain(his, address, address.split('@')[0]!);
    await expect.poll(() => invitationsFor(app, address)).toBe(3);
  } finally {
    await context.close();
  }
  await page.goto('/items');
  const told = toast(page, /Diego Siciliani has invited pat\.\S+ again\. The link in your invitation to “.+” no longer works\./);
  await expect(told).toBeVisible();
});
