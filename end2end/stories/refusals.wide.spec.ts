import type { Locator, Page } from '@playwright/test';
import { type App, expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import {
  endSessions,
  type Fault,
  firstMail,
  invitationsFor,
  mailTo,
  untilTriedAgain,
  whileInvitesFrom,
  withFaults,
} from '../fixtures/emulator';
import { adele, signIn } from '../fixtures/people';
import { items, reference, scripts, someone, toast } from '../fixtures/sharing';

const item = items.tender;
const typed = { name: 'Pat <Doe>', message: 'First line\nSecond line & more', role: 'contributor', language: 'fr' };
const OUTSIDE = 'northwind.example';

test.beforeEach(async ({ page, app }) => signIn(page, app, adele));

/** Opens the dialog, fills every field, and sends. */
async function send(page: Page, address: string, message = typed.message): Promise<ShareDialog> {
  const share = await ShareDialog.open(page, item);
  await share.address.fill(address);
  await share.role.selectOption(typed.role);
  await share.unfold();
  await share.name.fill(typed.name);
  await share.message.fill(message);
  await share.language.selectOption(typed.language);
  await share.send.click();
  return share;
}

/** What stands in the form is not told once more: neither here nor on the pages that follow. */
async function expectToldOnce(page: Page, sentence: string): Promise<void> {
  await expect(async () => {
    const other = await page.context().newPage();
    await other.goto('/invitations');
    const again = await toast(other, sentence).count();
    await other.close();
    expect(again).toBe(0);
  }).toPass();
  await expect(toast(page, sentence)).toHaveCount(0);
}

async function expectKept(share: ShareDialog, address: string, message = typed.message): Promise<void> {
  await share.keeps(address);
  await expect(share.role).toHaveValue(typed.role);
  await expect(share.name).toHaveValue(typed.name);
  await expect(share.message).toHaveValue(message);
  await expect(share.language).toHaveValue(typed.language);
}

test('a malformed address is refused beside its field', async ({ page }) => {
  const share = await send(page, 'not-an-address');
  await expect(share.says('This doesn’t look like an email address.').first()).toBeVisible();
  await expectKept(share, 'not-an-address');
});

test('no address at all is refused beside its field', async ({ page }) => {
  const share = await send(page, '');
  await expect(share.address).toHaveAccessibleDescription(/Type the address of the person you want to share with\./);
  await expectKept(share, '');
});

test('a message that is too long is refused beside its field', async ({ page }) => {
  const message = 'é'.repeat(1501);
  const share = await ShareDialog.open(page, item);
  await share.address.fill('somebody@northwind.example');
  if (scripts()) {
    await share.message.fill('é'.repeat(49));
    await expect(share.message).toHaveAccessibleDescription(/ 1,451 characters left\./);
  }
  await share.message.fill(message);
  await share.send.click();
  await expect(share.message).toHaveAccessibleDescription(/Use at most 1,500 characters for the message\./);
  await expect(share.message).toHaveValue(message);
  await share.keeps('somebody@northwind.example');
});

test('as much message as the field takes is accepted, line breaks and all', async ({ page, app }) => {
  const address = someone(OUTSIDE);
  const message = `${'a line of text\n'.repeat(99)}and the last one`.slice(0, 1500);
  expect(message).toHaveLength(1500);
  await send(page, address, message);
  const { text } = await firstMail(app, address);
  expect(text, 'not a word is cut').toContain(message);
  expect(text).toContain('Votre rôle');
});

test('a new address of the own organization is refused beside its field', async ({ page, app }) => {
  const address = someone('contoso.example');
  const share = await send(page, address);
  await expect(share.says('This address belongs to your own organization.').first()).toBeVisible();
  if (!scripts()) await expectKept(share, address);
  // With scripts the row stays, and so does the toast, for whoever closes the dialog at once.
  if (!scripts()) await expectToldOnce(page, 'This address belongs to your own organization');
  expect(await invitationsFor(app, address)).toBe(0);
  await page.goto('/invitations');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // Without scripts the form is back, and a slip of typing is no invitation; with them the row stays to be tried again or taken off the list.
  await expect(page.getByRole('row').filter({ hasText: address })).toHaveCount(scripts() ? 1 : 0);
});

test('an organization that lets nobody invite is a sentence that stays, and mended later it works', async ({
  page,
  app,
}) => {
  const address = someone(OUTSIDE);
  const sentence = 'Your organization doesn’t let your account invite guests.';
  let share = new ShareDialog(page);
  await whileInvitesFrom(app, 'none', async () => {
    share = await send(page, address);
    await expect(share.says(sentence).first()).toBeVisible();
    await expect(reference(share.dialog)).toBeVisible();
    if (!scripts()) await expectKept(share, address);
  });
  expect(await invitationsFor(app, address)).toBe(0);
  // In place where the recipient's row says so; without scripts the form is back.
  await (scripts() ? share.row('Pat <Doe>').getByRole('button', { name: 'Try again' }) : share.send).click();
  const mail = await firstMail(app, address);
  expect(mail.text).toContain('Second line & more');
});

for (const { what, effect, sentence } of [
  { what: 'is out of order', effect: { status: 503 }, sentence: 'Microsoft’s directory isn’t working properly right now.' },
  { what: 'cannot be reached', effect: { drop: true }, sentence: 'Microsoft’s directory can’t be reached right now.' },
] as const) {
  test(`the directory ${what} while somebody is looked up`, async ({ page, app }) => {
    const address = someone(OUTSIDE);
    const lookUp: Fault = { on: { method: 'GET', path: '/v1.0/users' }, effect };
    let share = new ShareDialog(page);
    await withFaults(app, [lookUp], async () => {
      share = await send(page, address);
      await expect(page.getByText(sentence).filter({ visible: true }).first()).toBeVisible();
      expect(await invitationsFor(app, address)).toBe(0);
    });
    // Either the form stands as it was, or the share is stored and the directory is asked again.
    if (scripts()) await expect(share.send.or(share.progress).filter({ visible: true }).first()).toBeVisible();
    if (await share.send.isVisible()) {
      await expectKept(share, address);
      await share.send.click();
    } else {
      await untilTriedAgain(app);
    }
    await firstMail(app, address);
  });
}

test('the directory is out of order while the invitation is sent: it says so, tries again, and gets there', async ({
  page,
  app,
}) => {
  const address = someone(OUTSIDE);
  const fault: Fault = { on: { method: 'POST', path: '/v1.0/invitations' }, effect: { status: 503 } };
  await withFaults(app, [fault], async () => {
    await send(page, address);
    await expectWaiting(page, 'Microsoft’s directory isn’t working properly right now.');
    await expect(reference(page.getByRole(scripts() ? 'dialog' : 'main'))).toBeVisible();
  });
  await untilTriedAgain(app);
  await expectInvited(page, app, address);
});

test('the connection breaks after the invitation was sent: nobody is invited twice', async ({ page, app }) => {
  const address = someone(OUTSIDE);
  const fault: Fault = { on: { method: 'POST', path: '/v1.0/invitations' }, effect: { drop_after: true }, times: 1 };
  await withFaults(app, [fault], async () => {
    await send(page, address);
    await expect.poll(() => invitationsFor(app, address)).toBe(1);
  });
  await untilTriedAgain(app);
  await page.goto('/invitations');
  const row = page.getByRole('row').filter({ hasText: address });
  await untilShown(page, row.filter({ hasText: /Needs you|Invited, not accepted yet\./ }));
  expect(await mailTo(app, address)).toHaveLength(1);
});

test('whoever has to sign in once more does so with one click, and goes on', async ({ page, app }) => {
  const address = someone(OUTSIDE);
  await endSessions(app, adele);
  await send(page, address);
  const refused = page.getByText(/Microsoft wants to make sure it’s you before going on\./).filter({ visible: true });
  await expect(refused.first()).toBeVisible();
  expect(await invitationsFor(app, address)).toBe(0);
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await page.waitForURL((url) => url.origin === app.emulator);
  await page.getByRole('button', { name: adele }).click();
  await expect(page).toHaveURL(/\/invitations\/[^/]+$/);
  // It goes on by itself.
  await expectInvited(page, app, address);
});

/** Without scripts the page is loaded again by itself, but not more than twice a minute. */
async function expectWaiting(page: Page, sentence: string): Promise<void> {
  await expect(page.getByText(`Waiting: ${sentence}`).filter({ visible: true }).first()).toBeVisible();
  if (!scripts()) await expect(page.locator('meta[http-equiv=refresh]')).toHaveAttribute('content', /^\d+$/);
}

/** With scripts the page shows it by itself; without them somebody loads it again, who does not wait until it does so itself. */
async function untilShown(page: Page, what: Locator): Promise<void> {
  if (scripts()) return expect(what).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(what).toBeVisible({ timeout: 1_000 });
  }).toPass();
}

async function expectInvited(page: Page, app: App, address: string): Promise<void> {
  await untilShown(page, page.getByText(/is on its way\.$|^Invited, not accepted yet\.$/).filter({ visible: true }).first());
  expect(await invitationsFor(app, address)).toBe(1);
  expect(await mailTo(app, address)).toHaveLength(1);
}
