import { expect, test } from '../fixtures/app';
import { expectAccessible } from '../fixtures/axe';
import { ShareDialog } from '../fixtures/dialog';
import { type Fault, firstMail, mailTo, withFaults } from '../fixtures/emulator';
import { asGuest, expectArrived } from '../fixtures/guest';
import { adele, grady, signIn } from '../fixtures/people';
import { items, openInvitation, scripts, someone, toast } from '../fixtures/sharing';

test.beforeEach(async ({ page, app }) => signIn(page, app, adele));

test.describe('where Vestibule writes', () => {
  test.use({ settings: { inviting: { mail_way: 'own' } } });

  test('our own mail says who shared what, and its link leads through Microsoft to the item', async ({ page, app, browser }) => {
    const [address, item] = [someone('northwind.example'), items.tender];
    const share = await ShareDialog.open(page, item);
    await share.address.fill(address);
    await share.message.fill('The dates you asked about are in annex C.');
    await share.send.click();
    if (scripts()) {
      await share.invited();
      await share.close();
    }
    await expect(toast(page, `is invited to “${item.title}”.`)).toBeVisible();
    const mail = await firstMail(app, address);
    expect(mail.subject).toBe(`Adele Vance shared “${item.title}” with you`);
    expect(mail.text).toContain('The dates you asked about are in annex C.');
    expect(mail.links).toHaveLength(1);
    await asGuest(browser, async (guest) => {
      await guest.goto(mail.links[0]!);
      await expect(guest.getByRole('heading', { level: 1 })).toHaveText(`Adele Vance shared “${item.title}” with you.`);
      await expect(guest.getByText(`Open it with your account ${address}.`)).toBeVisible();
      await expectAccessible(guest);
      await guest.getByRole('link', { name: 'Continue' }).focus();
      await guest.keyboard.press('Enter');
      await expect(guest.getByRole('heading', { name: 'Invitation from Contoso' })).toBeVisible();
      await guest.getByRole('link', { name: 'Next' }).click();
      await guest.getByRole('button', { name: `Sign in as ${address}` }).click();
      await guest.getByRole('button', { name: 'Accept' }).click();
      await expectArrived(guest, app, item, 'Adele Vance');
      // Once more, from the mail: there is nothing to accept any more.
      await guest.goto(mail.links[0]!);
      await guest.getByRole('link', { name: 'Continue' }).click();
      await expect(guest).toHaveURL(`${app.url}${item.path}`);
    });
    expect(await mailTo(app, address)).toHaveLength(1);
  });

  test('somebody known is written to as well', async ({ page, app }) => {
    const share = await ShareDialog.open(page, items.plan);
    await share.addKnown(grady, 'Grady Archie');
    if (scripts()) {
      const plan = await share.plan();
      await expect(plan, 'said before it is sent').toContainText('Vestibule sends an email.');
      await expect(plan, 'and how it reads').toContainText(`Adele Vance shared “${items.plan.title}” with you`);
    }
    await share.send.click();
    if (scripts()) {
      await share.shared('Grady Archie');
      await expect(share.row('Grady Archie')).toContainText('An email is on its way.');
      await share.close();
    }
    await expect(toast(page, `Grady Archie now has access to “${items.plan.title}”.`)).toBeVisible();
    expect((await firstMail(app, grady)).links[0]).toContain(`${app.url}/arrive/`);
  });

  test('a mail that is refused is said, and the inviter goes on without it', async ({ page, app }) => {
    const address = someone('northwind.example');
    const refused: Fault = { on: { family: 'smtp', method: 'RCPT' }, effect: { status: 550, message: 'There is no such mailbox' } };
    await withFaults(app, [refused], async () => {
      const share = await ShareDialog.open(page, items.noise);
      await share.address.fill(address);
      await share.send.click();
      if (scripts()) await expect(share.progress).toContainText('The email was refused.');
      await openInvitation(page, address);
      await expect(page.getByText('Needs you: The email was refused.').first()).toBeVisible();
      await expect(page.getByText(/^Check the address\./)).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Go on without an email' }).click();
      await expect(page.getByText('You went on without an email.')).toBeVisible();
      await expect(page.getByText('Invited, not accepted yet.').first()).toBeVisible();
    });
    expect(await mailTo(app, address)).toHaveLength(0);
  });
});

test.describe('where nobody writes', () => {
  test.use({ settings: { inviting: { mail_way: 'link' } } });

  test('the link comes first', async ({ page, app }) => {
    const address = someone('northwind.example');
    const share = await ShareDialog.open(page, items.report);
    if (scripts()) {
      await share.addNew(address);
      await expect(await share.plan(), 'said before it is sent').toContainText('No email goes out: you pass the link on.');
    } else {
      await share.address.fill(address);
    }
    await share.send.click();
    if (scripts()) {
      await expect(share.row(address)).toContainText('No email went out: copy the link and send it yourself.');
      await expect(share.row(address).getByRole('button', { name: 'Copy link' })).toBeVisible();
      await share.close();
    }
    await expect(toast(page, 'No email went out: copy the link and send it yourself.')).toBeVisible();
    expect(await mailTo(app, address)).toHaveLength(0);
  });
});
