import { expect, test } from '../fixtures/app';
import { invitationsFor } from '../fixtures/emulator';
import { adele, alex, grady, joni, signIn } from '../fixtures/people';
import { items, peopleWithAccess, scripts, ShareDialog, toast } from '../fixtures/sharing';

test.beforeEach(async ({ page, app }) => signIn(page, app, adele));

// Who has not accepted an earlier invitation yet cannot come yet: then it says so.
const but = ', but hasn’t accepted an earlier invitation yet. No new email was sent.';

for (const { name, address, item, end } of [
  { name: 'Grady Archie', address: grady, item: items.plan, end: '.' },
  { name: 'Joni Sherman', address: joni, item: items.noise, end: but },
  { name: 'Alex Wilber', address: 'alex@contoso.example', item: items.renewal, end: '.' },
]) {
  test(`the whole address ${address} leads to ${name}, whom the directory knows`, async ({ page, app }) => {
    const share = await ShareDialog.open(page, item);
    await share.address.fill(address);
    await share.send.click();
    await expect(share.says('Who do you mean?')).toBeVisible();
    await expect(share.matches, 'no list lies in front of the cards').toHaveCount(0);
    const card = share.dialog.getByRole('radio', { name });
    await expect(share.says(/No email goes out/), 'said before it is sent').toBeVisible();
    await expect(share.says('Goes into the invitation email.')).toHaveCount(0);
    // Whoever has not come can be written to once more.
    const options = share.dialog.getByText('More options');
    await expect(options, 'neither name nor language of a mail').toHaveCount(1);
    await expect(options).toBeVisible({ visible: end === but });
    await card.check();
    await share.send.click();
    if (scripts()) {
      await expect(share.says(`${name} now has access${end}`)).toBeVisible();
      await expect(share.says(/No email went out: send this link to .+ yourself\./)).toBeVisible();
      const copy = share.dialog.getByRole('button', { name: 'Copy link' }).first();
      await expect(copy).toHaveClass(/button-primary/);
      await share.close();
    }
    await expect(page).toHaveURL(`${app.url}${item.path}`);
    await expect(toast(page, `${name} now has access to “${item.title}”${end}`)).toBeVisible();
    await expect(peopleWithAccess(page).getByRole('listitem').filter({ hasText: name })).toContainText('Reader');
    expect(await invitationsFor(app, address)).toBe(0);
  });
}

test('the role that was chosen is the role that was given', async ({ page, app }) => {
  const share = await ShareDialog.open(page, items.tender);
  await share.address.fill(alex);
  await share.role.selectOption({ label: 'Contributor' });
  await share.send.click();
  await share.dialog.getByRole('radio', { name: 'Alex Wilber' }).check();
  await expect(share.role).toHaveValue('contributor');
  await share.send.click();
  if (scripts()) {
    // Whoever closes it before the answer is told by a toast, and the page stays as it is.
    await expect(share.says('Alex Wilber now has access.')).toBeVisible();
    await share.close();
  }
  await expect(page).toHaveURL(`${app.url}${items.tender.path}`);
  const alexs = peopleWithAccess(page).getByRole('listitem').filter({ hasText: 'Alex Wilber' });
  await expect(alexs).toContainText('Contributor');
});
