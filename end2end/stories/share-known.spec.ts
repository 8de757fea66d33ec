import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { invitationsFor } from '../fixtures/emulator';
import { adele, alex, grady, joni, signIn } from '../fixtures/people';
import { items, peopleWithAccess, scripts, toast } from '../fixtures/sharing';

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
    await share.sendTo(address);
    await expect(share.says(/Who do you mean/).first()).toBeVisible();
    await expect(share.matches, 'no list lies in front of those who may be meant').toHaveCount(0);
    await share.means(name);
    await expect(share.says(/No (new )?email/).first(), 'said before it is sent').toBeVisible();
    await share.send.click();
    if (scripts()) {
      await share.shared(name);
      if (end === but) await expect(share.row(name)).toContainText('hasn’t accepted an earlier invitation yet');
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
  await share.role.selectOption({ label: 'Contributor' });
  await share.sendTo(alex);
  await share.means('Alex Wilber');
  await expect(share.role).toHaveValue('contributor');
  await share.send.click();
  if (scripts()) {
    // Whoever closes it before the answer is told by a toast, and the page stays as it is.
    await share.shared('Alex Wilber');
    await share.close();
  }
  await expect(page).toHaveURL(`${app.url}${items.tender.path}`);
  const alexs = peopleWithAccess(page).getByRole('listitem').filter({ hasText: 'Alex Wilber' });
  await expect(alexs).toContainText('Contributor');
});
