import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { expectAccessible } from '../fixtures/axe';
import { ShareDialog } from '../fixtures/dialog';
import { adele, megan, signIn } from '../fixtures/people';
import { save } from '../fixtures/settings';
import { items, openInvitation, scripts, someone } from '../fixtures/sharing';

/** An administrator has the form ask for a department. */
async function askForDepartment(page: Page): Promise<void> {
  await page.goto('/settings/attributes');
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByRole('combobox', { name: 'Detail', exact: true }).fill('department');
  await page.getByRole('combobox', { name: 'Where its value comes from' }).selectOption({ label: 'The share form asks for it' });
  await page.getByRole('checkbox', { name: 'Somebody new isn’t invited without it' }).check();
  await save(page, 'Rules', 'department');
}

test.describe('where a department is asked for', () => {
  test.use({ settings: { attributes: { rules: [{ attribute: 'department', from: { asked: { required: true } } }] } } });

  test('the form asks for a detail of somebody new, says beside it what is missing, and shows it afterwards', async ({ page, app }) => {
    await signIn(page, app, adele);
    const address = someone('northwind.example');
    const share = await ShareDialog.open(page, items.tender);
    const department = share.dialog.getByRole('textbox', { name: 'Department', exact: true });
    await expect(share.dialog.getByText(/^Only for guests\./)).toBeVisible();
    await share.address.fill(address);
    await share.message.fill('About annex C.');
    await share.send.click();
    await expect(department).toHaveAttribute('aria-invalid', 'true');
    await expect(department).toHaveAccessibleDescription('Fill this in.');
    await expect(share.message).toHaveValue('About annex C.');
    if (scripts()) await expect(department).toBeFocused();
    await expectAccessible(page);

    await department.fill('Legal');
    await share.send.click();
    await share.accepted();
    await share.invited();
    await openInvitation(page, address);
    await expect(page.getByText(/Department.*Legal/).first()).toBeVisible();
  });
});

test('a form that was open while more is asked for leads to one that has it, with all that was typed', async ({ page, app, browser }) => {
  await signIn(page, app, adele);
  const address = someone('northwind.example');
  const share = await ShareDialog.open(page, items.tender);
  await share.address.fill(address);
  await share.message.fill('About annex C.');

  const context = await browser.newContext({ baseURL: app.url, javaScriptEnabled: scripts() });
  try {
    const admins = await context.newPage();
    await signIn(admins, app, megan);
    await askForDepartment(admins);
  } finally {
    await context.close();
  }

  await share.send.click();
  await expect(page).toHaveURL(/\/share\?draft=/);
  const department = share.dialog.getByRole('textbox', { name: 'Department', exact: true });
  await expect(department).toHaveAttribute('aria-invalid', 'true');
  await expect(department).toHaveAccessibleDescription('This is asked for by now. Fill it in.');
  await share.keeps(address);
  await expect(share.message).toHaveValue('About annex C.');

  await department.fill('Legal');
  await share.send.click();
  await share.accepted();
  await page.goto('/invitations');
  await expect(page.getByRole('row').filter({ hasText: address })).toBeVisible();
});
