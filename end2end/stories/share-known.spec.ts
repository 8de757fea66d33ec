import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { alsoAnswerTo, invitationsFor } from '../fixtures/emulator';
import { adele, alex, diego, grady, joni, signIn } from '../fixtures/people';
import { holder, items, roleOf, scripts, toast } from '../fixtures/sharing';

test.beforeEach(async ({ page, app }) => signIn(page, app, adele));

const KNOWN = 'In your directory already: gets access at once.';
const PENDING = 'Invited earlier, but hasn’t accepted yet: can open the item after accepting.';

// Who has not accepted an earlier invitation yet cannot come yet: then it says so.
const but = ', but hasn’t accepted an earlier invitation yet. No new email was sent.';

for (const { name, address, item, before, end } of [
  { name: 'Grady Archie', address: grady, item: items.plan, before: KNOWN, end: '.' },
  { name: 'Joni Sherman', address: joni, item: items.noise, before: PENDING, end: but },
  { name: 'Alex Wilber', address: 'alex@contoso.example', item: items.renewal, before: KNOWN, end: '.' },
]) {
  test(`the whole address ${address} leads to ${name}, whom the directory knows`, async ({ page, app }) => {
    const share = await ShareDialog.open(page, item);
    await share.addKnown(address, name);
    await expect(share.matches, 'no list lies in front of what is said').toHaveCount(0);
    if (scripts()) {
      const plan = await share.plan();
      await expect(plan, 'said before it is sent').toContainText('People from your directory get no email: copy the link for them afterwards.');
    } else {
      await expect(share.says(before).first(), 'why it has not gone out yet').toBeVisible();
    }
    await share.send.click();
    if (scripts()) {
      await share.shared(name);
      if (end === but) await expect(share.row(name)).toContainText('hasn’t accepted an earlier invitation yet');
      await share.close();
    }
    await expect(page).toHaveURL(`${app.url}${item.path}`);
    await expect(toast(page, `${name} now has access to “${item.title}”${end}`)).toBeVisible();
    await expect(roleOf(holder(page, name))).toContainText('Reader');
    expect(await invitationsFor(app, address)).toBe(0);
  });
}

test('of two people with one address whoever shares says who is meant', async ({ page, app }) => {
  const [both, item] = ['sales@contoso.example', items.noise];
  await alsoAnswerTo(app, both, alex, diego);
  const share = await ShareDialog.open(page, item);
  await share.sendTo(both);
  await expect(share.says(`Who do you mean by ${both}?`).first()).toBeVisible();
  await expect(share.matches, 'no list lies in front of those who may be meant').toHaveCount(0);
  await share.means('Alex Wilber');
  await share.send.click();
  if (scripts()) {
    await share.shared('Alex Wilber');
    await share.close();
  }
  await expect(roleOf(holder(page, 'Alex Wilber'))).toContainText('Reader');
  await expect(holder(page, 'Diego Siciliani')).toHaveCount(0);
});

test('whoever presses Send behind a known address first sees who that is, and the role that was chosen is the role that is given', async ({ page, app }) => {
  const share = await ShareDialog.open(page, items.tender);
  await share.role.selectOption({ label: 'Contributor' });
  await share.sendTo(alex);
  await expect(share.chip('Alex Wilber')).toBeVisible();
  await expect(share.send, 'nobody has access by an address alone').toBeVisible();
  await expect(share.role).toHaveValue('contributor');
  await share.send.click();
  if (scripts()) {
    // Whoever closes it before the answer is told by a toast, and the page stays as it is.
    await share.shared('Alex Wilber');
    await share.close();
  }
  await expect(page).toHaveURL(`${app.url}${items.tender.path}`);
  await expect(roleOf(holder(page, 'Alex Wilber'))).toContainText('Contributor');
});
