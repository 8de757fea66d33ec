import type { Page } from '@playwright/test';
import {
  askForTheEnd,
  changeLastDay,
  changeLastDayUnchecked,
  changeRole,
  endAccess,
  lastDay,
  takeBack,
} from '../fixtures/access';
import { expect, test } from '../fixtures/app';
import { expectAccessible } from '../fixtures/axe';
import { ShareDialog } from '../fixtures/dialog';
import { adele, grady, signIn } from '../fixtures/people';
import { holder, items, roleOf, scripts } from '../fixtures/sharing';

const NAME = 'Grady Archie';
const item = items.plan;

test.beforeEach(async ({ page, app }) => {
  await signIn(page, app, adele);
  const share = await ShareDialog.open(page, item);
  await share.sendToKnown(grady, NAME);
  await share.accepted();
  await share.shared(NAME);
  await expectStored(page, 'Reader');
});

/** What the server has stored, whatever the page shows. */
async function expectStored(page: Page, role: string | undefined): Promise<void> {
  await expect(async () => {
    await page.goto(item.path);
    if (role) await expect(roleOf(holder(page, NAME))).toContainText(role, { timeout: 1_000 });
    else await expect(holder(page, NAME)).toHaveCount(0, { timeout: 1_000 });
  }).toPass();
}

test('a role is changed in place, and the change taken back', async ({ page }) => {
  await changeRole(page, NAME, 'Contributor');
  const told = `${NAME} has another role on “${item.title}” now: Contributor.`;
  await takeBack(page, told, `Undo the change of ${NAME}’s role on “${item.title}”?`);
  await expectStored(page, 'Reader');
  await changeRole(page, NAME, 'Contributor');
  await expectStored(page, 'Contributor');
});

test('access is ended by the keyboard alone, it is said that the account stays, and it can be taken back', async ({ page }) => {
  const entry = await askForTheEnd(page, NAME);
  await expect(entry.getByText(`The guest account of ${NAME} stays in your directory.`)).toBeVisible();
  await expectAccessible(page);
  await page.goto(item.path);
  await endAccess(page, NAME);
  const told = `You ended ${NAME}’s access to “${item.title}”.`;
  await takeBack(page, told, `Give ${NAME} access to “${item.title}” again?`);
  await expectStored(page, 'Reader');
  await endAccess(page, NAME);
  await expectStored(page, undefined);
});

/** The last day that the server has stored, if there is one. */
async function expectLastDay(page: Page, day: string | undefined): Promise<void> {
  await expect(async () => {
    await page.goto(item.path);
    const line = holder(page, NAME).locator('.access-line');
    if (day) await expect(line).toContainText(`Last day: ${day} (UTC)`, { timeout: 1_000 });
    else await expect(line).not.toContainText('Last day', { timeout: 1_000 });
  }).toPass();
}

test('the last day is set, moved and removed by the keyboard alone, and a change is taken back', async ({ page }) => {
  await changeLastDay(page, NAME, '2030-12-31');
  const told = `The last day of ${NAME}’s access to “${item.title}” is 31 December 2030 (UTC) now.`;
  await takeBack(page, told, `Undo the change of the last day of ${NAME}’s access to “${item.title}”?`);
  await expectLastDay(page, undefined);
  for (const [typed, says] of [
    ['2030-12-31', '31 December 2030'],
    ['2031-02-01', '1 February 2031'],
    ['2030-06-30', '30 June 2030'],
    ['', undefined],
  ] as const) {
    await changeLastDay(page, NAME, typed);
    await expectLastDay(page, says);
  }
});

test('a last day that has passed comes back beside its field, and so does one that is sent without a session', async ({ page }) => {
  await changeLastDayUnchecked(page, NAME, '2020-01-31');
  await expect(page).toHaveURL(/\?day=[^&#]+#day-field$/);
  const entry = holder(page, NAME);
  await expect(lastDay(entry, NAME)).toHaveValue('2020-01-31');
  await expect(lastDay(entry, NAME)).toHaveAttribute('aria-invalid', 'true');
  await expect(lastDay(entry, NAME)).toBeFocused();
  await expect(entry.getByText('Choose today or a later day')).toBeVisible();
  await expectAccessible(page);
  await page.context().clearCookies();
  await changeLastDay(page, NAME, '2030-12-31');
  await page.getByRole('main').getByRole('link', { name: 'Sign in again' }).click();
  await page.getByRole('button', { name: adele }).click();
  await expect(lastDay(entry, NAME)).toHaveValue('2030-12-31');
  await expect(entry.getByText('isn’t saved yet. Send it again.')).toBeVisible();
  await expectLastDay(page, undefined);
});

test('who has access is in the dialog, too, beside what was typed there', async ({ page }) => {
  const share = await ShareDialog.open(page, item);
  const people = share.dialog.getByRole('region', { name: '1 person has access' });
  await expect(roleOf(people.getByRole('listitem').filter({ hasText: NAME }))).toContainText('Reader');
  if (scripts()) {
    await share.type('grady');
    await expect(share.match(NAME), 'said while one chooses').toContainText('Has access as Reader');
    return;
  }
  // A form that came back is what the address of the page names.
  const cameBack = /\/share\?draft=[^&#]+$/;
  await share.sendTo('not-an-address');
  await expect(page).toHaveURL(cameBack);
  await changeLastDay(page, NAME, '2030-06-30', share.access);
  await expect(page).toHaveURL(cameBack);
  await share.keeps('not-an-address');
});
